// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/audit.h"

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/schema.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

namespace keg::store {

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

Result<AuditReading> readForAudit(const QString &path)
{
    const auto database = Database::open(path, Access::ReadOnly);
    if (!database)
        return database.error();
    const auto reading = ReadTransaction::begin(**database);
    if (!reading)
        return reading.error();
    PositionTracker tracker;
    if (const auto built = tracker.rebuild(**database); !built)
        return built.error();
    const auto definitions = readDefinitions(**database);
    if (!definitions)
        return definitions.error();
    return AuditReading{tracker.position(), *definitions};
}

} // namespace keg::store
