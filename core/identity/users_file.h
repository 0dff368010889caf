// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/identity/user_records.h"

#include <mutex>
#include <optional>

namespace keg::identity {

/// What the system tells of a file without reading it. A file that is replaced gets another one,
/// unless that happens twice within one step of the file system's clock.
struct FileStamp
{
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0;
    qint64 modified = 0; ///< ns since 1970
    qint64 changed = 0; ///< the same, of rights and owner too

    bool operator==(const FileStamp &) const = default;
};

/// users.json of a folder for those who ask often: it is parsed anew only when it has changed. Safe
/// for several threads; other processes may replace the file meanwhile.
class UsersFile
{
public:
    /// `clock` must outlive it.
    UsersFile(QString folder, const Clock &clock);

    /// What the file holds now. Errors: those of UserRecords::load().
    Result<UserRecords> read();

private:
    const QString m_folder;
    const QByteArray m_path;
    const Clock &m_clock;
    std::mutex m_mutex; ///< for all below
    std::optional<FileStamp> m_stamp; ///< absent: there is no file
    milliseconds m_seen{}; ///< when it was first seen with that stamp
    std::optional<UserRecords> m_kept; ///< valid as long as the stamp is the same
};

} // namespace keg::identity
