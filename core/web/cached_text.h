// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <optional>

namespace keg::web {

/// A text and what changes with it: RFC 9110's strong entity tag, in its quotes.
struct Tagged
{
    QByteArray text;
    QByteArray tag;

    explicit Tagged(QByteArray what); ///< with its entityTag()
    Tagged(QByteArray what, QByteArray itsTag);
};

/// Of this text alone.
QByteArray entityTag(const QByteArray &text);
/// Of the same text deflated, by that of the text.
QByteArray deflatedTag(const QByteArray &tag);

/// One text that is made of the database and asked for much more often than it changes. Lives in
/// the web thread.
class CachedText
{
public:
    using Receiver = std::function<void(const Result<Tagged> &)>;
    /// Makes the text, from what is committed when it is called or later, and hands it over once,
    /// in the web thread.
    using Make = std::function<void(std::function<void(Result<Tagged>)>)>;

    explicit CachedText(Make make)
        : m_make(std::move(make))
    {}

    /// `receiver` gets the text as it is now or later, at once if nothing has changed.
    void get(const Receiver &receiver);
    /// Something was committed.
    void outdate() { ++m_generation; }

private:
    struct Waiting
    {
        quint64 generation;
        Receiver receiver;
    };

    void make();
    void take(quint64 generation, const Result<Tagged> &made);

    const Make m_make;
    std::optional<Tagged> m_text;
    quint64 m_textGeneration = 0; ///< when it was begun
    quint64 m_generation = 0; ///< counts outdate()
    QList<Waiting> m_waiting;
    bool m_isBeingMade = false;
};

/// Such a text, and the same deflated, which is made only if somebody wants it. Each has a tag of
/// its own, the second by deflatedTag().
class DeflatableText
{
public:
    /// Deflates a text, and hands it over once, in the web thread.
    using Deflate
        = std::function<void(const QByteArray &, std::function<void(Result<QByteArray>)>)>;

    DeflatableText(CachedText::Make make, const Deflate &deflate);
    DeflatableText(const DeflatableText &) = delete;
    DeflatableText &operator=(const DeflatableText &) = delete;

    CachedText &plain() { return m_plain; }
    CachedText &deflated() { return m_deflated; }
    /// As CachedText's, both.
    void outdate();

private:
    CachedText m_plain;
    CachedText m_deflated;
};

} // namespace keg::web
