// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/store/schema.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace keg::store {

class Database;

/// One trigger of ours; `sql` as sqlite_schema keeps it.
struct Trigger
{
    QByteArray name;
    QByteArray sql;
};

/// Triggers that write the key of every row that any program changes into change_log, in that
/// program's own transaction. Plain SQL, so that every program can run them. Rows that a REPLACE is
/// about to remove are logged before: delete triggers do not fire for those. A key too many is
/// harmless.
QList<Trigger> captureTriggers(const TableSchema &table);

/// Triggers that keep change_log a sequence: ids grow by one, the newest row stays, keys do not
/// change. Deleting older rows is allowed and raises replica.log_floor (compaction, which keeps the
/// newest row of each key, runs with triggers off).
QList<Trigger> logGuards();

/// Triggers by which what depends on a deleted row goes with it: ids are used again.
QList<Trigger> dependencyTriggers();

/// Triggers that refuse every change to the replicated tables and the log, naming the primary.
QList<Trigger> clientGuards(const QString &primaryName);

/// Makes the file's triggers those of a primary (and of a file that nobody has claimed yet), or
/// those of a client's copy. Writes only what differs. Call inside a Transaction. Errors: as
/// readTable() and Database::error.
Result<void> installPrimaryTriggers(Database &database);
Result<void> installClientGuards(Database &database, const QString &primaryName);

} // namespace keg::store
