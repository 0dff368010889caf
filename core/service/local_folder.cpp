// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/local_folder.h"

#include "core/base/file_owner.h"
#include "core/service/process_lock.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::service {

namespace {

constexpr mode_t OwnerOnly = 0700;

Error refusal(const QString &path, const QString &why)
{
    const QString parent = QFileInfo(path).path();
    return {ErrorCode::Refused,
            QStringLiteral("no right to use %1: %2; it belongs to user %3 and group %4")
                .arg(path, why, ownerOf(parent), groupOf(parent))};
}

/// What is in the folder makes the machine who it is, and whom it trusts.
Result<void> checkPrivate(const QString &path)
{
    struct stat found
    {
    };
    if (::lstat(QFile::encodeName(path).constData(), &found) != 0)
        return {};
    if (S_ISLNK(found.st_mode)) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 is a link, and keys and tokens are not written to wherever "
                                    "one leads: put the folder itself there, or remove the link")
                         .arg(path)};
    }
    const bool isOpen = S_ISDIR(found.st_mode) && (found.st_mode & S_IRWXO) != 0;
    if (!isOpen)
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("everybody may use %1, which is for this machine's user only: "
                                "chmod o= %1")
                     .arg(path)};
}

/// It was made just now.
Result<void> handToOwner(const QString &path)
{
    const QByteArray encoded = QFile::encodeName(path);
    const Descriptor made(
        ::open(encoded.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (made.isOpen() && giveToOwnerOfFolder(path, made.number()))
        return {};
    const QString why = qt_error_string(errno);
    ::rmdir(encoded.constData());
    return refusal(path, why);
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

Result<void> LocalFolder::make(const QString &databasePath)
{
    const QString path = pathFor(databasePath);
    if (::mkdir(QFile::encodeName(path).constData(), OwnerOnly) == 0)
        return handToOwner(path);
    if (errno == EEXIST)
        return checkPrivate(path);
    if (errno == ENOENT) {
        return Error{ErrorCode::NotFound,
                     QStringLiteral("there is no folder %1: make it, or give another --db-path")
                         .arg(QFileInfo(path).path())};
    }
    if (errno == ENOSPC)
        return Error{ErrorCode::DiskFull, QStringLiteral("no room on the disk of %1").arg(path)};
    return refusal(path, qt_error_string(errno));
}

Result<std::unique_ptr<LocalFolder>> LocalFolder::lock(const QString &databasePath)
{
    const QString path = pathFor(databasePath);
    const bool isNew = !QFileInfo::exists(path);
    if (const auto made = make(databasePath); !made)
        return made.error();
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
    if (file.open(QIODevice::WriteOnly) && giveToOwnerOfFolder(file.fileName(), file.handle())
        && file.write(line) == line.size() && file.commit())
        return {};
    return Error{
        ErrorCode::Failed,
        QStringLiteral("%1 cannot be written: %2").arg(file.fileName(), file.errorString())};
}

} // namespace keg::service
