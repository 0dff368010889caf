// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/request.h"

#include <QJsonDocument>
#include <QUrl>

namespace keg::web {

QString Request::hostName() const
{
    return QUrl(QStringLiteral("http://") + QString::fromLatin1(host)).host();
}

bool Request::isForPrograms() const
{
    return path == QLatin1String("/api") || path.startsWith(QLatin1String("/api/"))
        || path == QLatin1String("/metrics") || path == QLatin1String("/healthz");
}

QByteArray Request::cookie(QByteArrayView name) const
{
    const QByteArrayList pairs = headers.value("Cookie").split(';');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (equals >= 0 && pair.first(equals).trimmed() == name)
            return pair.sliced(equals + 1).trimmed();
    }
    return {};
}

Result<QJsonObject> Request::jsonObject() const
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (document.isObject())
        return document.object();
    if (error.error == QJsonParseError::NoError)
        return Error{ErrorCode::Refused,
                     QStringLiteral("the body must be a JSON object, like {\"count\": 4}"),
                     Reason{"bad_request"}};
    return Error{ErrorCode::Refused,
                 QStringLiteral("the body must be JSON; at byte %1: %2")
                     .arg(error.offset)
                     .arg(error.errorString()),
                 Reason{"bad_request"}};
}

} // namespace keg::web
