// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/body_fields.h"

#include <QRegularExpression>

#include <cmath>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 Largest = qint64(1) << 53; // that a double holds exactly

} // namespace

std::optional<qint64> wholeNumber(const QString &text)
{
    static const QRegularExpression digits(u"^[0-9]{1,16}$"_s);
    const qint64 number = text.toLongLong();
    if (!digits.match(text).hasMatch() || number < 1 || number > Largest)
        return {};
    return number;
}

Result<std::optional<qint64>> optionalNumber(const QJsonObject &body, const QString &key)
{
    const QJsonValue value = body[key];
    if (value.isNull() || value.isUndefined())
        return std::optional<qint64>();
    const double number = value.toDouble();
    if (value.isDouble() && number == std::floor(number) && number >= 1
        && number <= double(Largest))
        return std::optional(qint64(number));
    if (const auto digits = wholeNumber(value.toString()))
        return digits;
    return Error{ErrorCode::Refused, u"%1 must be a whole number above 0"_s.arg(key),
                 Reason{"bad_request"}};
}

Result<QString> optionalText(const QJsonObject &body, const QString &key)
{
    const QJsonValue value = body[key];
    if (value.isNull() || value.isUndefined())
        return QString();
    if (value.isString())
        return value.toString();
    return Error{ErrorCode::Refused, u"%1 must be a text"_s.arg(key), Reason{"bad_request"}};
}

} // namespace keg::web
