// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/compactor.h"

#include "core/base/log.h"
#include "core/store/database.h"
#include "core/store/transaction.h"

namespace keg::store {

namespace {

// Each removal rewrites pages: fewer than these are not worth it.
constexpr qint64 WorthwhileRows = Compactor::DueChanges / 4;

Result<qint64> countRows(Database &database)
{
    return database.integer("SELECT count(*) FROM change_log");
}

Result<qint64> countKeys(Database &database)
{
    return database.integer("SELECT count(*) FROM (SELECT 1 FROM change_log "
                            "GROUP BY table_name, row_id)");
}

Result<void> removeSuperseded(Database &database)
{
    return database.execute("DELETE FROM change_log WHERE id NOT IN "
                            "(SELECT max(id) FROM change_log GROUP BY table_name, row_id)");
}

Result<void> removeOldest(Database &database)
{
    const QByteArray kept = QByteArray::number(Compactor::MostRows / 2);
    const auto floor
        = database.integer("SELECT id FROM change_log ORDER BY id DESC LIMIT 1 OFFSET " + kept);
    if (!floor)
        return floor.error();
    const QByteArray newFloor = QByteArray::number(*floor);
    return database.execute("DELETE FROM change_log WHERE id <= " + newFloor
                            + ";UPDATE replica SET log_floor = max(log_floor, " + newFloor + ')');
}

} // namespace

Compactor::Compactor(Database &database)
    : m_database(database)
{}

Result<bool> Compactor::run(qint64 head)
{
    auto transaction = Transaction::tryBegin(m_database, Triggers::Rest);
    if (!transaction) {
        if (transaction.error().code == ErrorCode::Busy)
            return false;
        return transaction.error();
    }
    const auto interruptible = m_database.beInterruptible();
    const auto rows = countRows(m_database);
    const auto keys = countKeys(m_database);
    if (!rows || !keys)
        return !rows ? rows.error() : keys.error();
    m_lookedAt = head;
    if (*rows - *keys < WorthwhileRows && *keys <= MostRows)
        return true;
    if (const auto removed = removeSuperseded(m_database); !removed)
        return removed.error();
    if (*keys > MostRows) {
        if (const auto removed = removeOldest(m_database); !removed)
            return removed.error();
    }
    if (const auto committed = transaction->commit(); !committed)
        return committed.error();
    qCDebug(logStore).noquote() << "change log of" << m_database.path() << "compacted from" << *rows
                                << "rows";
    return true;
}

} // namespace keg::store
