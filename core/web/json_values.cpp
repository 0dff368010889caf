// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/json_values.h"

namespace keg::web {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const std::optional<double> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonObject toJson(const identity::User &user)
{
    return {{QStringLiteral("name"), user.name},
            {QStringLiteral("role"), identity::roleName(user.role)}};
}

QJsonArray toJson(const QList<identity::User> &users)
{
    QJsonArray array;
    for (const identity::User &user : users)
        array.append(toJson(user));
    return array;
}

} // namespace keg::web
