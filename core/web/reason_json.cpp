// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/reason_json.h"

#include <QJsonArray>

namespace keg::web {

QJsonObject toJson(const Reason &reason)
{
    QJsonObject json;
    if (reason.code)
        json.insert(QLatin1String("code"), QLatin1String(reason.code));
    if (!reason.arguments.isEmpty())
        json.insert(QLatin1String("args"), QJsonArray::fromVariantList(reason.arguments));
    if (!reason.field.isEmpty())
        json.insert(QLatin1String("field"), reason.field);
    return json;
}

} // namespace keg::web
