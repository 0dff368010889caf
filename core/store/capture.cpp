// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/capture.h"

#include "core/store/database.h"
#include "core/store/statement.h"

#include <QMap>
#include <QStringList>

namespace keg::store {

namespace {

constexpr auto Prefix = "keg_";

Trigger trigger(const QByteArray &name, const QByteArray &event, const QByteArray &body)
{
    const QByteArray fullName = Prefix + name;
    return {fullName, "CREATE TRIGGER " + fullName + ' ' + event + " BEGIN " + body + " END"};
}

// Appended to "INSERT INTO change_log": logs `key` once, or for every row that `from` gives.
QByteArray logKey(const TableSchema &table, const char *operation, const QByteArray &key,
                  const QByteArray &from = {})
{
    return "INSERT INTO change_log(table_name, operation, row_id, timestamp) SELECT "
        + quotedText(table.name) + ", '" + operation + "', " + key
        + ", strftime('%Y-%m-%dT%H:%M:%fZ', 'now')" + from + ';';
}

// The rows that stand in the way of the new one in a UNIQUE index. An expression, and the WHERE of
// a partial index, are left out: that finds rows too many, never too few.
QByteArray sameInIndex(const QList<UniqueColumn> &index)
{
    QByteArray condition = "1";
    for (const UniqueColumn &column : index) {
        if (column.name.isEmpty())
            continue;
        const QByteArray name = quotedName(column.name);
        condition += " AND " + name + " COLLATE " + quotedName(column.collation) + " = new." + name;
    }
    return condition;
}

QByteArray logReplaced(const TableSchema &table)
{
    QByteArray body;
    for (const auto &index : table.uniqueIndexes) {
        body += logKey(table, "REPLACE", quotedName(table.key),
                       " FROM " + quotedName(table.name) + " WHERE " + sameInIndex(index));
    }
    return body;
}

QByteArray refusal(const QByteArray &text)
{
    return "SELECT RAISE(ABORT, " + quotedText(text) + ");";
}

Result<QMap<QByteArray, QByteArray>> installedTriggers(Database &database)
{
    auto statement = Statement::prepare(
        database, "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name GLOB ?1");
    if (!statement)
        return statement.error();
    statement->bind(1, Text{QByteArray(Prefix) + '*'});
    QMap<QByteArray, QByteArray> installed;
    for (;;) {
        const auto row = statement->step();
        if (!row)
            return row.error();
        if (!*row)
            return installed;
        installed.insert(statement->bytes(0), statement->bytes(1));
    }
}

Result<void> install(Database &database, const QList<Trigger> &triggers)
{
    auto installed = installedTriggers(database);
    if (!installed)
        return installed.error();
    QByteArray create;
    for (const Trigger &wanted : triggers) {
        if (installed->value(wanted.name) == wanted.sql)
            installed->remove(wanted.name);
        else
            create += wanted.sql + ';';
    }
    QByteArray drop;
    for (auto other = installed->keyBegin(); other != installed->keyEnd(); ++other)
        drop += "DROP TRIGGER " + quotedName(*other) + ';';
    return database.execute(drop + create);
}

} // namespace

QList<Trigger> captureTriggers(const TableSchema &table)
{
    const QByteArray on = " ON " + quotedName(table.name);
    const QByteArray newKey = "new." + quotedName(table.key);
    const QByteArray oldKey = "old." + quotedName(table.key);
    const QByteArray name = "capture_" + table.name;
    QList<Trigger> triggers = {
        trigger(name + "_insert", "AFTER INSERT" + on, logKey(table, "INSERT", newKey)),
        trigger(name + "_update", "AFTER UPDATE" + on,
                logKey(table, "UPDATE", newKey)
                    + logKey(table, "MOVE", oldKey, " WHERE " + oldKey + " <> " + newKey)),
        trigger(name + "_delete", "AFTER DELETE" + on, logKey(table, "DELETE", oldKey)),
    };
    if (const QByteArray body = logReplaced(table); !body.isEmpty()) {
        triggers += trigger(name + "_replacing_insert", "BEFORE INSERT" + on, body);
        triggers += trigger(name + "_replacing_update", "BEFORE UPDATE" + on, body);
    }
    return triggers;
}

QList<Trigger> logGuards()
{
    // A new row's id is known only after it was given. It must follow the newest.
    return {
        trigger("log_same_id",
                "BEFORE INSERT ON change_log "
                "WHEN EXISTS(SELECT 1 FROM change_log WHERE id = new.id)",
                refusal("change_log: this id is taken; leave the id out")),
        trigger("log_next_id",
                "AFTER INSERT ON change_log WHEN new.id < 1 "
                "OR EXISTS(SELECT 1 FROM change_log WHERE id > new.id) "
                "OR new.id > 1 AND NOT EXISTS(SELECT 1 FROM change_log WHERE id = new.id - 1)",
                refusal("change_log: this id is not the next one; leave the id out")),
        trigger("log_key",
                "BEFORE UPDATE ON change_log WHEN new.id IS NOT old.id "
                "OR new.table_name IS NOT old.table_name OR new.row_id IS NOT old.row_id",
                refusal("change_log: id, table_name and row_id of a logged change stay")),
        trigger("log_newest",
                "BEFORE DELETE ON change_log WHEN old.id = (SELECT max(id) FROM change_log)",
                refusal("change_log: the newest row stays, or the sequence would restart")),
        trigger("log_floor", "AFTER DELETE ON change_log",
                "UPDATE replica SET log_floor = old.id WHERE log_floor < old.id;"),
    };
}

QList<Trigger> dependencyTriggers()
{
    return {trigger("taps_of_deleted_beer", "AFTER DELETE ON beers",
                    "UPDATE taps SET idBeer = NULL WHERE idBeer = old.idBeer;")};
}

QList<Trigger> clientGuards(const QString &primaryName)
{
    const QString name = primaryName.simplified().remove(QChar::Null);
    const QByteArray body = refusal(
        (name.isEmpty() ? QStringLiteral("this is a client's copy: make the change on its primary")
                        : QStringLiteral("this is a client's copy: make the change on its primary, "
                                         "%1")
                              .arg(name))
            .toUtf8());
    QList<Trigger> triggers;
    for (const QByteArray &table : replicatedTables() + QList<QByteArray>{"change_log"}) {
        for (const char *event : {"INSERT", "UPDATE", "DELETE"}) {
            triggers += trigger("guard_" + table + '_' + QByteArray(event).toLower(),
                                QByteArray("BEFORE ") + event + " ON " + quotedName(table), body);
        }
    }
    return triggers;
}

Result<void> installPrimaryTriggers(Database &database)
{
    QList<Trigger> triggers = logGuards() + dependencyTriggers();
    for (const QByteArray &name : replicatedTables()) {
        const auto table = readTable(database, name);
        if (!table)
            return table.error();
        triggers += captureTriggers(*table);
    }
    return install(database, triggers);
}

Result<void> installClientGuards(Database &database, const QString &primaryName)
{
    return install(database, clientGuards(primaryName));
}

} // namespace keg::store
