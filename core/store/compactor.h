// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QtGlobal>

namespace keg::store {

class Database;

/// Keeps change_log short: of each key only the newest row is needed to resume from any position.
/// Belongs to the database's thread.
class Compactor
{
public:
    /// Changes since the last look from which on it looks again.
    static constexpr qint64 DueChanges = 4096;
    /// Rows from which on the oldest half goes and copies older than that need a snapshot.
    static constexpr qint64 MostRows = 100'000;

    explicit Compactor(Database &database);

    /// `head`: sequence of the newest change.
    bool isDue(qint64 head) const { return head - m_lookedAt >= DueChanges; }
    /// Removes what is not needed, if that is much; never the newest row. Never waits: false if
    /// somebody is writing, try again later. Errors: as Database::error.
    Result<bool> run(qint64 head);

private:
    Database &m_database;
    qint64 m_lookedAt = 0;
};

} // namespace keg::store
