// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/file_owner.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <utility>

#include <sys/types.h>

namespace keg::identity {

/// While it lives, no other thread or process has the same folder locked; ends with the process.
class FolderLock
{
public:
    /// Waits up to two seconds. Errors: NotFound if there is no such folder; Busy; Refused.
    static Result<FolderLock> take(const QString &folder);

    int descriptor() const { return m_folder.number(); }

private:
    explicit FolderLock(Descriptor folder)
        : m_folder(std::move(folder))
    {}

    Descriptor m_folder;
};

/// A small file that concerns this machine alone: only its owner has any right to it, and whatever
/// happens it is there as a whole, as the old one, or not at all.
class PrivateFile
{
public:
    /// Longest one that is read, in bytes.
    static constexpr qint64 SizeLimit = 64 * 1024;

    /// `wayOut` says what to do with a file that is damaged or that others may have written.
    PrivateFile(const QString &folder, const QString &name, QString wayOut);

    /// Absent: there is none. Errors: Refused if others have a right to it, this user has none, it
    /// is no ordinary file, or it belongs to somebody else than this user, root, or, for root, the
    /// folder's owner; Damaged if it is too large; Failed.
    Result<std::optional<QByteArray>> read() const;

    /// Makes or replaces it, on the disk before this returns. As root it becomes the folder's
    /// owner's. `lock` is on its folder. Errors: DiskFull, Refused, Failed.
    Result<void> write(const QByteArray &bytes, const FolderLock &lock) const;

    /// There is none when this returns. `lock` is on its folder. Errors: Refused, Failed.
    Result<void> remove(const FolderLock &lock) const;

    /// The error Damaged for content that makes no sense: `what` is wrong with it.
    Error damaged(const QString &what) const;
    /// The error TooNew for what a newer version of the program has written.
    Error tooNew() const;

private:
    Result<void> check(const Descriptor &file) const;
    Result<void> checkOwner(uid_t owner) const;
    Result<void> fill(const Descriptor &file, const QByteArray &bytes,
                      const FolderLock &lock) const;
    Error readError(int code) const;
    Error writeError(int code) const;

    const QString m_path;
    const QString m_wayOut;
};

} // namespace keg::identity
