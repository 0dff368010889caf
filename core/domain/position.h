// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>
#include <QUuid>

#include <array>
#include <compare>

namespace keg {

/// Sum modulo 2^128 of the BLAKE2b-128 hashes of all replicated rows; docs/PROTOCOL.md has the
/// bytes.
class Digest
{
public:
    static constexpr int Size = 16;
    using Bytes = std::array<quint8, Size>;

    Digest() = default;
    /// `bytes` are the number's, most significant first.
    explicit Digest(const Bytes &bytes);

    /// Absent if `bytes` are not exactly 16.
    static bool fromBytes(const QByteArray &bytes, Digest *digest);

    Bytes bytes() const;
    QByteArray toByteArray() const;
    /// 32 lower-case hexadecimal digits.
    QString toHex() const;

    Digest &operator+=(const Digest &other);
    Digest &operator-=(const Digest &other);
    bool operator==(const Digest &) const = default;

private:
    quint64 m_high = 0;
    quint64 m_low = 0;
};

/// One unbroken line of history of a database. Ordered by (counter, random).
struct Epoch
{
    quint32 counter = 0; ///< 0: none yet
    quint64 random = 0;

    auto operator<=>(const Epoch &) const = default; // NOLINT(modernize-use-nullptr): no 0 there
};

/// Which state a copy of the database is in.
struct Position
{
    QUuid databaseId; ///< null: a fresh file that adopts its primary's
    Epoch epoch;
    qint64 sequence = 0; ///< id of the newest change_log row; 0: none
    Digest digest; ///< of all replicated rows at that sequence

    bool operator==(const Position &) const = default;
    /// For logs: "1/42".
    QString toString() const;
};

} // namespace keg
