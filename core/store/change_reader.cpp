// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/change_reader.h"

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/replicated_rows.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

namespace keg::store {

namespace {

Result<void> checkRange(qint64 after, qint64 head, qint64 floor)
{
    if (after > head) {
        return Error{ErrorCode::Mismatch,
                     QStringLiteral("no changes after %1: the newest is %2").arg(after).arg(head)};
    }
    if (after < floor) {
        return Error{
            ErrorCode::NotFound,
            QStringLiteral("the change log begins after %1 and no longer has what followed "
                           "%2: take a snapshot")
                .arg(floor)
                .arg(after)};
    }
    return {};
}

// The other columns are those of the row with the greatest id: SQLite promises that for max().
Result<QList<RowKey>> giveEntries(Database &database, qint64 after, ChangeSink &sink)
{
    auto select = Statement::prepare(
        database,
        "SELECT max(id), table_name, operation, row_id, timestamp FROM change_log "
        "WHERE id > ?1 GROUP BY table_name, row_id ORDER BY 1");
    if (!select)
        return select.error();
    select->bind(1, after);
    QList<RowKey> keys;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return keys;
        const LogEntry entry = {select->integer(0), select->cell(1), select->cell(2),
                                select->cell(3), select->cell(4)};
        if (const auto given = sink.add(entry); !given)
            return given.error();
        if (const auto key = rowKeyOf(entry))
            keys.append(*key);
    }
}

Result<void> giveRows(Database &database, const QList<RowKey> &keys, ChangeSink &sink)
{
    ReplicatedRows rows(database);
    for (const RowKey &key : keys) {
        const auto row = rows.find(key);
        if (!row)
            return row.error();
        if (!*row)
            continue;
        if (auto given = sink.add(**row); !given)
            return given;
    }
    return {};
}

} // namespace

Result<Position> readChanges(Database &database, PositionTracker &tracker, qint64 after,
                             ChangeSink &sink)
{
    const auto reading = ReadTransaction::begin(database);
    if (!reading)
        return reading.error();
    const auto interruptible = database.beInterruptible();
    if (const auto advanced = tracker.advance(database); !advanced)
        return advanced.error();
    const Position position = tracker.position();
    if (const auto inRange = checkRange(after, position.sequence, tracker.state().logFloor);
        !inRange) {
        return inRange.error();
    }
    const auto keys = giveEntries(database, after, sink);
    if (!keys)
        return keys.error();
    if (const auto given = giveRows(database, *keys, sink); !given)
        return given.error();
    return position;
}

} // namespace keg::store
