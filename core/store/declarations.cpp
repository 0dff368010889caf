// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/declarations.h"

#include "core/store/database.h"
#include "core/store/schema.h"
#include "core/store/statement.h"

#include <QRegularExpression>

#include <algorithm>

namespace keg::store {

namespace {

constexpr auto Rebuilt = "keg_rebuilt";

enum class Affinity { Text, Numeric, Real, None };

// The rules of SQLite (datatype3.html, 3.1). INTEGER stores what NUMERIC stores.
Affinity affinityOf(const QByteArray &type)
{
    const auto has = [upper = type.toUpper()](const char *word) { return upper.contains(word); };
    if (has("INT"))
        return Affinity::Numeric;
    if (has("CHAR") || has("CLOB") || has("TEXT"))
        return Affinity::Text;
    if (has("BLOB") || type.isEmpty())
        return Affinity::None;
    if (has("REAL") || has("FLOA") || has("DOUB"))
        return Affinity::Real;
    return Affinity::Numeric;
}

/// A column of a replicated table that is declared otherwise than it must be.
struct StrayColumn
{
    QString name;
    QString type;
    QString wantedType;
};

Result<QList<StrayColumn>> readStrays(Database &database, const QByteArray &table)
{
    auto columns = Statement::prepare(
        database,
        "SELECT name, type, \"notnull\" FROM pragma_table_info(?1) WHERE name = ?2 COLLATE NOCASE");
    if (!columns)
        return columns.error();
    QList<StrayColumn> strays;
    for (const QByteArray &column : replicatedColumns(table)) {
        columns->bind(1, Text{table});
        columns->bind(2, Text{column});
        const auto row = columns->step();
        if (!row)
            return row.error();
        const QByteArray wanted = replicatedType(table, column);
        const bool mayBeAbsent = !wanted.endsWith("NOT NULL") || columns->integer(2) != 0;
        if (*row && !(affinityOf(columns->bytes(1)) == affinityOf(wanted) && mayBeAbsent))
            strays.append({columns->text(0), columns->text(1), QString::fromUtf8(wanted)});
        columns->reset();
    }
    return strays;
}

QString withoutComments(QString sql)
{
    static const QRegularExpression comment(
        QStringLiteral("('[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^]]*\\])|--[^\\n]*|/\\*.*?\\*/"),
        QRegularExpression::DotMatchesEverythingOption);
    return sql.replace(comment, QStringLiteral("\\1 "));
}

// What stands before it and its name, then its type. The name is bare, or in one of four quotes.
QRegularExpression declarationOf(const StrayColumn &column)
{
    const QString name = QRegularExpression::escape(column.name);
    const QString type = column.type.isEmpty()
        ? QString()
        : QStringLiteral("\\s*%1(?!\\w)").arg(QRegularExpression::escape(column.type));
    return QRegularExpression(
        QStringLiteral("([(,]\\s*(?:[\"'`[]%1[\"'`\\]]|%1(?!\\w)))%2").arg(name, type),
        QRegularExpression::CaseInsensitiveOption);
}

// Programs that leave a mandatory value out, or write NULL, shall go on doing so.
QString declared(QString definition, const StrayColumn &column)
{
    QString type = column.wantedType;
    if (type.endsWith(QLatin1String("NOT NULL")))
        type += QStringLiteral(" ON CONFLICT REPLACE DEFAULT ''");
    const auto found = declarationOf(column).match(definition);
    if (!found.hasMatch())
        return definition;
    return definition.replace(found.capturedStart(), found.capturedLength(),
                              found.captured(1) + u' ' + type);
}

Error cannotDeclare(const Database &database, const QByteArray &table)
{
    return {ErrorCode::Refused,
            QStringLiteral("%1 declares its table %2 in a way that cannot be corrected: export it "
                           "with the program that made it and import it into a new database")
                .arg(database.path(), QString::fromUtf8(table))};
}

/// A table as sqlite_schema keeps it.
struct TableSql
{
    QByteArray name;
    QByteArray columns; ///< with the brackets and what follows
    QByteArray indexesAndTriggers;
};

Result<TableSql> readSql(Database &database, const QByteArray &table)
{
    auto select
        = Statement::prepare(database,
                             "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name = ?1 "
                             "COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid");
    if (!select)
        return select.error();
    select->bind(1, Text{table});
    TableSql read;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return read;
        const QByteArray sql = select->bytes(2);
        if (select->bytes(0) == "table") {
            read.name = select->bytes(1);
            read.columns = sql.mid(sql.indexOf('('));
        } else {
            read.indexesAndTriggers += sql + ';';
        }
    }
}

Result<void> create(Database &database, const TableSql &table, const QList<StrayColumn> &strays)
{
    QString columns = withoutComments(QString::fromUtf8(table.columns));
    for (const StrayColumn &stray : strays)
        columns = declared(columns, stray);
    return database.execute(QByteArray("CREATE TABLE ") + Rebuilt + columns.toUtf8());
}

// As SQLite's page on ALTER TABLE describes it: whatever names the table shall mean the new one.
Result<void> rebuild(Database &database, const TableSchema &schema,
                     const QList<StrayColumn> &strays)
{
    const auto table = readSql(database, schema.name);
    if (!table)
        return table.error();
    if (auto created = create(database, *table, strays); !created) {
        return created.error().code == ErrorCode::Failed ? cannotDeclare(database, schema.name)
                                                         : created;
    }
    QByteArray list = quotedName(schema.key);
    for (const QByteArray &column : schema.columns)
        list += ", " + quotedName(column);
    const QByteArray name = quotedName(table->name);
    return database.execute(QByteArray("INSERT INTO ") + Rebuilt + '(' + list + ") SELECT " + list
                            + " FROM " + name + ";DROP TABLE " + name
                            + ";PRAGMA legacy_alter_table=ON;ALTER TABLE " + Rebuilt + " RENAME TO "
                            + name + ";PRAGMA legacy_alter_table=OFF;" + table->indexesAndTriggers);
}

} // namespace

Result<bool> hasStrayDeclarations(Database &database)
{
    for (const QByteArray &table : replicatedTables()) {
        const auto strays = readStrays(database, table);
        if (!strays)
            return strays.error();
        if (!strays->isEmpty())
            return true;
    }
    return false;
}

Result<void> correctDeclarations(Database &database)
{
    for (const QByteArray &name : replicatedTables()) {
        const auto strays = readStrays(database, name);
        if (!strays)
            return strays.error();
        if (strays->isEmpty())
            continue;
        const auto table = readTable(database, name);
        if (!table)
            return table.error();
        if (auto rebuilt = rebuild(database, *table, *strays); !rebuilt)
            return rebuilt;
        const auto left = readStrays(database, name);
        if (!left)
            return left.error();
        if (!left->isEmpty())
            return cannotDeclare(database, name);
    }
    return {};
}

} // namespace keg::store
