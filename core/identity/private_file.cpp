// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/private_file.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::identity {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr uid_t Root = 0;
constexpr mode_t OwnerOnly = 0600;
constexpr mode_t AllRights = 07777;
constexpr mode_t RightsOfOthers = 0077;
constexpr auto LockPatience = 2s;
constexpr auto LockInterval = 5ms;

QByteArray encoded(const QString &path)
{
    return QFile::encodeName(path);
}

bool writeAll(int file, const QByteArray &bytes)
{
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t step
            = ::write(file, bytes.constData() + written, size_t(bytes.size() - written));
        if (step < 0 && errno != EINTR)
            return false;
        written += std::max<ssize_t>(step, 0);
    }
    return true;
}

/// Up to `limit` bytes; absent: errno says why.
std::optional<QByteArray> readUpTo(int file, qint64 limit)
{
    QByteArray bytes(limit, Qt::Uninitialized);
    qint64 length = 0;
    while (length < limit) {
        const ssize_t step = ::read(file, bytes.data() + length, size_t(limit - length));
        if (step < 0 && errno != EINTR)
            return {};
        if (step == 0)
            break;
        length += std::max<ssize_t>(step, 0);
    }
    bytes.truncate(length);
    return bytes;
}

} // namespace

Result<FolderLock> FolderLock::take(const QString &folder)
{
    Descriptor opened(::open(encoded(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened.isOpen() && errno == ENOENT)
        return Error{ErrorCode::NotFound,
                     QStringLiteral("there is no folder %1: make it first").arg(folder)};
    if (!opened.isOpen())
        return Error{ErrorCode::Refused,
                     QStringLiteral("the folder %1 cannot be used: %2; it belongs to user %3")
                         .arg(folder, qt_error_string(errno), ownerOf(folder))};
    QElapsedTimer waited;
    waited.start();
    while (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return Error{ErrorCode::Failed,
                         QStringLiteral("the folder %1 cannot be locked: %2; use a local disk")
                             .arg(folder, qt_error_string(errno))};
        if (waited.hasExpired(milliseconds(LockPatience).count()))
            return Error{ErrorCode::Busy,
                         QStringLiteral("another process keeps the folder %1 locked: try again, "
                                        "or end that process")
                             .arg(folder)};
        QThread::msleep(LockInterval.count());
    }
    return FolderLock(std::move(opened));
}

PrivateFile::PrivateFile(const QString &folder, const QString &name, QString wayOut)
    : m_path(folder + u'/' + name)
    , m_wayOut(std::move(wayOut))
{}

Result<std::optional<QByteArray>> PrivateFile::read() const
{
    // Neither follows a link, nor waits for somebody to write into a pipe.
    const Descriptor file(::open(encoded(m_path).constData(),
                                 O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT)
        return std::optional<QByteArray>();
    if (!file.isOpen())
        return readError(errno);
    if (auto checked = check(file); !checked)
        return checked.error();
    auto bytes = readUpTo(file.number(), SizeLimit + 1);
    if (!bytes)
        return readError(errno);
    if (bytes->size() > SizeLimit)
        return damaged(QStringLiteral("it is larger than %1 KiB").arg(SizeLimit / 1024));
    return bytes;
}

Result<void> PrivateFile::write(const QByteArray &bytes, const FolderLock &lock) const
{
    // Whoever died here left it; under the lock nobody is at it.
    const QByteArray fresh = encoded(m_path + QStringLiteral(".new"));
    if (::unlink(fresh.constData()) != 0 && errno != ENOENT)
        return writeError(errno);
    {
        const Descriptor file(::open(
            fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, OwnerOnly));
        if (!file.isOpen())
            return writeError(errno);
        if (auto filled = fill(file, bytes, lock); !filled) {
            ::unlink(fresh.constData());
            return filled;
        }
    }
    if (::rename(fresh.constData(), encoded(m_path).constData()) != 0) {
        const int code = errno;
        ::unlink(fresh.constData());
        return writeError(code);
    }
    if (::fsync(lock.descriptor()) != 0)
        return writeError(errno);
    return {};
}

Result<void> PrivateFile::fill(const Descriptor &file, const QByteArray &bytes,
                               const FolderLock &lock) const
{
    const int number = file.number();
    if (::fchmod(number, OwnerOnly) == 0 && giveToOwnerOf(lock.descriptor(), number)
        && writeAll(number, bytes) && ::fsync(number) == 0)
        return {};
    return writeError(errno);
}

Result<void> PrivateFile::remove(const FolderLock &lock) const
{
    const bool isGone = ::unlink(encoded(m_path).constData()) == 0 || errno == ENOENT;
    if (isGone && ::fsync(lock.descriptor()) == 0)
        return {};
    return writeError(errno);
}

Error PrivateFile::damaged(const QString &what) const
{
    return {ErrorCode::Damaged,
            QStringLiteral("%1 is damaged, %2: %3").arg(m_path, what, m_wayOut)};
}

Error PrivateFile::tooNew() const
{
    return {ErrorCode::TooNew,
            QStringLiteral("%1 was written by a newer version of KegDisplay: install that version "
                           "again, or %2")
                .arg(m_path, m_wayOut)};
}

Result<void> PrivateFile::check(const Descriptor &file) const
{
    struct stat status = {};
    if (::fstat(file.number(), &status) != 0)
        return readError(errno);
    if (!S_ISREG(status.st_mode))
        return readError(ELOOP);
    if (auto owned = checkOwner(status.st_uid); !owned)
        return owned;
    if ((status.st_mode & RightsOfOthers) == 0)
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("%1 is open to others than its owner (its rights are %2): if "
                                "nobody else can have read or written it, run 'chmod 600 %1'; "
                                "otherwise %3")
                     .arg(m_path, QString::number(status.st_mode & AllRights, 8), m_wayOut)};
}

/// Whoever owns it may have written it. Root reads what belongs to those for whom it works.
Result<void> PrivateFile::checkOwner(uid_t owner) const
{
    const QFileInfo file(m_path);
    const bool isForRoot = ::geteuid() == Root && owner == QFileInfo(file.path()).ownerId();
    if (owner == ::geteuid() || owner == Root || isForRoot)
        return {};
    return Error{ErrorCode::Refused,
                 QStringLiteral("%1 belongs to user %2, not to the owner of its folder: if nobody "
                                "else can have read or written it, run 'chown --reference=%3 %1'; "
                                "otherwise %4")
                     .arg(m_path, ownerOf(m_path), file.path(), m_wayOut)};
}

Error PrivateFile::readError(int code) const
{
    if (code == ELOOP || code == ENXIO)
        return {ErrorCode::Refused,
                QStringLiteral("%1 is a link or no ordinary file: put the file itself there, or "
                               "remove this")
                    .arg(m_path)};
    if (code == EACCES || code == EPERM)
        return {ErrorCode::Refused,
                QStringLiteral("no right to read %1: it belongs to user %2; become that user")
                    .arg(m_path, ownerOf(m_path))};
    return {ErrorCode::Failed,
            QStringLiteral("%1 cannot be read: %2; look after its disk")
                .arg(m_path, qt_error_string(code))};
}

Error PrivateFile::writeError(int code) const
{
    const bool isFull = code == ENOSPC || code == EDQUOT;
    const bool isRefused = code == EACCES || code == EPERM || code == EROFS;
    const QString folder = QFileInfo(m_path).path();
    return {isFull          ? ErrorCode::DiskFull
                : isRefused ? ErrorCode::Refused
                            : ErrorCode::Failed,
            QStringLiteral("%1 cannot be written: %2; its folder belongs to user %3 and must be "
                           "on a disk with room and with rights of files")
                .arg(m_path, qt_error_string(code), ownerOf(folder))};
}

} // namespace keg::identity
