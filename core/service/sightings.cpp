// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/sightings.h"

#include "core/base/file_owner.h"
#include "core/service/status_json.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace keg::service {

namespace {

constexpr qint64 Largest = 4 * 1024 * 1024; // bytes; of as many displays as the list may have

QString pathIn(const QString &folder)
{
    return folder + QStringLiteral("/displays.json");
}

} // namespace

Sightings Sightings::load(const QString &folder)
{
    Sightings sightings;
    QFile file(pathIn(folder));
    if (file.open(QIODevice::ReadOnly))
        sightings.m_displays = QJsonDocument::fromJson(file.read(Largest)).object();
    return sightings;
}

Result<void> Sightings::save(const QString &folder) const
{
    QSaveFile file(pathIn(folder));
    const QByteArray bytes = QJsonDocument(m_displays).toJson(QJsonDocument::Compact) + '\n';
    if (file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
        && giveToOwnerOfFolder(file.fileName(), file.handle()) && file.write(bytes) == bytes.size()
        && file.commit())
        return {};
    return Error{
        ErrorCode::Failed,
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString())};
}

void Sightings::note(const sync::PeerStatus &display)
{
    const QJsonObject now = displayJson(display);
    QJsonObject kept;
    for (const char *key : {"address", "version", "last_seen"})
        kept.insert(QLatin1String(key), now[QLatin1String(key)]);
    m_displays.insert(display.machine.toString(), kept);
}

} // namespace keg::service
