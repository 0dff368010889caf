// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QtGlobal>

#include <memory>
#include <optional>

namespace keg::store {

class Database;

/// Writes the write-ahead log back into the database file, in the one way that SQLite 3.40's
/// WAL-reset race cannot damage: while this process holds the write lock, and never resetting the
/// log. Belongs to the database's thread.
class Checkpointer
{
public:
    /// Pages in the log from which on writing back pays.
    static constexpr int DuePages = 200;
    /// Other programs' commits do not say how many pages they wrote.
    static constexpr int DueForeignCommits = 64;

    /// `database` is the connection that takes the write lock, and outlives this; the checkpoint
    /// runs on a second one. Errors: as Database::open.
    static Result<std::unique_ptr<Checkpointer>> open(Database &database);
    ~Checkpointer();

    /// `walPages`: length of the log after an own commit, none if there was none since the last
    /// call; `foreignCommits`: counted since the start.
    void noteCommits(std::optional<int> walPages, qint64 foreignCommits);
    bool isDue() const;
    /// Never waits. False: somebody is writing, or reads what was before, and it stays due: try
    /// again later. Errors: as Database::error.
    Result<bool> run();

private:
    Checkpointer(Database &database, std::unique_ptr<Database> second);

    Database &m_database;
    const std::unique_ptr<Database> m_second;
    int m_walPages = 0;
    int m_walPagesBefore = 0; ///< of them, those that the last run saw
    qint64 m_foreignCommits = 0;
    qint64 m_foreignCommitsBefore = 0;
};

} // namespace keg::store
