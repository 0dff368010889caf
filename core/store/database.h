// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/store/statement_cache.h"

#include <QByteArray>
#include <QScopedValueRollback>
#include <QString>

#include <memory>

struct sqlite3;

namespace keg {
class Interruption;
}

namespace keg::store {

/// What a connection may do with its file.
enum class Access {
    ReadOnly, ///< reads; never creates or changes the database
    ReadWrite, ///< the file must exist
    Create, ///< as ReadWrite, but an absent file is made (its folder is not)
};

/// When a commit counts as written.
enum class Durability {
    Full, ///< a commit survives a power cut: a primary
    Normal, ///< a power cut may take the last commits back as a whole: a client's copy
};

/// One connection to one database file. Belongs to the thread that opened it; every Statement on it
/// must be gone before it.
///
/// Whoever has a Database open must never open that file by other means: closing any descriptor of
/// it drops SQLite's locks, and commits are lost.
class Database
{
public:
    /// Opens `path` and reads its header; writes nothing to it (see useWriteAheadLog). What root
    /// makes is the owner's of the folder. No autocheckpoint, no memory mapping, schema not
    /// trusted, foreign keys not enforced, waits 5 s for other writers, but once `interruption` is
    /// requested for nobody (told Busy). Errors: NotFound, Refused (no right), Damaged (truncated,
    /// not a database), Busy, DiskFull, Failed (also: Qt brings an SQLite of its own).
    static Result<std::unique_ptr<Database>> open(const QString &path, Access access,
                                                  const Interruption *interruption = nullptr);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Absolute, with symbolic links resolved: "-wal" after it is the log's.
    QString path() const { return m_path; }
    Access access() const { return m_access; }
    /// SQLite does not notice a call from another thread.
    sqlite3 *handle() const;
    /// For Statement.
    StatementCache &idleStatements() { return m_idleStatements; }

    /// Runs every statement of a script. Errors: as for error().
    Result<void> execute(const QByteArray &sqlScript);
    /// The first column of the first row, 0 if there is none. Errors: as for error().
    Result<qint64> integer(const QByteArray &sql);

    /// Switches the file to WAL if it is not. Errors: Refused where the file system cannot do it.
    Result<void> useWriteAheadLog();
    Result<void> setDurability(Durability durability);
    /// Whether a busy database is waited for, up to 5 s; it is at first.
    void setWaitsForWriters(bool waits);
    /// While the returned object lives, a statement that takes longer ends with Interrupted as soon
    /// as that is requested. The transaction in which it wrote is rolled back. To be called within
    /// the transaction, whose end is not to be interrupted.
    [[nodiscard]] QScopedValueRollback<bool> beInterruptible()
    {
        return QScopedValueRollback(m_isInterruptible, true);
    }
    /// Whether triggers fire for what this connection writes; they do at first.
    void setTriggersEnabled(bool enabled);
    /// Reads the file through. Errors: Damaged, with what was found first.
    Result<void> checkIntegrity();

    Result<qint64> userVersion();
    qint64 lastInsertId() const;
    /// How many rows the last INSERT, UPDATE or DELETE touched itself, triggers left out.
    qint64 changedRows() const;

    /// The one place where SQLite's result codes become ours: Refused (read-only, constraint,
    /// guard), Busy, DiskFull, Damaged, NotFound, Interrupted, Failed; one line with the path and
    /// what to do.
    Error error(int sqliteCode) const;

private:
    Database(QString path, Access access, const Interruption *interruption, QString connectionName,
             sqlite3 *handle);
    Result<void> prepareConnection();
    bool isInterrupted() const;
    static int onBusy(void *self, int tries);
    static int onProgress(void *self);
    Result<void> checkLength();

    const QString m_path;
    const Access m_access;
    const Interruption *const m_interruption;
    const QString m_connectionName;
    sqlite3 *const m_handle;
    bool m_waitsForWriters = true;
    bool m_isInterruptible = false;
    StatementCache m_idleStatements;
    const Qt::HANDLE m_thread;
};

} // namespace keg::store
