// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/random_sql.h"

namespace keg::test {

namespace {

constexpr quint32 Keys = 8;

quint32 chosenSeed()
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("KEG_SEED", &isGiven);
    return isGiven ? quint32(given) : QRandomGenerator::global()->generate() & 0x7fffffff;
}

} // namespace

RandomSql::RandomSql(QList<RandomTable> tables)
    : m_tables(std::move(tables))
    , m_seed(chosenSeed())
    , m_random(m_seed)
{}

QByteArrayList RandomSql::batch()
{
    QByteArrayList statements;
    const bool isTransaction = below(2) == 0;
    if (below(50) == 0)
        statements.append(below(2) == 0 ? "PRAGMA recursive_triggers = ON"
                                        : "PRAGMA recursive_triggers = OFF");
    if (isTransaction)
        statements.append("BEGIN");
    for (auto count = 1 + below(4); count > 0; --count)
        statements.append(statement());
    if (isTransaction)
        statements.append(below(8) == 0 ? "ROLLBACK" : "COMMIT");
    return statements;
}

QByteArray RandomSql::statement()
{
    const RandomTable &table = oneOf(m_tables);
    switch (below(10)) {
    case 0:
        return upsert(table);
    case 1:
        return insertSelected(table);
    case 2:
        return remove(table);
    case 3:
    case 4:
    case 5:
        return update(table);
    default:
        return insert(table);
    }
}

QByteArray RandomSql::insert(const RandomTable &table)
{
    return "INSERT " + conflict() + "INTO " + table.name + columnNames(table) + " VALUES"
        + rows(table);
}

QByteArray RandomSql::upsert(const RandomTable &table)
{
    const QByteArray target = below(2) == 0 ? QByteArray() : '(' + table.key + ')';
    const QByteArray action
        = below(4) == 0 ? QByteArray("NOTHING") : "UPDATE SET " + assignments(table);
    return insert(table) + " ON CONFLICT" + target + " DO " + action;
}

QByteArray RandomSql::insertSelected(const RandomTable &table)
{
    QByteArrayList columns = {table.key + " + " + QByteArray::number(below(Keys))};
    for (const auto &column : table.columns)
        columns.append(below(3) == 0 ? oneOf(column.values) : column.name);
    return "INSERT " + conflict() + "INTO " + table.name + columnNames(table) + " SELECT "
        + columns.join(", ") + " FROM " + table.name + " WHERE " + condition(table);
}

QByteArray RandomSql::update(const RandomTable &table)
{
    return "UPDATE " + conflict() + table.name + " SET " + assignments(table) + " WHERE "
        + condition(table);
}

QByteArray RandomSql::remove(const RandomTable &table)
{
    return "DELETE FROM " + table.name + " WHERE " + condition(table);
}

QByteArray RandomSql::key()
{
    return QByteArray::number(1 + below(Keys));
}

QByteArray RandomSql::conflict()
{
    static const QByteArrayList clauses
        = {"", "OR REPLACE ", "OR REPLACE ", "OR IGNORE ", "OR FAIL ", "OR ABORT ", "OR ROLLBACK "};
    return oneOf(clauses);
}

QByteArray RandomSql::row(const RandomTable &table)
{
    QByteArrayList values = {below(4) == 0 ? QByteArray("NULL") : key()};
    for (const auto &column : table.columns)
        values.append(oneOf(column.values));
    return '(' + values.join(", ") + ')';
}

QByteArray RandomSql::rows(const RandomTable &table)
{
    QByteArrayList all;
    for (auto count = 1 + below(3); count > 0; --count)
        all.append(row(table));
    return all.join(", ");
}

QByteArray RandomSql::columnNames(const RandomTable &table)
{
    QByteArrayList names = {table.key};
    for (const auto &column : table.columns)
        names.append(column.name);
    return '(' + names.join(", ") + ')';
}

QByteArray RandomSql::assignments(const RandomTable &table)
{
    QByteArrayList all;
    if (below(3) == 0) {
        static const QByteArrayList moves = {" + 1", " - 1", " + 3", " % 3 + 1"};
        all.append(table.key + " = " + (below(2) == 0 ? key() : table.key + oneOf(moves)));
    }
    for (const auto &column : table.columns) {
        if (all.isEmpty() || below(3) == 0)
            all.append(column.name + " = " + oneOf(column.values));
    }
    return all.join(", ");
}

QByteArray RandomSql::condition(const RandomTable &table)
{
    switch (below(4)) {
    case 0:
        return table.key + " > " + key();
    case 1:
        return oneOf(table.columns).name + " IS NOT NULL";
    default:
        return table.key + " = " + key();
    }
}

} // namespace keg::test
