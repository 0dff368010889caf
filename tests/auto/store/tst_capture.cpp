// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/store/capture.h"
#include "core/store/database.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/schema.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/random_sql.h"

#include <QMap>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

/// The triggers, as any other program meets them.
class tst_Capture : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void capture_randomStatements_logEveryDifference();
    void capture_eachKindOfStatement_logsItsKeys_data();
    void capture_eachKindOfStatement_logsItsKeys();
    void capture_rolledBack_logsNothing();
    void logGuards_attack_isRefused_data();
    void logGuards_attack_isRefused();
    void logGuards_emptyLog_beginsAtOne();
    void logGuards_ordinaryWrites_pass();
    void logGuards_oldRowsDeleted_raiseTheFloor();
    void clientGuards_everyWrite_isRefusedNamingThePrimary_data();
    void clientGuards_everyWrite_isRefusedNamingThePrimary();
    void clientGuards_nameWithQuotes_isNamedAsItIs();
    void clientGuards_triggersOff_letTheApplierWrite();
    void install_again_writesNothing();
    void install_otherRole_replacesTheTriggers();

private:
    QString path() const { return m_folder->filePath(QStringLiteral("beer.db")); }
    void installIn(const std::function<Result<void>()> &install);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<PlainSqlite> m_other; ///< another program's connection
};

namespace {

using Image = QMap<qint64, QByteArray>; ///< a table's rows by key

Image imageOf(Database &database, const TableSchema &table)
{
    QByteArrayList values;
    for (const QByteArray &column : table.columns)
        values.append("typeof(" + quotedName(column) + ") || quote(" + quotedName(column) + ')');
    auto select
        = need(Statement::prepare(database,
                                  "SELECT " + quotedName(table.key) + ", " + values.join("||','||")
                                      + " FROM " + quotedName(table.name)));
    Image image;
    while (need(select.step()))
        image.insert(select.integer(0), select.bytes(1));
    return image;
}

QSet<qint64> loggedSince(Database &database, const QByteArray &table, qint64 sequence)
{
    auto select = need(Statement::prepare(
        database, "SELECT row_id FROM change_log WHERE id > ?1 AND table_name = ?2"));
    select.bind(1, sequence);
    select.bind(2, Text{table});
    QSet<qint64> keys;
    while (need(select.step()))
        keys.insert(select.integer(0));
    return keys;
}

QSet<qint64> differences(const Image &before, const Image &after)
{
    QSet<qint64> keys;
    for (auto row = before.begin(); row != before.end(); ++row) {
        if (after.value(row.key()) != row.value())
            keys.insert(row.key());
    }
    for (auto row = after.begin(); row != after.end(); ++row) {
        if (!before.contains(row.key()))
            keys.insert(row.key());
    }
    return keys;
}

// UNIQUE in every way that SQLite knows, with values that are equal to it without being the same.
const QByteArray HardSchema
    = "CREATE TABLE casks(id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE UNIQUE, batch REAL, lot,"
      " shelf UNIQUE ON CONFLICT REPLACE, UNIQUE(batch, lot));"
      "CREATE UNIQUE INDEX beers_by_name ON beers(Name COLLATE RTRIM);"
      "CREATE UNIQUE INDEX beers_by_brewery ON beers(lower(brewery), IBU);"
      "CREATE UNIQUE INDEX beers_brewed ON beers(Brewed) WHERE ABV > 5;";

QList<RandomTable> hardTables()
{
    const QByteArrayList texts = {"'a'", "'A'", "'b'", "'b  '", "'B'", "'c'", "NULL", "1", "'1'"};
    const QByteArrayList numbers = {"1", "1.0", "'1'", "2", "2.5", "'x'", "x'61'", "NULL"};
    return {
        {"casks", "id", {{"code", texts}, {"batch", numbers}, {"lot", numbers}, {"shelf", texts}}},
        {"beers",
         "idBeer",
         {{"Name", texts},
          {"brewery", texts},
          {"IBU", numbers},
          {"Brewed", texts},
          {"ABV", {"4", "6"}}}},
        {"taps", "idTap", {{"idBeer", {"NULL", "1", "2", "3", "4", "5"}}}},
    };
}

constexpr int Statements = 30'000;

} // namespace

void tst_Capture::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = need(openKegDatabase(path(), Access::Create, SystemClock()));
    need(m_database->setDurability(Durability::Normal));
    m_other = std::make_unique<PlainSqlite>(path());
    m_other->run("PRAGMA synchronous = OFF");
}

void tst_Capture::cleanup()
{
    m_other.reset();
    m_database.reset();
    m_folder.reset();
}

void tst_Capture::installIn(const std::function<Result<void>()> &install)
{
    auto transaction = need(Transaction::begin(*m_database));
    need(install());
    need(transaction.commit());
}

void tst_Capture::capture_randomStatements_logEveryDifference()
{
    need(m_database->execute(HardSchema));
    installIn([&] { return installPrimaryTriggers(*m_database); });
    const auto casks = need(readTable(*m_database, "casks"));
    for (const Trigger &trigger : captureTriggers(casks))
        need(m_database->execute(trigger.sql));

    QList<TableSchema> tables = {casks};
    for (const QByteArray &name : replicatedTables())
        tables.append(need(readTable(*m_database, name)));
    QList<Image> before;
    for (const TableSchema &table : tables)
        before.append(imageOf(*m_database, table));

    RandomSql random(hardTables());
    qInfo("seed %u", random.seed());
    int changes = 0;
    for (int done = 0; done < Statements;) {
        const qint64 sequence = need(headSequence(*m_database));
        const QByteArrayList batch = random.batch();
        done += int(batch.size());
        for (const QByteArray &statement : batch)
            m_other->run(statement);
        m_other->run("COMMIT"); // where an error ended the transaction, there is none
        for (int i = 0; i < tables.size(); ++i) {
            const Image after = imageOf(*m_database, tables.at(i));
            const auto logged = loggedSince(*m_database, tables.at(i).name, sequence);
            const auto differing = differences(before.at(i), after);
            const auto missed = differing - logged;
            changes += int(differing.size());
            QVERIFY2(missed.isEmpty(),
                     ("seed " + QByteArray::number(random.seed()) + ", " + tables.at(i).name
                      + " key " + QByteArray::number(missed.isEmpty() ? 0 : *missed.begin())
                      + " after\n" + batch.join(";\n"))
                         .constData());
            before[i] = after;
        }
    }
    const int replaced = int(
        need(m_database->integer("SELECT count(*) FROM change_log WHERE operation = 'REPLACE'")));
    qInfo("%d statements, %d changed rows, %d keys logged as being replaced", Statements, changes,
          replaced);
    QVERIFY(changes > Statements / 10);
    QVERIFY(replaced > Statements / 100);
}

void tst_Capture::capture_eachKindOfStatement_logsItsKeys_data()
{
    QTest::addColumn<QByteArray>("statement");
    QTest::addColumn<QByteArray>("logged");
    const auto row = [](const char *name, const QByteArray &statement, const QByteArray &logged) {
        QTest::newRow(name) << statement << logged;
    };
    row("insert", "INSERT INTO beers(Name) VALUES('x')", "beers 4");
    row("several", "INSERT INTO taps(idTap) VALUES(8), (9)", "taps 8,taps 9");
    row("update", "UPDATE beers SET ABV = 1 WHERE idBeer > 1", "beers 2,beers 3");
    row("update of nothing", "UPDATE beers SET ABV = 1 WHERE idBeer > 9", "");
    row("moved key", "UPDATE beers SET idBeer = 9 WHERE idBeer = 3", "beers 9,beers 3");
    row("moved by its other name", "UPDATE beers SET rowid = 9 WHERE idBeer = 3",
        "beers 9,beers 3");
    row("delete with its taps", "DELETE FROM beers WHERE idBeer = 1", "beers 1,taps 1,taps 2");
    row("replace", "REPLACE INTO beers(idBeer, Name) VALUES(2, 'x')", "beers 2");
    row("ignored", "INSERT OR IGNORE INTO beers(idBeer, Name) VALUES(2, 'x')", "");
}

void tst_Capture::capture_eachKindOfStatement_logsItsKeys()
{
    QFETCH(const QByteArray, statement);
    QFETCH(const QByteArray, logged);
    m_other->run("INSERT INTO beers(Name) VALUES('a'), ('b'), ('c');"
                 "INSERT INTO taps VALUES(1, 1), (2, 1), (3, 2)");
    const QByteArray head = m_other->run("SELECT max(id) FROM change_log");
    QCOMPARE(m_other->run(statement), "");
    QCOMPARE(m_other->run("SELECT group_concat(key) FROM (SELECT table_name || ' ' || row_id AS key"
                          " FROM change_log WHERE id > "
                          + head + " GROUP BY table_name, row_id ORDER BY min(id))"),
             logged);
    QCOMPARE(m_other->run("SELECT DISTINCT length(timestamp), content, content_hash"
                          " FROM change_log"),
             "24||");
    QCOMPARE(
        m_other->run("SELECT count(*) FROM taps WHERE idBeer NOT IN (SELECT idBeer FROM beers)"),
        "0");
}

void tst_Capture::capture_rolledBack_logsNothing()
{
    m_other->run("BEGIN; INSERT INTO beers(Name) VALUES('a'); ROLLBACK");
    QCOMPARE(need(headSequence(*m_database)), 0);
}

void tst_Capture::logGuards_attack_isRefused_data()
{
    QTest::addColumn<QByteArray>("statement");
    const auto row
        = [](const char *name, const QByteArray &statement) { QTest::newRow(name) << statement; };
    const QByteArray values = "(id, table_name, row_id) VALUES";
    for (const QByteArray verb : {"INSERT", "INSERT OR IGNORE", "REPLACE", "INSERT OR FAIL"}) {
        const QByteArray into = verb + " INTO change_log" + values;
        row(verb + " beyond the next", into + "(7, 'beers', 1)");
        row(verb + " the largest", into + "(9223372036854775807, 'beers', 1)");
        row(verb + " one that is there", into + "(2, 'beers', 1)");
        row(verb + " the newest", into + "(5, 'beers', 1)");
        row(verb + " a gap", into + "(3, 'beers', 1)");
        row(verb + " nought", into + "(0, 'beers', 1)");
        row(verb + " a negative one", into + "(-7, 'beers', 1)");
        row(verb + " the next and a gap", into + "(6, 'beers', 1), (9, 'beers', 1)");
    }
    row("upsert",
        "INSERT INTO change_log" + values + "(2, 'beers', 9) ON CONFLICT DO UPDATE SET row_id = 9");
    row("delete the newest", "DELETE FROM change_log WHERE id = 5");
    row("delete all", "DELETE FROM change_log");
    row("delete backwards", "DELETE FROM change_log WHERE id IN (5, 4, 2, 1)");
    for (const QByteArray verb : {"UPDATE ", "UPDATE OR REPLACE ", "UPDATE OR IGNORE "}) {
        row(verb + "id", verb + "change_log SET id = 9 WHERE id = 5");
        row(verb + "id to another", verb + "change_log SET id = 5 WHERE id = 2");
        row(verb + "rowid", verb + "change_log SET rowid = 9 WHERE id = 5");
        row(verb + "table_name", verb + "change_log SET table_name = 'x' WHERE id = 2");
        row(verb + "row_id", verb + "change_log SET row_id = NULL WHERE id = 2");
    }
}

void tst_Capture::logGuards_attack_isRefused()
{
    QFETCH(const QByteArray, statement);
    m_other->run("INSERT INTO taps(idTap) VALUES(1), (2), (3), (4), (5);"
                 "DELETE FROM change_log WHERE id = 3");
    const QByteArray image = "SELECT * FROM change_log";
    const QByteArray before = m_other->run(image);
    QCOMPARE(before.count('\n'), 3);
    const QByteArray answer = m_other->run(statement);
    QVERIFY2(answer.startsWith("Error: change_log: "), answer.constData());
    QCOMPARE(m_other->run(image), before);
}

void tst_Capture::logGuards_emptyLog_beginsAtOne()
{
    for (const QByteArray id : {"-1", "0", "2", "9223372036854775807"}) {
        m_other->run("INSERT INTO change_log(id) VALUES(" + id + ')');
        QVERIFY2(need(headSequence(*m_database)) <= 1, id.constData());
        QCOMPARE(m_other->run("SELECT count(*) FROM change_log WHERE id <> 1"), "0");
    }
}

void tst_Capture::logGuards_ordinaryWrites_pass()
{
    QCOMPARE(
        m_other->run("INSERT INTO change_log(table_name, operation, row_id, timestamp, content,"
                     " content_hash) VALUES('beers', 'UPDATE', 1, 'now', '{}', 'aa');"
                     "INSERT INTO change_log(id, table_name) VALUES(2, 'beers');"
                     "UPDATE change_log SET content = NULL, content_hash = 'bb';"
                     "UPDATE change_log SET id = id;"
                     "INSERT INTO taps(idTap) VALUES(1);"
                     "DELETE FROM change_log WHERE id = 1"),
        "");
    QCOMPARE(m_other->run("SELECT id FROM change_log"), "2\n3");
}

void tst_Capture::logGuards_oldRowsDeleted_raiseTheFloor()
{
    m_other->run("INSERT INTO taps(idTap) VALUES(1), (2), (3), (4), (5)");
    QCOMPARE(need(readReplicaState(*m_database)).logFloor, 0);
    m_other->run("DELETE FROM change_log WHERE id IN (3, 1)");
    QCOMPARE(need(readReplicaState(*m_database)).logFloor, 3);
    m_other->run("DELETE FROM change_log WHERE id = 2");
    QCOMPARE(need(readReplicaState(*m_database)).logFloor, 3);
    m_database->setTriggersEnabled(false);
    need(m_database->execute("DELETE FROM change_log WHERE id = 4"));
    QCOMPARE(need(readReplicaState(*m_database)).logFloor, 3);
}

void tst_Capture::clientGuards_everyWrite_isRefusedNamingThePrimary_data()
{
    QTest::addColumn<QByteArray>("statement");
    for (const QByteArray statement :
         {"INSERT INTO beers(Name) VALUES('x')", "INSERT OR IGNORE INTO beers(Name) VALUES('x')",
          "REPLACE INTO beers(idBeer, Name) VALUES(1, 'x')", "INSERT INTO beers(Name) VALUES(NULL)",
          "INSERT OR IGNORE INTO beers(idBeer, Name) VALUES(1, NULL)",
          "INSERT INTO beers(idBeer, Name) VALUES(1, 'x') ON CONFLICT DO NOTHING",
          "INSERT INTO beers(idBeer, Name) VALUES(1, 'x') ON CONFLICT DO UPDATE SET ABV = 1",
          "UPDATE beers SET ABV = 1", "UPDATE OR IGNORE beers SET idBeer = 7",
          "UPDATE OR REPLACE beers SET rowid = 7", "DELETE FROM beers",
          "DELETE FROM beers WHERE idBeer = 1", "INSERT INTO taps VALUES(7, 1)",
          "UPDATE taps SET idBeer = NULL", "DELETE FROM taps",
          "INSERT INTO change_log(table_name) VALUES('beers')",
          "UPDATE change_log SET content = 'x'", "DELETE FROM change_log"})
        QTest::newRow(statement) << statement;
}

void tst_Capture::clientGuards_everyWrite_isRefusedNamingThePrimary()
{
    QFETCH(const QByteArray, statement);
    m_other->run("INSERT INTO beers(Name) VALUES('a'); INSERT INTO taps VALUES(1, 1)");
    installIn([&] { return installClientGuards(*m_database, QStringLiteral("Cellar")); });
    const QByteArray image = "SELECT * FROM beers; SELECT * FROM taps; SELECT * FROM change_log";
    const QByteArray before = m_other->run(image);
    QCOMPARE(m_other->run(statement),
             "Error: this is a client's copy: make the change on its primary, Cellar");
    QCOMPARE(m_other->run(image), before);
}

void tst_Capture::clientGuards_nameWithQuotes_isNamedAsItIs()
{
    const QString name = QStringLiteral("O'Brien's \"Bar\"\n; DROP TABLE beers; -- K\u00f6ln");
    installIn([&] { return installClientGuards(*m_database, name); });
    const QByteArray answer = m_other->run("DELETE FROM taps; INSERT INTO taps VALUES(1, 1)");
    QVERIFY2(answer.endsWith(", " + name.simplified().toUtf8()), answer.constData());
    installIn([&] { return installClientGuards(*m_database, QString()); });
    QCOMPARE(m_other->run("INSERT INTO taps VALUES(1, 1)"),
             "Error: this is a client's copy: make the change on its primary");
}

void tst_Capture::clientGuards_triggersOff_letTheApplierWrite()
{
    installIn([&] { return installClientGuards(*m_database, QStringLiteral("Cellar")); });
    m_database->setTriggersEnabled(false);
    need(m_database->execute("INSERT INTO taps VALUES(1, NULL)"));
    QCOMPARE(m_other->run("SELECT * FROM taps"), "1|");
    QCOMPARE(need(headSequence(*m_database)), 0);
}

void tst_Capture::install_again_writesNothing()
{
    const QByteArray version = m_other->run("PRAGMA data_version; PRAGMA schema_version");
    installIn([&] { return installPrimaryTriggers(*m_database); });
    QCOMPARE(m_other->run("PRAGMA data_version; PRAGMA schema_version"), version);
    installIn([&] { return installClientGuards(*m_database, QStringLiteral("Cellar")); });
    const QByteArray guarded = m_other->run("PRAGMA data_version; PRAGMA schema_version");
    QVERIFY(guarded != version);
    installIn([&] { return installClientGuards(*m_database, QStringLiteral("Cellar")); });
    QCOMPARE(m_other->run("PRAGMA data_version; PRAGMA schema_version"), guarded);
}

void tst_Capture::install_otherRole_replacesTheTriggers()
{
    m_other->run("CREATE TRIGGER theirs AFTER INSERT ON taps BEGIN SELECT 1; END");
    const QByteArray triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1";
    const QByteArray primary = m_other->run(triggers);
    QVERIFY(primary.contains("keg_capture_beers_insert"));
    installIn([&] { return installClientGuards(*m_database, QStringLiteral("Cellar")); });
    QVERIFY(!m_other->run(triggers).contains("keg_capture"));
    QVERIFY(m_other->run(triggers).contains("theirs"));
    installIn([&] { return installPrimaryTriggers(*m_database); });
    QCOMPARE(m_other->run(triggers), primary);
    m_other->run("DROP TRIGGER keg_capture_beers_insert");
    installIn([&] { return installPrimaryTriggers(*m_database); });
    QCOMPARE(m_other->run(triggers), primary);
}

QTEST_GUILESS_MAIN(tst_Capture)
#include "tst_capture.moc"
