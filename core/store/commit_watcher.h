// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/store/short_timer.h"

#include <QElapsedTimer>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <optional>

struct sqlite3;

namespace keg::store {

class Database;

/// Tells when a database file has new commits. Lives in the thread of its database, which outlives
/// it.
class CommitWatcher final : public QObject
{
    Q_OBJECT

public:
    enum class Scope {
        Own, ///< this connection's commits; costs nothing while nothing happens
        Everybodys, ///< other connections' and programs' too
    };

    /// Takes the connection's WAL hook.
    CommitWatcher(Database &database, Scope scope, QObject *parent = nullptr);
    ~CommitWatcher() override;

    /// Pages in the write-ahead log after this connection's last commit; none if there was none
    /// since the last call.
    std::optional<int> takeWalPages();
    /// How often other connections' commits were seen.
    qint64 foreignCommits() const { return m_foreignCommits; }

signals:
    /// There are commits; many may share one signal. Not emitted from within the commit.
    void committed();

private:
    static int onWalCommit(void *self, sqlite3 *handle, const char *schema, int pages);
    void watchFiles();
    void lookClosely();
    void lookAgain();
    void look();
    qint64 dataVersion();

    Database &m_database;
    const QString m_wal; ///< path of the write-ahead log
    qint64 m_dataVersion = 0;
    qint64 m_foreignCommits = 0;
    std::optional<int> m_walPages;
    QFileSystemWatcher m_files;
    QTimer m_announce; ///< single shot, 0 ms: the commit must return first
    ShortTimer m_lookOften; ///< runs for a moment after something was written
    QTimer m_lookSeldom;
    QElapsedTimer m_sinceWrite;
};

} // namespace keg::store
