// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/transaction.h"

#include "core/base/log.h"
#include "core/store/database.h"
#include "core/store/statement.h"

#include <sqlite3.h>

namespace keg::store {

namespace {

// SQLite may have rolled back by itself (disk full, I/O error).
void rollBack(Database &database)
{
    if (sqlite3_get_autocommit(database.handle()))
        return;
    auto wayBack = Statement::prepare(database, "ROLLBACK");
    const auto done = wayBack ? wayBack->run() : wayBack.error();
    if (!done)
        qCWarning(logStore).noquote() << "rollback:" << done.error().message;
}

// The way back is prepared before the way in: it waits among the idle statements, so that no
// failure to prepare it can leave the connection in a transaction for ever.
Result<void> begin(Database &database, const QByteArray &statement)
{
    if (const auto wayBack = Statement::prepare(database, "ROLLBACK"); !wayBack)
        return wayBack.error();
    return database.execute(statement);
}

} // namespace

Result<Transaction> Transaction::begin(Database &database, Triggers triggers)
{
    database.setTriggersEnabled(triggers == Triggers::Fire);
    if (const auto begun = store::begin(database, "BEGIN IMMEDIATE"); !begun)
        return begun.error();
    return Transaction(database);
}

Result<Transaction> Transaction::tryBegin(Database &database, Triggers triggers)
{
    database.setWaitsForWriters(false);
    auto transaction = begin(database, triggers);
    database.setWaitsForWriters(true);
    return transaction;
}

Transaction::~Transaction()
{
    if (m_database)
        rollBack(*m_database);
}

Result<void> Transaction::commit()
{
    Database &database = *std::exchange(m_database, nullptr);
    auto committed = database.execute("COMMIT");
    if (!committed)
        rollBack(database);
    return committed;
}

Result<ReadTransaction> ReadTransaction::begin(Database &database)
{
    if (const auto begun = store::begin(database, "BEGIN"); !begun)
        return begun.error();
    ReadTransaction transaction(database);
    // BEGIN alone takes no snapshot; the first read does.
    if (const auto read = database.integer("SELECT 1 FROM sqlite_schema"); !read)
        return read.error();
    return transaction;
}

ReadTransaction::~ReadTransaction()
{
    if (m_database)
        rollBack(*m_database);
}

} // namespace keg::store
