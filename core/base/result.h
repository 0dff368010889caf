// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QLatin1String>
#include <QString>
#include <QVariantList>

#include <optional>
#include <utility>
#include <variant>

namespace keg {

/// What kind of failure it is; app/ maps each to one of the promised exit codes.
enum class ErrorCode {
    Failed, ///< it did not work: I/O, a bug elsewhere, no display
    Usage, ///< the words on the command line are wrong
    NotFound, ///< no such beer, tap, file
    Refused, ///< the input is out of range, malformed or not allowed here
    Unreachable, ///< the primary or the running instance does not answer
    Busy, ///< the database is held by another writer for longer than we wait
    DiskFull, ///< no room on the device
    Damaged, ///< the bytes are not what they must be: file, frame, image
    TooNew, ///< made by a newer version of the program or protocol
    Mismatch, ///< content and digest differ, or a position is not the expected one
    Interrupted, ///< given up because the instance ends: nobody need hear of it
};

/// What a message says, for whoever says it in a language of their own: core/web has a
/// sentence for each code.
struct Reason
{
    const char *code = nullptr; ///< "account_exists"; nullptr: there is nothing but the message
    QVariantList arguments
        = {}; ///< what the sentence is filled in with: texts, and numbers that count
    QLatin1String field = {}; ///< the beer's column that it is about; empty: none
};

/// One failure: what, why and what to do, in one line of English for logs and commands.
struct Error
{
    ErrorCode code = ErrorCode::Failed;
    QString message;
    Reason reason = {};
};

/// Either a value or the Error that kept it from being made. Nothing in KegDisplay throws.
template<typename T>
class [[nodiscard]] Result
{
public:
    Result(T value) // NOLINT(google-explicit-constructor): `return value;` is the point
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    explicit operator bool() const { return m_state.index() == 0; }
    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    T &&value() && { return std::get<0>(std::move(m_state)); }
    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T &&operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }
    const Error &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(Error error) // NOLINT(google-explicit-constructor)
        : m_error(std::move(error))
    {}

    explicit operator bool() const { return !m_error; }
    const Error &error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace keg
