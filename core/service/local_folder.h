// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QDateTime>

#include <memory>
#include <optional>

namespace keg::service {

class ProcessLock;

/// The folder `<db-path>.local`, where everything lies that belongs to this machine alone, and the
/// lock that one instance holds on it. Nothing in it is replicated.
class LocalFolder
{
public:
    /// Where a database's local things are.
    static QString pathFor(const QString &databasePath);

    /// Makes it if it is absent (0700; as root for the owner of the folder that it is made in, as
    /// everything in it). Errors: NotFound without a folder to make it in; DiskFull;
    /// Refused, also if it is a link.
    static Result<void> make(const QString &databasePath);

    /// The process that holds the lock; none: no instance runs, or only its user may know. Writes
    /// nothing.
    static std::optional<qint64> holder(const QString &databasePath);

    /// Makes the folder if it is absent (0700) and takes the lock. Errors: Failed if another
    /// instance holds it, naming its pid; Refused if there is no right to the folder.
    static Result<std::unique_ptr<LocalFolder>> lock(const QString &databasePath);
    ~LocalFolder();
    LocalFolder(const LocalFolder &) = delete;
    LocalFolder &operator=(const LocalFolder &) = delete;

    QString path() const { return m_path; }

    /// When a client was last known to be in step; kept for the next start. Invalid: not known.
    static QDateTime lastSync(const QString &databasePath);
    /// Errors: DiskFull, Failed.
    Result<void> rememberLastSync(const QDateTime &at);

private:
    LocalFolder(QString path, bool isNew);

    const QString m_path;
    const bool m_isNew; ///< removed again if nothing was put into it
    std::unique_ptr<ProcessLock> m_lock;
};

} // namespace keg::service
