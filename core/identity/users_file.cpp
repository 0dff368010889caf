// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users_file.h"

#include <QFile>

#include <sys/stat.h>

namespace keg::identity {

namespace {

using namespace std::chrono_literals;

/// Longer than a step of the clock of any file system; some have steps of two seconds.
constexpr milliseconds ClockStep = 3s;

qint64 nanoseconds(const timespec &time)
{
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

/// Absent: there is none, or nobody may know.
std::optional<FileStamp> stampOf(const QByteArray &path)
{
    struct stat status = {};
    if (::lstat(path.constData(), &status) != 0)
        return {};
    return FileStamp{status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim),
                     nanoseconds(status.st_ctim)};
}

} // namespace

UsersFile::UsersFile(QString folder, const Clock &clock)
    : m_folder(std::move(folder))
    , m_path(QFile::encodeName(UserRecords::pathIn(m_folder)))
    , m_clock(clock)
{}

/// The stamp is taken before the file is read: whatever replaces it in between has another one.
/// That holds once the stamp is older than a step of the file system's clock; before, the file may
/// be replaced twice within a step, get back the inode of the first, and look the same with other
/// content. So nothing is kept that was read before the stamp was that old. Its age is since it was
/// seen here: the file's own times may be by another clock, or by one that was set back.
Result<UserRecords> UsersFile::read()
{
    const std::scoped_lock lock(m_mutex);
    const auto stamp = stampOf(m_path);
    const milliseconds now = m_clock.monotonic();
    if (stamp != m_stamp || !stamp) {
        m_stamp = stamp;
        m_seen = now;
        m_kept.reset();
    }
    if (m_kept)
        return *m_kept;
    auto records = UserRecords::load(m_folder);
    if (records && now - m_seen > ClockStep)
        m_kept = *records;
    return records;
}

} // namespace keg::identity
