// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/schema.h"

#include "core/store/database.h"
#include "core/store/statement.h"

#include <QMap>

namespace keg::store {

namespace {

QByteArray inQuotes(QByteArray text, char quote)
{
    return quote + text.replace(quote, QByteArray(2, quote)) + quote;
}

Error noKey(const Database &database, const QByteArray &table)
{
    return {ErrorCode::Refused,
            QStringLiteral("the table %1 in %2 has no INTEGER PRIMARY KEY, so its rows cannot be "
                           "replicated: export them and import them into a new database")
                .arg(QString::fromUtf8(table), database.path())};
}

Result<void> readColumns(Database &database, TableSchema *table)
{
    auto columns = Statement::prepare(
        database, "SELECT name, pk, upper(type) FROM pragma_table_info(?1) ORDER BY cid");
    if (!columns)
        return columns.error();
    columns->bind(1, Text{table->name});
    bool isKeyInteger = false;
    for (;;) {
        const auto row = columns->step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        if (columns->integer(1) == 0) {
            table->columns.append(columns->bytes(0));
        } else {
            isKeyInteger = table->key.isEmpty() && columns->bytes(2) == "INTEGER";
            table->key = columns->bytes(0);
        }
    }
    return isKeyInteger ? Result<void>() : noKey(database, table->name);
}

Result<QList<UniqueColumn>> readIndex(Database &database, const QByteArray &index)
{
    auto columns = Statement::prepare(
        database, "SELECT name, coll FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno");
    if (!columns)
        return columns.error();
    columns->bind(1, Text{index});
    QList<UniqueColumn> read;
    for (;;) {
        const auto row = columns->step();
        if (!row)
            return row.error();
        if (!*row)
            return read;
        read.append({columns->bytes(0), columns->bytes(1)});
    }
}

Result<void> readUniqueIndexes(Database &database, TableSchema *table)
{
    auto indexes = Statement::prepare(
        database, "SELECT name, origin FROM pragma_index_list(?1) WHERE \"unique\" ORDER BY name");
    if (!indexes)
        return indexes.error();
    indexes->bind(1, Text{table->name});
    for (;;) {
        const auto row = indexes->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        // A primary key with an index of its own is not the row's id (DESC, WITHOUT ROWID).
        if (indexes->bytes(1) == "pk")
            return noKey(database, table->name);
        auto index = readIndex(database, indexes->bytes(0));
        if (!index)
            return index.error();
        table->uniqueIndexes.append(*index);
    }
}

// As the migrations declare them.
const QMap<QByteArray, QByteArray> &replicatedTypes(const QByteArray &table)
{
    static const QMap<QByteArray, QByteArray> beers = {
        {"ABV", "float"},          {"Brewed", "datetime"},
        {"Color", "float"},        {"Description", "TEXT"},
        {"FinalGravity", "float"}, {"IBU", "float"},
        {"Kegged", "datetime"},    {"Name", "tinytext NOT NULL"},
        {"Notes", "TEXT"},         {"OriginalGravity", "float"},
        {"Tapped", "datetime"},    {"brewery", "TEXT"},
        {"style", "TEXT"},
    };
    static const QMap<QByteArray, QByteArray> taps = {{"idBeer", "INTEGER"}};
    static const QMap<QByteArray, QByteArray> displays = {
        {"approved", "INTEGER"},    {"fingerprint", "TEXT NOT NULL"},
        {"may_promote", "INTEGER"}, {"name", "TEXT"},
        {"role", "TEXT"},
    };
    static const QMap<QByteArray, QByteArray> settings
        = {{"key", "TEXT NOT NULL"}, {"value", "TEXT"}};
    static const QMap<QByteArray, QMap<QByteArray, QByteArray>> tables
        = {{"beers", beers}, {"displays", displays}, {"settings", settings}, {"taps", taps}};
    const auto found = tables.constFind(table);
    static const QMap<QByteArray, QByteArray> none;
    return found == tables.cend() ? none : *found;
}

} // namespace

const QList<QByteArray> &replicatedTables()
{
    static const QList<QByteArray> tables = {"beers", "displays", "settings", "taps"};
    return tables;
}

QList<QByteArray> replicatedColumns(const QByteArray &table)
{
    return replicatedTypes(table).keys();
}

QByteArray replicatedType(const QByteArray &table, const QByteArray &column)
{
    return replicatedTypes(table).value(column);
}

Result<TableSchema> readTable(Database &database, const QByteArray &name)
{
    const auto exists = hasTable(database, name);
    if (!exists)
        return exists.error();
    if (!*exists) {
        return Error{ErrorCode::NotFound,
                     QStringLiteral("the database %1 has no table %2: start kegdisplay on it once")
                         .arg(database.path(), QString::fromUtf8(name))};
    }
    TableSchema table;
    table.name = name;
    if (const auto read = readColumns(database, &table); !read)
        return read.error();
    if (const auto read = readUniqueIndexes(database, &table); !read)
        return read.error();
    return table;
}

Result<bool> hasTable(Database &database, const QByteArray &name)
{
    auto statement = Statement::prepare(
        database,
        "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ?1 COLLATE NOCASE");
    if (!statement)
        return statement.error();
    statement->bind(1, Text{name});
    return statement->step();
}

QByteArray quotedName(const QByteArray &identifier)
{
    return inQuotes(identifier, '"');
}

QByteArray quotedText(const QByteArray &text)
{
    return inQuotes(text, '\'');
}

} // namespace keg::store
