// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/process_lock.h"

#include "core/base/file_owner.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include <fcntl.h>

namespace keg::service {

namespace {

constexpr mode_t OwnerOnly = 0600;

// Of the open file and not of the process, which would lose it with any other descriptor.
struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

Error notTaken(const QString &path)
{
    const int reason = errno;
    const auto isOneOf = [reason](auto... codes) { return ((reason == codes) || ...); };
    const auto code = isOneOf(EACCES, EPERM, EROFS) ? ErrorCode::Refused
        : isOneOf(ENOSPC, EDQUOT)                   ? ErrorCode::DiskFull
                                                    : ErrorCode::Failed;
    return {code, QStringLiteral("%1 cannot be made: %2").arg(path, qt_error_string(reason))};
}

// Whoever gives the lock up removes the file: one that was opened before is nobody's any more.
bool isRemoved(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) == 0 && status.st_nlink == 0;
}

bool writeNumber(int descriptor)
{
    const QByteArray line = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
    return ::ftruncate(descriptor, 0) == 0
        && ::write(descriptor, line.constData(), size_t(line.size())) == line.size();
}

} // namespace

std::optional<qint64> ProcessLock::holder(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return {};
    struct flock lock = wholeFile();
    char line[32] = {};
    const bool isHeld = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    const bool isTold = ::read(descriptor, line, sizeof line - 1) > 0;
    ::close(descriptor);
    if (!isHeld)
        return {};
    return isTold ? std::strtoll(line, nullptr, 10) : 0;
}

Result<std::unique_ptr<ProcessLock>> ProcessLock::take(const QString &path)
{
    for (;;) {
        const int descriptor
            = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, OwnerOnly);
        if (descriptor < 0)
            return notTaken(path);
        struct flock lock = wholeFile();
        if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
            const auto error = errno == EAGAIN
                ? Error{ErrorCode::Busy, path + QStringLiteral(" is held")}
                : notTaken(path);
            ::close(descriptor);
            return error;
        }
        if (isRemoved(descriptor)) {
            ::close(descriptor);
            continue;
        }
        std::unique_ptr<ProcessLock> taken(new ProcessLock(path, descriptor));
        const bool isWritten = giveToOwnerOfFolder(path, descriptor) && writeNumber(descriptor);
        return isWritten ? Result(std::move(taken)) : notTaken(path);
    }
}

ProcessLock::ProcessLock(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{}

ProcessLock::~ProcessLock()
{
    QFile::remove(m_path);
    ::close(m_descriptor);
}

} // namespace keg::service
