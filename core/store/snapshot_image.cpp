// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/snapshot_image.h"

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/statement.h"

#include <QUuid>

#include <algorithm>

namespace keg::store {

namespace {

QString freshPath(const QString &folder)
{
    return QStringLiteral("%1/image-%2").arg(folder, QUuid::createUuid().toString(QUuid::Id128));
}

Result<void> copyWhole(const QString &databasePath, const QString &path,
                       const Interruption *interruption)
{
    auto database = Database::open(databasePath, Access::ReadWrite, interruption);
    if (!database)
        return database.error();
    const auto interruptible = (*database)->beInterruptible();
    auto copy = Statement::prepare(**database, "VACUUM INTO ?1");
    if (!copy)
        return copy.error();
    copy->bind(1, path);
    return copy->run();
}

} // namespace

Result<std::shared_ptr<const SnapshotImage>> SnapshotImage::create(const QString &databasePath,
                                                                   const QString &folder,
                                                                   const Interruption *interruption)
{
    const std::shared_ptr<SnapshotImage> image(new SnapshotImage(freshPath(folder)));
    if (const auto taken = image->take(databasePath, interruption); !taken)
        return taken.error();
    return std::shared_ptr<const SnapshotImage>(image);
}

SnapshotImage::SnapshotImage(const QString &path)
    : m_file(path)
{}

SnapshotImage::~SnapshotImage()
{
    m_file.remove();
}

Result<void> SnapshotImage::take(const QString &databasePath, const Interruption *interruption)
{
    if (auto copied = copyWhole(databasePath, m_file.fileName(), interruption); !copied)
        return copied;
    {
        // Closed again before the file is opened beside SQLite.
        const auto image = Database::open(m_file.fileName(), Access::ReadOnly, interruption);
        if (!image)
            return image.error();
        const auto position = computePosition(**image);
        if (!position)
            return position.error();
        m_position = *position;
    }
    if (!m_file.open(QFile::ReadOnly))
        return readError();
    m_size = m_file.size();
    return {};
}

Result<QByteArray> SnapshotImage::read(qint64 offset, qint64 length) const
{
    const QMutexLocker lock(&m_mutex);
    const qint64 wanted = std::clamp<qint64>(m_size - offset, 0, length);
    if (!m_file.seek(offset))
        return readError();
    QByteArray bytes = m_file.read(wanted);
    if (bytes.size() != wanted)
        return readError();
    return bytes;
}

Error SnapshotImage::readError() const
{
    return {ErrorCode::Failed,
            QStringLiteral("the snapshot %1 cannot be read: %2")
                .arg(m_file.fileName(), m_file.errorString())};
}

} // namespace keg::store
