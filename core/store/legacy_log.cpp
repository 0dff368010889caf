// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/legacy_log.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

#include <algorithm>

namespace keg::store {

namespace {

// An id beyond this is no count of changes, and ids after it would soon become random.
constexpr auto IsSequence = "typeof(id) = 'integer' AND id BETWEEN 1 AND 9007199254740991";

bool isPlainType(const QByteArray &type)
{
    return std::ranges::all_of(
        type, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' '; });
}

} // namespace

Result<LegacyLog> LegacyLog::take(Database &database)
{
    LegacyLog log;
    auto columns
        = Statement::prepare(database, "SELECT name, type FROM pragma_table_info('change_log')");
    if (!columns)
        return columns.error();
    bool hasId = false;
    for (;;) {
        const auto row = columns->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const QByteArray type = columns->bytes(1);
        log.m_columns.append({columns->bytes(0), isPlainType(type) ? type : QByteArray()});
        hasId = hasId || columns->bytes(0) == "id";
    }
    if (hasId) {
        QByteArrayList names;
        for (const Column &column : log.m_columns)
            names.append(quotedName(column.name));
        auto newest = Statement::prepare(database,
                                         "SELECT " + names.join(',') + " FROM change_log WHERE "
                                             + IsSequence + " ORDER BY id DESC LIMIT 1");
        if (!newest)
            return newest.error();
        const auto row = newest->step();
        if (!row)
            return row.error();
        if (*row) {
            log.m_newest.emplace();
            for (int column = 0; column < newest->columnCount(); ++column)
                log.m_newest->append(newest->cell(column));
        }
    }
    if (const auto dropped = database.execute("DROP TABLE IF EXISTS change_log"); !dropped)
        return dropped.error();
    return log;
}

Result<void> LegacyLog::restore(Database &database) const
{
    const auto table = readTable(database, "change_log");
    if (!table)
        return table.error();
    QByteArrayList names;
    QByteArrayList parameters;
    for (const Column &column : m_columns) {
        const QByteArray name = quotedName(column.name);
        if (column.name != table->key && !table->columns.contains(column.name)) {
            auto added
                = database.execute("ALTER TABLE change_log ADD COLUMN " + name + ' ' + column.type);
            if (!added)
                return added;
        }
        names.append(name);
        parameters.append('?' + QByteArray::number(names.size()));
    }
    if (!m_newest)
        return {};
    auto insert = Statement::prepare(database,
                                     "INSERT INTO change_log(" + names.join(',') + ") VALUES("
                                         + parameters.join(',') + ')');
    if (!insert)
        return insert.error();
    for (int column = 0; column < m_newest->size(); ++column)
        insert->bind(column + 1, m_newest->at(column));
    return insert->run();
}

} // namespace keg::store
