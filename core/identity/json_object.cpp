// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/json_object.h"

#include <QJsonDocument>

namespace keg::identity {

namespace {

constexpr int Version = 1;

} // namespace

Result<std::optional<QJsonObject>> readObject(const PrivateFile &file)
{
    const auto bytes = file.read();
    if (!bytes)
        return bytes.error();
    if (!*bytes)
        return std::optional<QJsonObject>();
    const QJsonDocument document = QJsonDocument::fromJson(**bytes);
    if (!document.isObject())
        return file.damaged(QStringLiteral("it is no JSON object"));
    const qint64 version = document[QLatin1String("version")].toInteger();
    if (version > Version)
        return file.tooNew();
    if (version != Version)
        return file.damaged(QStringLiteral("it has no version"));
    return std::optional(document.object());
}

Result<void> writeObject(const PrivateFile &file, QJsonObject object, const FolderLock &lock)
{
    object.insert(QLatin1String("version"), Version);
    return file.write(QJsonDocument(object).toJson(), lock);
}

} // namespace keg::identity
