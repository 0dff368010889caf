// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/migrator.h"

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/store/dated_copy.h"
#include "core/store/declarations.h"
#include "core/store/legacy_log.h"
#include "core/store/replica_state.h"
#include "core/store/role_claim.h"
#include "core/store/schema.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace keg::store {

namespace {

constexpr QLatin1String Folder(":/migrations");

QStringList migrations()
{
    return QDir(Folder).entryList(QDir::Files, QDir::Name);
}

int numberOf(const QString &migration)
{
    return migration.left(4).toInt();
}

Error notOurs(const Database &database)
{
    return {ErrorCode::Refused,
            QStringLiteral("%1 is a database of another program (no table beers with idBeer and "
                           "Name): name another file")
                .arg(database.path())};
}

Result<bool> isEmpty(Database &database)
{
    const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tables.error();
    return *tables == 0;
}

Result<void> checkBeers(Database &database)
{
    const auto beers = readTable(database, "beers");
    if (!beers)
        return beers.error().code == ErrorCode::NotFound ? notOurs(database) : beers.error();
    const bool hasName = std::ranges::any_of(beers->columns, [](const QByteArray &column) {
        return column.compare("Name", Qt::CaseInsensitive) == 0;
    });
    const bool isOurs = hasName && beers->key.compare("idBeer", Qt::CaseInsensitive) == 0;
    return isOurs ? Result<void>() : notOurs(database);
}

// Users add columns of their own: one that is there already is not added again.
Result<QByteArray> withoutKnownColumns(Database &database, const QString &script)
{
    static const QRegularExpression addColumn(
        QStringLiteral("ALTER TABLE (\\w+) ADD COLUMN (\\w+)[^;]*;"));
    auto known = Statement::prepare(
        database, "SELECT 1 FROM pragma_table_xinfo(?1) WHERE name = ?2 COLLATE NOCASE");
    if (!known)
        return known.error();
    QString rest = script;
    auto matches = addColumn.globalMatch(script);
    while (matches.hasNext()) {
        const auto match = matches.next();
        known->bind(1, match.captured(1));
        known->bind(2, match.captured(2));
        const auto isKnown = known->step();
        if (!isKnown)
            return isKnown.error();
        known->reset();
        if (*isKnown)
            rest.remove(match.captured(0));
    }
    return rest.toUtf8();
}

Result<void> migrate(Database &database, const QString &migration)
{
    QFile file(Folder + u'/' + migration);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Failed, QStringLiteral("migration %1 is missing").arg(migration)};
    const auto script = withoutKnownColumns(database, QString::fromUtf8(file.readAll()));
    if (!script)
        return script.error();
    return database.execute(*script
                            + "PRAGMA user_version = " + QByteArray::number(numberOf(migration)));
}

Result<void> migrateFrom(Database &database, qint64 version)
{
    for (const QString &migration : migrations()) {
        if (numberOf(migration) <= version)
            continue;
        if (auto done = migrate(database, migration); !done)
            return done;
    }
    return {};
}

Result<void> migrateLegacy(Database &database)
{
    const auto log = LegacyLog::take(database);
    if (!log)
        return log.error();
    if (auto migrated = migrateFrom(database, 0); !migrated)
        return migrated;
    if (auto restored = log->restore(database); !restored)
        return restored;
    // Of the history before, only the newest row was kept.
    return database.execute(
        "UPDATE replica SET log_floor = (SELECT coalesce(max(id), 0) FROM change_log)");
}

// A file that holds anything has an identity, so that it cannot be taken for a fresh one.
Result<void> identifyContent(Database &database)
{
    for (const QByteArray &table : replicatedTables() + QList<QByteArray>{"change_log"}) {
        const auto rows
            = database.integer("SELECT EXISTS(SELECT 1 FROM " + quotedName(table) + ')');
        if (!rows)
            return rows.error();
        if (*rows) {
            const auto state = ensureIdentity(database);
            return state ? Result<void>() : state.error();
        }
    }
    return {};
}

Result<void> installTriggers(Database &database)
{
    const auto state = readReplicaState(database);
    if (!state)
        return state.error();
    return installRoleTriggers(database, *state);
}

Result<void> migrateShape(Database &database, FileShape shape)
{
    if (shape == FileShape::Legacy)
        return migrateLegacy(database);
    const auto version = database.userVersion();
    return version ? migrateFrom(database, *version) : version.error();
}

// What copies were told of this epoch need no longer be so.
Result<void> correct(Database &database)
{
    if (auto corrected = correctDeclarations(database); !corrected)
        return corrected;
    const auto state = readReplicaState(database);
    if (!state)
        return state.error();
    if (state->role == Role::Client || state->databaseId.isNull())
        return {};
    const auto started = startEpoch(database, -1);
    return started ? Result<void>() : started.error();
}

Result<void> bringUpToDate(Database &database, FileShape shape, const Clock &clock)
{
    if (shape == FileShape::Empty)
        return migrateFrom(database, 0);
    const auto strays = hasStrayDeclarations(database);
    if (!strays)
        return strays.error();
    if (shape == FileShape::Current && !*strays)
        return {};
    const auto kept = makeDatedCopy(database, clock);
    if (!kept)
        return kept.error();
    qCInfo(logStore).noquote() << "upgrading" << database.path() << "to schema" << schemaVersion()
                               << "- the file as it was is" << *kept;
    if (auto migrated = migrateShape(database, shape); !migrated)
        return migrated;
    return *strays ? correct(database) : Result<void>();
}

// As it is, without an upgrade: an older file has no list of displays and no settings.
Result<void> checkReadable(Database &database)
{
    if (const auto shape = recognise(database); !shape)
        return shape.error();
    for (const char *name : {"beers", "taps"}) {
        if (const auto table = readTable(database, name); !table)
            return table.error();
    }
    return {};
}

} // namespace

int schemaVersion()
{
    return numberOf(migrations().constLast());
}

Result<FileShape> recognise(Database &database)
{
    const auto version = database.userVersion();
    const auto empty = isEmpty(database);
    const auto isReplica = hasTable(database, "replica");
    if (!version || !empty || !isReplica)
        return !version ? version.error() : !empty ? empty.error() : isReplica.error();
    if (!*empty) {
        if (const auto checked = checkBeers(database); !checked)
            return checked.error();
    }
    if (*version > schemaVersion()) {
        return Error{ErrorCode::TooNew,
                     QStringLiteral("%1 was made by a newer KegDisplay (schema %2, this program "
                                    "knows %3): update KegDisplay on this machine")
                         .arg(database.path())
                         .arg(*version)
                         .arg(schemaVersion())};
    }
    if (*empty)
        return FileShape::Empty;
    if (!*isReplica)
        return FileShape::Legacy;
    return *version == schemaVersion() ? FileShape::Current : FileShape::Older;
}

Result<void> upgrade(Database &database, const Clock &clock)
{
    auto transaction = Transaction::begin(database);
    if (!transaction)
        return transaction.error();
    const auto shape = recognise(database);
    if (!shape)
        return shape.error();
    if (auto migrated = bringUpToDate(database, *shape, clock); !migrated)
        return migrated;
    if (auto identified = identifyContent(database); !identified)
        return identified;
    if (auto installed = installTriggers(database); !installed)
        return installed;
    return transaction->commit();
}

Result<std::unique_ptr<Database>> openKegDatabase(const QString &path, Access access,
                                                  const Clock &clock,
                                                  const Interruption *interruption)
{
    auto database = Database::open(path, access, interruption);
    if (!database)
        return database;
    if (access == Access::ReadOnly) {
        const auto readable = checkReadable(**database);
        return readable ? std::move(database) : readable.error();
    }
    if (const auto upgraded = upgrade(**database, clock); !upgraded)
        return upgraded.error();
    if (const auto switched = (*database)->useWriteAheadLog(); !switched)
        return switched.error();
    return database;
}

} // namespace keg::store
