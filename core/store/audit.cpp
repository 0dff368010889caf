// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/audit.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <utility>

namespace keg::store {

namespace {

Result<QByteArray> readDefinitions(Database &database)
{
    auto select = Statement::prepare(
        database,
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1 COLLATE NOCASE");
    if (!select)
        return select.error();
    QByteArray definitions;
    for (const QByteArray &table : replicatedTables()) {
        select->bind(1, Text{table});
        const auto row = select->step();
        if (!row)
            return row.error();
        if (*row)
            definitions += select->bytes(0) + ";\n";
        select->reset();
    }
    return definitions;
}

} // namespace

Result<FullReading> readFully(Database &database)
{
    FullReading reading;
    if (const auto built = reading.tracker.rebuild(database); !built)
        return built.error();
    auto definitions = readDefinitions(database);
    if (!definitions)
        return definitions.error();
    reading.definitions = *std::move(definitions);
    return reading;
}

Result<AuditReading> readForAudit(const QString &path, const Interruption *interruption)
{
    const auto database = Database::open(path, Access::ReadOnly, interruption);
    if (!database)
        return database.error();
    const auto reading = ReadTransaction::begin(**database);
    if (!reading)
        return reading.error();
    const auto found = readFully(**database);
    if (!found)
        return found.error();
    return AuditReading{found->tracker.position(), found->definitions};
}

} // namespace keg::store
