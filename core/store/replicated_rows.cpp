// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/replicated_rows.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

#include <algorithm>

namespace keg::store {

namespace {

Error unknownColumn(const QByteArray &table, const QByteArray &column)
{
    return {ErrorCode::TooNew,
            QStringLiteral("the primary has %1.%2, which this program does not know: update "
                           "KegDisplay on this machine")
                .arg(QString::fromUtf8(table), QString::fromUtf8(column))};
}

// Those that travel and that this file has; SQLite's names are the same in any case of letters.
QList<QByteArray> columnsOf(const TableSchema &schema)
{
    QList<QByteArray> columns;
    for (const QByteArray &known : replicatedColumns(schema.name)) {
        const auto isKnown = [&](const QByteArray &column) {
            return column.compare(known, Qt::CaseInsensitive) == 0;
        };
        if (std::ranges::any_of(schema.columns, isKnown))
            columns.append(known);
    }
    return columns;
}

QByteArray listed(const QByteArray &key, const QList<QByteArray> &columns)
{
    QByteArray list = quotedName(key);
    for (const QByteArray &column : columns)
        list += ", " + quotedName(column);
    return list;
}

} // namespace

/// One of the tables, with its statements.
class ReplicatedRows::Table
{
public:
    Table(Database &database, const TableSchema &schema)
        : m_database(database)
        , m_name(schema.name)
        , m_key(schema.key)
        , m_columns(columnsOf(schema))
    {}

    Result<std::optional<RowImage>> find(qint64 key)
    {
        if (const auto prepared = prepare(&m_find, select() + where()); !prepared)
            return prepared.error();
        m_find->bind(1, key);
        const auto row = m_find->step();
        if (!row)
            return row.error();
        std::optional<RowImage> image;
        if (*row)
            image = read(*m_find);
        m_find->reset();
        return image;
    }

    Result<void> visitAll(const Visitor &visit)
    {
        auto all = Statement::prepare(m_database, select());
        if (!all)
            return all.error();
        for (;;) {
            const auto row = all->step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            if (auto visited = visit(read(*all)); !visited)
                return visited;
        }
    }

    Result<void> remove(qint64 key)
    {
        const QByteArray sql = "DELETE FROM " + quotedName(m_name) + where();
        if (auto prepared = prepare(&m_remove, sql); !prepared)
            return prepared;
        m_remove->bind(1, key);
        return m_remove->run();
    }

    Result<void> insert(const RowImage &row)
    {
        if (auto prepared = prepareInsert(row.columns); !prepared)
            return prepared;
        m_insert->bind(1, row.key);
        for (qsizetype column = 0; column < row.cells.size(); ++column)
            m_insert->bind(int(column) + 2, row.cells.at(column));
        return m_insert->run();
    }

private:
    QByteArray select() const
    {
        return "SELECT " + listed(m_key, m_columns) + " FROM " + quotedName(m_name);
    }

    QByteArray where() const { return " WHERE " + quotedName(m_key) + " = ?1"; }

    Result<void> prepare(std::optional<Statement> *statement, const QByteArray &sql)
    {
        if (*statement)
            return {};
        auto prepared = Statement::prepare(m_database, sql);
        if (!prepared)
            return prepared.error();
        *statement = *std::move(prepared);
        return {};
    }

    Result<void> prepareInsert(const QList<QByteArray> &columns)
    {
        if (m_insert && columns == m_insertedColumns)
            return {};
        for (const QByteArray &column : columns) {
            if (!m_columns.contains(column))
                return unknownColumn(m_name, column);
        }
        QByteArray parameters = "?1";
        for (qsizetype column = 0; column < columns.size(); ++column)
            parameters += ", ?" + QByteArray::number(column + 2);
        m_insert.reset();
        m_insertedColumns = columns;
        return prepare(&m_insert,
                       "INSERT INTO " + quotedName(m_name) + '(' + listed(m_key, columns)
                           + ") VALUES(" + parameters + ')');
    }

    RowImage read(const Statement &row) const
    {
        RowImage image = {m_name, row.integer(0), m_columns, {}};
        image.cells.reserve(m_columns.size());
        for (int column = 0; column < m_columns.size(); ++column)
            image.cells.append(row.cell(column + 1));
        return image;
    }

    Database &m_database;
    const QByteArray m_name;
    const QByteArray m_key;
    const QList<QByteArray> m_columns;
    std::optional<Statement> m_find;
    std::optional<Statement> m_remove;
    std::optional<Statement> m_insert;
    QList<QByteArray> m_insertedColumns;
};

std::optional<RowKey> rowKeyOf(const LogEntry &entry)
{
    const auto *table = std::get_if<Text>(&entry.table);
    const auto *key = std::get_if<qint64>(&entry.rowId);
    if (!table || !key || !replicatedTables().contains(table->bytes))
        return {};
    return RowKey{table->bytes, *key};
}

ReplicatedRows::ReplicatedRows(Database &database)
    : m_database(database)
{}

ReplicatedRows::~ReplicatedRows() = default;

Result<ReplicatedRows::Table *> ReplicatedRows::table(const QByteArray &name)
{
    const auto known = m_tables.find(name);
    if (known != m_tables.end())
        return known->second.get();
    const auto schema = readTable(m_database, name);
    if (!schema)
        return schema.error();
    auto table = std::make_unique<Table>(m_database, *schema);
    return m_tables.emplace(name, std::move(table)).first->second.get();
}

Result<std::optional<RowImage>> ReplicatedRows::find(const RowKey &row)
{
    const auto found = table(row.table);
    return found ? (*found)->find(row.key) : found.error();
}

Result<void> ReplicatedRows::visitAll(const Visitor &visit)
{
    for (const QByteArray &name : replicatedTables()) {
        const auto exists = hasTable(m_database, name);
        if (!exists)
            return exists.error();
        if (!*exists)
            continue;
        const auto found = table(name);
        if (!found)
            return found.error();
        if (auto visited = (*found)->visitAll(visit); !visited)
            return visited;
    }
    return {};
}

Result<void> ReplicatedRows::remove(const RowKey &row)
{
    const auto found = table(row.table);
    return found ? (*found)->remove(row.key) : found.error();
}

Result<void> ReplicatedRows::insert(const RowImage &row)
{
    if (!replicatedTables().contains(row.table))
        return unknownColumn(row.table, "*");
    const auto found = table(row.table);
    return found ? (*found)->insert(row) : found.error();
}

} // namespace keg::store
