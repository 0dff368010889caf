// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_string.h"

#include "core/identity/join_token.h"

#include <QStringList>

#include <algorithm>

#include <arpa/inet.h>

namespace keg::identity {

namespace {

constexpr QStringView Beginning = u"kegdisplay-join:";
constexpr QStringView Quotes = u"\"'`\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a";
constexpr qsizetype LongestHost = 253; // of a name, by RFC 1035
constexpr qsizetype LongestLabel = 63;
constexpr qsizetype LongestLine = 512;

Error wrong(const QString &what)
{
    return {ErrorCode::Usage,
            QStringLiteral("this is no join string: %1; copy the whole line that 'kegdisplay "
                           "pair' prints on the primary")
                .arg(what)};
}

bool isAroundIt(QChar character)
{
    return character.isSpace() || Quotes.contains(character)
        || character.category() == QChar::Other_Format; // what editors put in front of a text
}

QStringView trimmed(QStringView text)
{
    while (!text.isEmpty() && isAroundIt(text.front()))
        text = text.mid(1);
    while (!text.isEmpty() && isAroundIt(text.back()))
        text.chop(1);
    return text;
}

/// Takes what stands before `separator` off the text, and the separator; all of it if there is
/// none.
QStringView takeUntil(QStringView &text, QStringView separator)
{
    const qsizetype end = text.indexOf(separator);
    const QStringView taken = end < 0 ? text : text.left(end);
    text = end < 0 ? QStringView() : text.mid(end + separator.size());
    return taken;
}

bool isAddress(int family, const QString &text)
{
    in6_addr address = {}; // the larger one
    return !text.contains(QChar(0))
        && ::inet_pton(family, text.toUtf8().constData(), &address) == 1;
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

bool isOfName(QChar character)
{
    return isDigit(character) || (character >= u'a' && character <= u'z')
        || (character >= u'A' && character <= u'Z') || character == u'-' || character == u'_';
}

bool isLabel(QStringView label)
{
    return !label.isEmpty() && label.size() <= LongestLabel && label.front() != u'-'
        && label.back() != u'-' && std::ranges::all_of(label, isOfName);
}

/// Whether it is a name as DNS or mDNS have them. One that ends in a number is a broken address.
bool isName(const QString &text)
{
    const auto labels = QStringView(text).split(u'.');
    return text.size() <= LongestHost && std::ranges::all_of(labels, isLabel)
        && !std::ranges::all_of(labels.back(), isDigit);
}

/// 1 to 65535; 0: it is none.
quint16 portFrom(QStringView text)
{
    const bool isNumber = text.size() <= 5 && std::ranges::all_of(text, isDigit);
    return isNumber ? text.toUShort() : 0; // toUShort() gives 0 for what is too large
}

Result<void> checkVersion(QStringView version)
{
    if (version == u"1")
        return {};
    if (version.isEmpty() || version.size() > 5 || !std::ranges::all_of(version, isDigit))
        return wrong(QStringLiteral("its version is no number"));
    return Error{ErrorCode::TooNew,
                 QStringLiteral("this join string is of version %1 and this program knows version "
                                "1: install the same version of KegDisplay on both machines")
                     .arg(version)};
}

/// Takes HOST: off the text.
Result<QString> takeHost(QStringView &text)
{
    const bool isBracketed = text.startsWith(u'[');
    if (isBracketed)
        text = text.mid(1);
    const QString host = takeUntil(text, isBracketed ? u"]:" : u":").toString();
    if (isBracketed && !isAddress(AF_INET6, host))
        return wrong(QStringLiteral("what is in brackets is no IPv6 address"));
    if (const auto checked = JoinString::validateHost(host); !checked)
        return wrong(checked.error().message);
    return host;
}

/// NOTIFY:SNAPSHOT:ID:TOKEN, into the rest of the fields.
Result<void> readFields(QStringView text, JoinString &joined)
{
    const auto fields = text.split(u':');
    if (fields.size() != 4)
        return wrong(QStringLiteral("something is missing at its end, or too much"));
    joined.notifyPort = portFrom(fields[0]);
    joined.snapshotPort = portFrom(fields[1]);
    if (joined.notifyPort == 0 || joined.snapshotPort == 0)
        return wrong(QStringLiteral("its ports are not from 1 to 65535"));
    const auto primary = MachineId::parse(fields[2].toString());
    if (!primary)
        return wrong(QStringLiteral("the primary's id in it is mistyped"));
    const auto token = joinTokenFromText(fields[3]);
    if (!token)
        return wrong(QStringLiteral("the token at its end is mistyped"));
    joined.primary = *primary;
    joined.token = *token;
    return {};
}

} // namespace

QString JoinString::toString() const
{
    const QStringList fields{
        QStringLiteral("1"),
        host.contains(u':') ? u'[' + host + u']' : host,
        QString::number(notifyPort),
        QString::number(snapshotPort),
        primary.toString().remove(u'-'),
        joinTokenText(token),
    };
    return Beginning.toString() + fields.join(u':');
}

Result<JoinString> JoinString::parse(const QString &text)
{
    QStringView rest = trimmed(text);
    if (rest.size() > LongestLine)
        return wrong(QStringLiteral("it is too long"));
    if (!rest.startsWith(Beginning))
        return wrong(QStringLiteral("it does not begin with %1").arg(Beginning));
    rest = rest.mid(Beginning.size());
    if (auto checked = checkVersion(takeUntil(rest, u":")); !checked)
        return checked.error();
    auto host = takeHost(rest);
    if (!host)
        return host.error();
    JoinString joined;
    joined.host = *std::move(host);
    if (auto read = readFields(rest, joined); !read)
        return read.error();
    return joined;
}

Result<void> JoinString::validateHost(const QString &host)
{
    if (isAddress(AF_INET6, host) || isAddress(AF_INET, host) || isName(host))
        return {};
    return Error{ErrorCode::Usage,
                 QStringLiteral("its host is neither a name nor an IPv4 or IPv6 address"),
                 Reason{"no_host"}};
}

} // namespace keg::identity
