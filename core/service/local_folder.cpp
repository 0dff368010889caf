// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/local_folder.h"

#include "core/service/process_lock.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

#include <sys/stat.h>

namespace keg::service {

namespace {

constexpr mode_t OwnerOnly = 0700;

Error refusal(const QString &path, const QString &why)
{
    const QFileInfo parent(QFileInfo(path).path());
    return {ErrorCode::Refused,
            QStringLiteral("no right to use %1: %2; it belongs to user %3 and group %4")
                .arg(path, why, parent.owner(), parent.group())};
}

QString lockPath(const QString &folder)
{
    return folder + QStringLiteral("/lock");
}

Error alreadyRuns(const QString &databasePath)
{
    return {ErrorCode::Failed,
            QStringLiteral("process %1 already runs on %2: stop it first, or give another "
                           "--db-path")
                .arg(LocalFolder::holder(databasePath).value_or(0))
                .arg(databasePath)};
}

} // namespace

QString LocalFolder::pathFor(const QString &databasePath)
{
    return databasePath + QStringLiteral(".local");
}

std::optional<qint64> LocalFolder::holder(const QString &databasePath)
{
    return ProcessLock::holder(lockPath(pathFor(databasePath)));
}

Result<std::unique_ptr<LocalFolder>> LocalFolder::lock(const QString &databasePath)
{
    const QString path = pathFor(databasePath);
    const bool isNew = ::mkdir(QFile::encodeName(path).constData(), OwnerOnly) == 0;
    if (!isNew && errno == ENOENT) {
        return Error{ErrorCode::NotFound,
                     QStringLiteral("there is no folder %1: make it, or give another --db-path")
                         .arg(QFileInfo(path).path())};
    }
    if (!isNew && errno == ENOSPC)
        return Error{ErrorCode::DiskFull, QStringLiteral("no room on the disk of %1").arg(path)};
    if (!isNew && errno != EEXIST)
        return refusal(path, qt_error_string(errno));
    std::unique_ptr<LocalFolder> folder(new LocalFolder(path, isNew));
    auto lock = ProcessLock::take(lockPath(path));
    if (lock) {
        folder->m_lock = std::move(*lock);
        return folder;
    }
    switch (lock.error().code) {
    case ErrorCode::Busy:
        return alreadyRuns(databasePath);
    case ErrorCode::Refused:
        return refusal(path, QStringLiteral("its lock cannot be written"));
    default:
        return lock.error();
    }
}

LocalFolder::LocalFolder(QString path, bool isNew)
    : m_path(std::move(path))
    , m_isNew(isNew)
{}

LocalFolder::~LocalFolder()
{
    m_lock.reset();
    if (m_isNew)
        QDir().rmdir(m_path); // does nothing if something is in it
}

QDateTime LocalFolder::lastSync(const QString &databasePath)
{
    QFile file(pathFor(databasePath) + QStringLiteral("/last-sync"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QDateTime::fromString(QString::fromLatin1(file.read(100)).trimmed(), Qt::ISODate)
        .toUTC();
}

Result<void> LocalFolder::rememberLastSync(const QDateTime &at)
{
    QSaveFile file(m_path + QStringLiteral("/last-sync"));
    const QByteArray line = at.toUTC().toString(Qt::ISODate).toLatin1() + '\n';
    if (file.open(QIODevice::WriteOnly) && file.write(line) == line.size() && file.commit())
        return {};
    return Error{
        ErrorCode::Failed,
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString())};
}

} // namespace keg::service
