// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/store/beer_repository.h"
#include "core/store/board_reader.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/schema.h"
#include "core/store/statement.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <thread>

#include <sqlite3.h>
#include <unistd.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

namespace {

class FixedClock final : public Clock
{
public:
    milliseconds monotonic() const override { return milliseconds(0); }
    QDateTime utcNow() const override { return {{2026, 11, 23}, {18, 5}, Qt::UTC}; }
};

// Hundreds of upgrades are as many syncs of the disk, which a killed process does not depend on.
QString inMemory(const QString &name)
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    return (memory.isWritable() ? memory.filePath() : QDir::tempPath()) + u'/' + name;
}

} // namespace

class tst_Migrator : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void open_newFile_hasTheWholeSchema();
    void open_currentFile_writesNothing();
    void open_readOnly_leavesAnOlderShapeAsItIs();
    void upgrade_olderShape_keepsRowsAndSequence_data();
    void upgrade_olderShape_keepsRowsAndSequence();
    void upgrade_olderShape_staysWritableForItsProgram_data();
    void upgrade_olderShape_staysWritableForItsProgram();
    void upgrade_fileWithoutSettings_keepsPositionAndDigest();
    void upgrade_killedAtAnyStep_isOldOrNew();
    void upgrade_anyCallFails_isOldOrNew();
    void upgrade_byFourAtOnce_isDoneOnce();
    void upgrade_twiceInOneSecond_keepsBothCopies();
    void upgrade_privateFile_keepsAPrivateCopy();
    void upgrade_asRoot_keepsACopyForTheOwner();
    void upgrade_fewerTablesAndColumns_addsThem();
    void upgrade_otherTypes_declaresThemAnew();
    void upgrade_otherTypes_staysWritableForItsProgram();
    void upgrade_otherTypes_anyCallFails_isOldOrNew();
    void upgrade_typesThatCannotBeCorrected_isRefusedUntouched();
    void open_typesChangedSince_startsAnEpoch();
    void upgrade_hugeLogId_startsTheSequenceAgain();
    void upgrade_emptyLegacyFile_staysWithoutIdentity();
    void open_newerVersion_isRefusedUntouched();
    void open_otherProgramsDatabase_isRefusedUntouched();
    void open_incompleteFileReadOnly_isNotFound();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("beer.db")); }
    QStringList datedCopies() const;
    QByteArray fileBytes() const;
    void checkOldOrNew();

    std::unique_ptr<QTemporaryDir> m_folder;
    FixedClock m_clock;
};

void tst_Migrator::init()
{
    m_folder = std::make_unique<QTemporaryDir>(inMemory(QStringLiteral("tst_migrator-XXXXXX")));
    QVERIFY(m_folder->isValid());
}

void tst_Migrator::cleanup()
{
    m_folder.reset();
}

QStringList tst_Migrator::datedCopies() const
{
    return QDir(m_folder->path()).entryList({QStringLiteral("beer.db.*")}, QDir::Files, QDir::Name);
}

// Only while nobody has it open.
QByteArray tst_Migrator::fileBytes() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_Migrator::open_newFile_hasTheWholeSchema()
{
    const auto database = need(openKegDatabase(path(), Access::Create, m_clock));
    QCOMPARE(need(database->userVersion()), schemaVersion());
    const auto beers = need(readTable(*database, "beers"));
    QCOMPARE(beers.key, QByteArray("idBeer"));
    QCOMPARE(beers.columns,
             (QList<QByteArray>{"Name", "ABV", "IBU", "Color", "OriginalGravity", "FinalGravity",
                                "Description", "Brewed", "Kegged", "Tapped", "Notes", "style",
                                "brewery"}));
    QCOMPARE(need(readTable(*database, "taps")).columns, QList<QByteArray>{"idBeer"});
    QCOMPARE(need(readTable(*database, "change_log")).columns,
             (QList<QByteArray>{"table_name", "operation", "row_id", "timestamp", "content",
                                "content_hash"}));
    QCOMPARE(need(readReplicaState(*database)), ReplicaState());
    QCOMPARE(need(readBoard(*database)), Board());
    QCOMPARE(datedCopies(), QStringList());
}

void tst_Migrator::open_currentFile_writesNothing()
{
    need(openKegDatabase(path(), Access::Create, m_clock)).reset();
    const QByteArray before = fileBytes();
    auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(QFileInfo(path() + QStringLiteral("-wal")).size(), 0);
    database.reset();
    QCOMPARE(fileBytes(), before);
}

void tst_Migrator::open_readOnly_leavesAnOlderShapeAsItIs()
{
    buildDatabase(QStringLiteral("legacy-first-shape.sql"), path());
    const QByteArray before = fileBytes();
    auto database = need(openKegDatabase(path(), Access::ReadOnly, m_clock));
    QCOMPARE(need(recognise(*database)), FileShape::Legacy);
    const Board board = need(readBoard(*database));
    QCOMPARE(board.sequence, 41);
    QCOMPARE(board.taps.size(), 4);
    QCOMPARE(board.taps.at(1).beer->name, QStringLiteral("Harbour Mild"));
    QCOMPARE(need(readReplicaState(*database)), ReplicaState());
    QVERIFY(!database->execute("DELETE FROM beers"));
    database.reset();
    QCOMPARE(fileBytes(), before);
    QCOMPARE(datedCopies(), QStringList());
}

void tst_Migrator::upgrade_olderShape_keepsRowsAndSequence_data()
{
    QTest::addColumn<QString>("script");
    for (const char *shape : {"first", "second", "third"})
        QTest::newRow(shape) << QStringLiteral("legacy-%1-shape.sql").arg(QLatin1String(shape));
}

void tst_Migrator::upgrade_olderShape_keepsRowsAndSequence()
{
    QFETCH(const QString, script);
    buildDatabase(script, path());
    const auto rows = "SELECT group_concat(quote(idBeer) || quote(Name) || quote(ABV) || quote(IBU)"
                      " || quote(Description) || quote(Brewed) || quote(Notes)) FROM beers";
    const QByteArray before = PlainSqlite(path()).run(rows);
    QVERIFY(before.contains("Harbour Mild"));

    auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(need(recognise(*database)), FileShape::Current);
    QCOMPARE(PlainSqlite(path()).run(rows), before);
    QCOMPARE(PlainSqlite(path()).run("SELECT count(*) FROM version"), "1");
    QCOMPARE(need(headSequence(*database)), 41);
    QCOMPARE(PlainSqlite(path()).run("SELECT id, table_name, row_id FROM change_log"), "41|taps|1");
    const ReplicaState state = need(readReplicaState(*database));
    QVERIFY(!state.role);
    QVERIFY(!state.databaseId.isNull());
    QCOMPARE(state.epoch.counter, 1U);
    QCOMPARE(state.logFloor, 41);
    QCOMPARE(need(readEpochs(*database)), (QList<EpochStart>{{state.epoch, -1}}));

    QCOMPARE(datedCopies(), QStringList{QStringLiteral("beer.db.2026-11-23T18-05-00Z")});
    const QString copy = m_folder->filePath(datedCopies().constFirst());
    QCOMPARE(PlainSqlite(copy).run(rows), before);
    QCOMPARE(PlainSqlite(copy).run("PRAGMA user_version"), "0");
    QVERIFY(PlainSqlite(copy)
                .run("SELECT sql FROM sqlite_schema WHERE name = 'change_log'")
                .contains("NOT"));

    database.reset();
    database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(need(readReplicaState(*database)), state);
    QCOMPARE(datedCopies().size(), 1);
}

void tst_Migrator::upgrade_olderShape_staysWritableForItsProgram_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QByteArray>("writes");
    const QByteArray rows = "INSERT INTO beers(Name, ABV) VALUES('New', 5);"
                            "UPDATE taps SET idBeer = 8 WHERE idTap = 3;"
                            "DELETE FROM beers WHERE idBeer = 1;";
    QTest::newRow("first") << QStringLiteral("legacy-first-shape.sql")
                           << rows
            + "INSERT INTO change_log(table_name, operation, row_id, timestamp, content_hash)"
              " VALUES('beers', 'INSERT', 8, '2026-01-01T00:00:00Z', 'cc');"
              "UPDATE version SET last_modified = '2026-01-01T00:00:00Z';";
    QTest::newRow("second") << QStringLiteral("legacy-second-shape.sql")
                            << rows
            + "INSERT INTO change_log(table_name, operation, row_id, timestamp, content,"
              " content_hash) VALUES('beers', 'INSERT', 8, '2026-01-01T00:00:00Z', '{}', 'cc');"
              "UPDATE version SET timestamp = '2026-01-01T00:00:00Z', hash = 'cc' WHERE id = 1;";
    QTest::newRow("third") << QStringLiteral("legacy-third-shape.sql")
                           << rows
            + "INSERT INTO change_log(table_name, operation, row_id, timestamp, content,"
              " content_hash, logical_clock, node_id)"
              " VALUES('beers', 'INSERT', 8, '2026-01-01T00:00:00Z', '{}', 'cc', 13, 'cellar');"
              "UPDATE version SET logical_clock = 13 WHERE id = 1;";
}

void tst_Migrator::upgrade_olderShape_staysWritableForItsProgram()
{
    QFETCH(const QString, script);
    QFETCH(const QByteArray, writes);
    buildDatabase(script, path());
    const auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(PlainSqlite(path()).run("BEGIN IMMEDIATE;" + writes + "COMMIT"), "");
    QCOMPARE(PlainSqlite(path()).run("SELECT id, table_name, row_id FROM change_log WHERE id > 41"),
             "42|beers|8\n43|taps|3\n44|beers|1\n45|taps|2\n46|beers|8");
}

// Its clients are still in step, and what they lack from now on is logged.
void tst_Migrator::upgrade_fileWithoutSettings_keepsPositionAndDigest()
{
    buildDatabase(QStringLiteral("schema-4.sql"), path());
    const QString digest = independentDigest(path());
    {
        const auto old = need(openKegDatabase(path(), Access::ReadOnly, m_clock));
        QCOMPARE(need(recognise(*old)), FileShape::Older);
        QCOMPARE(need(readBoard(*old)).menuUrl, QString());
    }
    const auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(need(recognise(*database)), FileShape::Current);
    QCOMPARE(need(headSequence(*database)), 6);
    QCOMPARE(independentDigest(path()), digest);
    const ReplicaState state = need(readReplicaState(*database));
    QCOMPARE(state.role, Role::Primary);
    QCOMPARE(state.epoch, (Epoch{1, 0x0123'4567'89ab'cdef}));
    const QString copy = m_folder->filePath(datedCopies().constFirst());
    QCOMPARE(PlainSqlite(copy).run("PRAGMA user_version"), "4");
    QCOMPARE(PlainSqlite(copy).run("SELECT count(*) FROM sqlite_schema WHERE name = 'settings'"),
             "0");

    PlainSqlite plain(path());
    QCOMPARE(plain.run("REPLACE INTO settings(id, key, value) VALUES(1, 'a', 'b');"
                       "REPLACE INTO settings(id, key, value) VALUES(2, 'a', 'c')"),
             "");
    QCOMPARE(
        plain.run("SELECT DISTINCT table_name, row_id FROM change_log WHERE id > 6 ORDER BY 2"),
        "settings|1\nsettings|2");
}

// That of the third shape, before or after it was upgraded; and it can be upgraded.
void tst_Migrator::checkOldOrNew()
{
    {
        PlainSqlite plain(path());
        QCOMPARE(plain.run("PRAGMA integrity_check"), "ok");
        QCOMPARE(plain.run("SELECT count(*), sum(idBeer) FROM beers"), "3|10");
        const bool isNew = plain.run("PRAGMA user_version") == QByteArray::number(schemaVersion());
        QCOMPARE(plain.run("SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema WHERE"
                           " type = 'table' ORDER BY name)"),
                 isNew ? "beers,change_log,displays,epochs,replica,settings,taps,version"
                       : "beers,change_log,taps,version");
        QCOMPARE(plain.run("SELECT count(*) FROM pragma_table_info('beers')"), isNew ? "14" : "12");
        QCOMPARE(plain.run("SELECT count(*) > 10 FROM sqlite_schema WHERE type = 'trigger'"),
                 isNew ? "1" : "0");
    }
    for (const QString &copy : datedCopies()) {
        if (!copy.endsWith(QStringLiteral(".part")))
            QCOMPARE(PlainSqlite(m_folder->filePath(copy)).run("SELECT sum(idBeer) FROM beers"),
                     "10");
    }
    need(openKegDatabase(path(), Access::ReadWrite, m_clock));
}

void tst_Migrator::upgrade_killedAtAnyStep_isOldOrNew()
{
    buildDatabase(QStringLiteral("legacy-third-shape.sql"), path());
    const QByteArray old = fileBytes();
    const auto upgradeIt = [this] {
        const auto opened = openKegDatabase(path(), Access::ReadWrite, m_clock);
        Q_UNUSED(opened)
    };
    int deaths = 0;
    for (; withDeathAtStep(deaths, upgradeIt); ++deaths) {
        checkOldOrNew();
        cleanup();
        init();
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(old), old.size());
    }
    qInfo("killed at each of %d steps", deaths);
    QVERIFY(deaths > 80);
}

void tst_Migrator::upgrade_anyCallFails_isOldOrNew()
{
    buildDatabase(QStringLiteral("legacy-third-shape.sql"), path());
    const QByteArray old = fileBytes();
    bool isUpgraded = false;
    int failures = 0;
    const auto upgradeIt
        = [&] { isUpgraded = bool(openKegDatabase(path(), Access::ReadWrite, m_clock)); };
    for (; withFailingCall(failures, SQLITE_IOERR, upgradeIt); ++failures) {
        QVERIFY2(!isUpgraded, qPrintable(QString::number(failures)));
        QVERIFY(datedCopies().filter(QStringLiteral(".part")).isEmpty());
        checkOldOrNew();
        cleanup();
        init();
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(old), old.size());
    }
    QVERIFY(isUpgraded);
    qInfo("each of %d calls failed once", failures);
    QVERIFY(failures > 100);
}

void tst_Migrator::upgrade_byFourAtOnce_isDoneOnce()
{
    buildDatabase(QStringLiteral("legacy-second-shape.sql"), path());
    const auto upgradeIt = [this] { need(openKegDatabase(path(), Access::ReadWrite, m_clock)); };
    std::array<std::thread, 4> threads;
    for (std::thread &thread : threads)
        thread = std::thread(upgradeIt);
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(datedCopies().size(), 1);
    const auto database = need(openKegDatabase(path(), Access::ReadOnly, m_clock));
    QCOMPARE(need(readEpochs(*database)).size(), 1);
    QCOMPARE(need(database->integer("SELECT count(*) FROM replica")), 1);
}

void tst_Migrator::upgrade_twiceInOneSecond_keepsBothCopies()
{
    for (int i = 0; i < 2; ++i) {
        QFile::remove(path());
        buildDatabase(QStringLiteral("odd-beers-only.sql"), path());
        need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    }
    QCOMPARE(datedCopies(),
             (QStringList{QStringLiteral("beer.db.2026-11-23T18-05-00Z"),
                          QStringLiteral("beer.db.2026-11-23T18-05-00Z-2")}));
}

void tst_Migrator::upgrade_privateFile_keepsAPrivateCopy()
{
    buildDatabase(QStringLiteral("odd-beers-only.sql"), path());
    QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner | QFile::WriteOwner));
    need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const QFileInfo copy(m_folder->filePath(datedCopies().constFirst()));
    QVERIFY(!copy.permission(QFile::ReadGroup));
    QVERIFY(!copy.permission(QFile::ReadOther));
}

void tst_Migrator::upgrade_asRoot_keepsACopyForTheOwner()
{
    if (::geteuid() != 0)
        QSKIP("only a superuser can work for others");
    constexpr uid_t Nobody = 65534;
    constexpr gid_t Games = 60;
    buildDatabase(QStringLiteral("odd-beers-only.sql"), path());
    QCOMPARE(::chown(QFile::encodeName(path()).constData(), Nobody, Games), 0);
    need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const QFileInfo copy(m_folder->filePath(datedCopies().constFirst()));
    QCOMPARE(copy.ownerId(), Nobody);
    QCOMPARE(copy.groupId(), Games);
}

void tst_Migrator::upgrade_fewerTablesAndColumns_addsThem()
{
    buildDatabase(QStringLiteral("odd-beers-only.sql"), path());
    const auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const auto columns = need(readTable(*database, "beers")).columns;
    QVERIFY(columns.contains("Rating"));
    QVERIFY(columns.contains("Notes"));
    QVERIFY(columns.contains("brewery"));
    QVERIFY(!columns.contains("style"));
    const Beer beer = *need(BeerRepository(*database).find(5));
    QCOMPARE(beer.style, QStringLiteral("Pale Ale"));
    QCOMPARE(beer.abv, 5.0);
    QVERIFY(need(readBoard(*database)).taps.isEmpty());
    QVERIFY(!need(readReplicaState(*database)).databaseId.isNull());
}

void tst_Migrator::upgrade_otherTypes_declaresThemAnew()
{
    buildDatabase(QStringLiteral("odd-types.sql"), path());
    const QByteArray others
        = "SELECT group_concat(type || ' ' || name) FROM (SELECT * FROM "
          "sqlite_schema WHERE name NOT GLOB 'keg_*' AND sql IS NOT NULL "
          "AND tbl_name IN ('Beers', 'taps', 'visits', 'strong') ORDER BY name)";
    const QByteArray before = PlainSqlite(path()).run(others);
    need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    PlainSqlite plain(path());
    // Versions of SQLite write long fractions in different ways.
    QCOMPARE(plain.run("SELECT quote(idBeer), quote(Rating), quote(Name), "
                       "iif(ABV IS 0.30000000000000004, 'exact', quote(ABV)), quote(IBU), "
                       "quote(Color), quote(OriginalGravity), quote(FinalGravity), quote(Brewed), "
                       "quote(Kegged), quote(Notes) FROM beers"),
             "1|5|'Tripel'|8.5|35.0|6.0|1.08|1.012|20240302|'2024-03-09'|'7'\n"
             "2|1|''|'strong'|18.5|'amber'|NULL|X'00FF'|'12/28/2024 0:00'|5|'x'\n"
             "9|3|'1516'|exact|NULL|4.5|1.0|NULL|NULL|NULL|NULL");
    QCOMPARE(plain.run("SELECT idTap, quote(idBeer), quote(Place) FROM taps"),
             "1|9|'bar'\n2|'none'|'cellar'\n3|NULL|NULL");
    QCOMPARE(plain.run(others), before);
    QCOMPARE(plain.run("SELECT Name FROM strong"), "\nTripel");
    QCOMPARE(plain.run("PRAGMA integrity_check"), "ok");
    QCOMPARE(plain.run("PRAGMA foreign_key_check"), "");
    QCOMPARE(plain.run("SELECT \"table\" FROM pragma_foreign_key_list('visits')"), "beers");

    QCOMPARE(datedCopies().size(), 1);
    const QString copy = m_folder->filePath(datedCopies().constFirst());
    QCOMPARE(PlainSqlite(copy).run("SELECT quote(ABV) FROM beers WHERE idBeer = 9"),
             "'0.30000000000000004'");
    need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(datedCopies().size(), 1);
}

void tst_Migrator::upgrade_otherTypes_staysWritableForItsProgram()
{
    buildDatabase(QStringLiteral("odd-types.sql"), path());
    const auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const qint64 head = need(headSequence(*database));
    PlainSqlite plain(path());
    QCOMPARE(plain.run("INSERT INTO taps(idTap, idBeer, Place) VALUES(4, '1', 'attic');"
                       "INSERT INTO beers(Name, ABV) VALUES(NULL, '5.5');"
                       "INSERT INTO beers(ABV) VALUES('5.6');"
                       "UPDATE beers SET Rating = 4 WHERE idBeer = 1;"
                       "SELECT at FROM visits"),
             "opening\nrated; again");
    QVERIFY(plain.run("UPDATE beers SET Rating = 6").startsWith("Error: CHECK"));
    QVERIFY(plain.run("UPDATE beers SET ABV = 'IBU'").startsWith("Error: CHECK"));
    QVERIFY(plain.run("UPDATE beers SET FinalGravity = 1.01").startsWith("Error: UNIQUE"));
    QCOMPARE(plain.run("SELECT quote(Name), ABV, Rating FROM beers WHERE idBeer > 9"),
             "''|5.5|3\n''|5.6|3");
    QCOMPARE(plain.run("SELECT DISTINCT table_name, row_id FROM change_log WHERE id > "
                       + QByteArray::number(head)),
             "taps|4\nbeers|10\nbeers|11\nbeers|1");
}

void tst_Migrator::upgrade_otherTypes_anyCallFails_isOldOrNew()
{
    const auto content = [this] {
        return PlainSqlite(path()).run(
            "SELECT idBeer, quote(ABV), Notes FROM beers;"
            "SELECT quote(idBeer) FROM taps; SELECT sql FROM sqlite_schema");
    };
    bool isUpgraded = false;
    int failures = 0;
    QByteArrayList contents;
    const auto upgradeIt
        = [&] { isUpgraded = bool(openKegDatabase(path(), Access::ReadWrite, m_clock)); };
    for (;; ++failures) {
        cleanup();
        init();
        buildDatabase(QStringLiteral("odd-types.sql"), path());
        const QByteArray old = content();
        if (!withFailingCall(failures, SQLITE_IOERR, upgradeIt))
            break;
        QVERIFY2(!isUpgraded, qPrintable(QString::number(failures)));
        if (content() != old)
            contents.append(content());
    }
    QVERIFY(isUpgraded);
    QVERIFY(contents.size() < failures / 4); // by what comes after the commit
    QCOMPARE(contents.count(content()), contents.size());
    qInfo("each of %d calls failed once", failures);
    QVERIFY(failures > 100);
}

void tst_Migrator::upgrade_typesThatCannotBeCorrected_isRefusedUntouched()
{
    for (const QByteArray columns : {"Name TEXT CHECK(Name <> ', ABV TEXT'), ABV TEXT)",
                                     "Name TEXT CHECK(Name > (ABV)), ABV)"})
    {
        QFile::remove(path());
        PlainSqlite(path()).run("CREATE TABLE beers(idBeer INTEGER PRIMARY KEY, " + columns);
        const QByteArray before = fileBytes();
        const auto opened = openKegDatabase(path(), Access::ReadWrite, m_clock);
        QVERIFY2(!opened, columns.constData());
        QVERIFY2(opened.error().message.contains(QStringLiteral("import it into a new")),
                 qPrintable(opened.error().message));
        QCOMPARE(opened.error().code, ErrorCode::Refused);
        QCOMPARE(fileBytes(), before);
    }
}

void tst_Migrator::open_typesChangedSince_startsAnEpoch()
{
    buildDatabase(QStringLiteral("legacy-first-shape.sql"), path());
    auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const ReplicaState before = need(readReplicaState(*database));
    database.reset();
    QCOMPARE(PlainSqlite(path()).run("DROP TABLE taps; CREATE TABLE taps(idTap INTEGER PRIMARY KEY,"
                                     " idBeer TEXT); INSERT INTO taps VALUES(1, '2')"),
             "");
    database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    const ReplicaState after = need(readReplicaState(*database));
    QCOMPARE(after.databaseId, before.databaseId);
    QCOMPARE(after.epoch.counter, before.epoch.counter + 1);
    QCOMPARE(need(readEpochs(*database)).constLast(), (EpochStart{after.epoch, -1}));
    QCOMPARE(datedCopies().size(), 2);
}

void tst_Migrator::upgrade_hugeLogId_startsTheSequenceAgain()
{
    buildDatabase(QStringLiteral("legacy-third-shape.sql"), path());
    PlainSqlite(path()).run("UPDATE change_log SET id = 9223372036854775807");
    const auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QCOMPARE(need(headSequence(*database)), 0);
    need(database->execute("DELETE FROM beers WHERE idBeer = 7"));
    QCOMPARE(need(headSequence(*database)), 1);
}

void tst_Migrator::upgrade_emptyLegacyFile_staysWithoutIdentity()
{
    buildDatabase(QStringLiteral("legacy-first-shape.sql"), path());
    PlainSqlite(path()).run("DELETE FROM beers; DELETE FROM taps; DELETE FROM change_log");
    auto database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QVERIFY(need(readReplicaState(*database)).databaseId.isNull());
    need(database->execute("INSERT INTO taps VALUES(1, NULL)"));
    database = need(openKegDatabase(path(), Access::ReadWrite, m_clock));
    QVERIFY(!need(readReplicaState(*database)).databaseId.isNull());
}

void tst_Migrator::open_newerVersion_isRefusedUntouched()
{
    need(openKegDatabase(path(), Access::Create, m_clock)).reset();
    PlainSqlite(path()).run("PRAGMA user_version = 1000");
    const QByteArray before = fileBytes();
    for (const Access access : {Access::ReadOnly, Access::ReadWrite, Access::Create}) {
        const auto opened = openKegDatabase(path(), access, m_clock);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::TooNew);
        QVERIFY(opened.error().message.contains(path()));
        QCOMPARE(fileBytes(), before);
    }
    QCOMPARE(datedCopies(), QStringList());
}

void tst_Migrator::open_otherProgramsDatabase_isRefusedUntouched()
{
    for (const QByteArray schema : {"CREATE TABLE recipes(id INTEGER PRIMARY KEY)",
                                    "CREATE TABLE beers(id INTEGER PRIMARY KEY, Name)",
                                    "CREATE TABLE beers(idBeer TEXT PRIMARY KEY, Name)",
                                    "CREATE VIEW beers AS SELECT 1 AS idBeer, 2 AS Name"})
    {
        QFile::remove(path());
        PlainSqlite(path()).run(schema);
        const QByteArray before = fileBytes();
        for (const Access access : {Access::ReadOnly, Access::ReadWrite, Access::Create}) {
            const auto opened = openKegDatabase(path(), access, m_clock);
            QVERIFY2(!opened, schema.constData());
            QCOMPARE(opened.error().code, ErrorCode::Refused);
            QCOMPARE(fileBytes(), before);
        }
    }
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
}

void tst_Migrator::open_incompleteFileReadOnly_isNotFound()
{
    const auto checkRefusal = [this] {
        const QByteArray before = fileBytes();
        const auto opened = openKegDatabase(path(), Access::ReadOnly, m_clock);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::NotFound);
        QVERIFY(opened.error().message.contains(QStringLiteral("start kegdisplay on it once")));
        QCOMPARE(fileBytes(), before);
    };
    QVERIFY(QFile(path()).open(QIODevice::WriteOnly));
    checkRefusal();
    buildDatabase(QStringLiteral("odd-beers-only.sql"), path());
    checkRefusal();
}

QTEST_GUILESS_MAIN(tst_Migrator)
#include "tst_migrator.moc"
