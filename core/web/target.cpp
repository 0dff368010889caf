// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/target.h"

#include <QStringDecoder>

#include <algorithm>
#include <optional>

namespace keg::web {

namespace {

Error refused(const char *why)
{
    return {ErrorCode::Refused, QString::fromLatin1(why), Reason{"bad_request"}};
}

bool isHexDigit(char character)
{
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f')
        || (character >= 'A' && character <= 'F');
}

/// Each percent sign has two digits behind it.
bool isEncodedWell(const QByteArray &text)
{
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
        if (at + 2 >= text.size() || !isHexDigit(text.at(at + 1)) || !isHexDigit(text.at(at + 2)))
            return false;
    }
    return true;
}

/// Absent: it is not UTF-8, or holds control characters.
std::optional<QString> decoded(const QByteArray &text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString result = decoder(QByteArray::fromPercentEncoding(text));
    const auto isControl
        = [](QChar character) { return character.category() == QChar::Other_Control; };
    if (decoder.hasError() || std::ranges::any_of(result, isControl))
        return {};
    return result;
}

bool leadsElsewhere(const QString &part)
{
    return part == QLatin1String(".") || part == QLatin1String("..") || part.contains(u'/')
        || part.contains(u'\\');
}

} // namespace

Result<Target> parseTarget(const QByteArray &text)
{
    if (!text.startsWith('/'))
        return refused("the path must begin with a slash, like /api/taps");
    if (!isEncodedWell(text))
        return refused("a percent sign must be followed by two hexadecimal digits; write %25 for "
                       "the sign itself");
    const qsizetype mark = text.contains('?') ? text.indexOf('?') : text.size();
    Target target;
    const QByteArray path = text.first(mark).sliced(1);
    const QByteArrayList parts = path.isEmpty() ? QByteArrayList() : path.split('/');
    for (const QByteArray &encoded : parts) {
        const std::optional<QString> part = decoded(encoded);
        if (!part || leadsElsewhere(*part))
            return refused("the path must be UTF-8 without dots, slashes or control characters in "
                           "its parts");
        target.parts.append(*part);
    }
    if (!decoded(text.sliced(mark)))
        return refused("the query must be UTF-8 without control characters");
    target.query = QUrlQuery(QString::fromUtf8(text.sliced(mark).mid(1)));
    return target;
}

} // namespace keg::web
