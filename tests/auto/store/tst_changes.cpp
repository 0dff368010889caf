// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/row_hash.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/random_sql.h"
#include "tests/support/recorded_changes.h"
#include "tests/support/replicas.h"

#include <QTest>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

namespace {

QList<RandomTable> kegTables()
{
    // Every type, and values that a conversion too many would change.
    const QByteArrayList values = {"NULL",
                                   "0",
                                   "9223372036854775807",
                                   "0.1",
                                   "-0.0",
                                   "9e999",
                                   "4.0",
                                   "''",
                                   "'5.5'",
                                   "'K\xc3\xb6lsch'",
                                   "x''",
                                   "x'00ff00'",
                                   "CAST(x'00ff41' AS TEXT)",
                                   "'a' || char(0) || 'b'",
                                   "randomblob(40)"};
    return {{"beers",
             "idBeer",
             {{"Name", {"'Helles'", "'Stout'", "'Gose'", "'Rye'", "'Porter'"}},
              {"ABV", values},
              {"IBU", values},
              {"Description", values},
              {"Tapped", values},
              {"style", values}}},
            {"taps", "idTap", {{"idBeer", {"NULL", "1", "2", "3", "4", "5"}}}}};
}

} // namespace

/// How one primary's changes reach its copies: reading and applying deltas.
class tst_Changes : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void randomEdits_fromAnyPosition_makeEqualCopies_data();
    void randomEdits_fromAnyPosition_makeEqualCopies();

    void readChanges_keyLoggedTwice_isGivenOnceWithItsRow();
    void readChanges_deletedRow_isAnEntryWithoutARow();
    void readChanges_foreignEntries_areCarriedAndNameNoRow();
    void readChanges_beyondTheHead_isAMismatch();
    void readChanges_belowTheFloor_isNotFound();
    void readChanges_columnOfTheUsers_staysOnThePrimary();

    void readChanges_anyCallFails_forgetsNothing();

    void applyChanges_freshCopy_adoptsTheIdentity();
    void applyChanges_acrossAnEpoch_recordsIt();
    void applyChanges_twice_isRefusedAndHarmless();
    void applyChanges_fileChangedBetween_isRefused_data();
    void applyChanges_fileChangedBetween_isRefused();
    void applyChanges_anyPartFalsified_isRolledBack();
    void applyChanges_rowChangedOnTheCopy_isAMismatch();
    void applyChanges_unknownColumnOrTable_isTooNew();
    void applyChanges_foreignEntries_areTakenOver();
    void applyChanges_back_isRefused();
    void applyChanges_anyCallFails_leavesTheOldState();
    void applyChanges_anyStepKills_leavesOldOrNewState();

private:
    void write(const QByteArray &sql);
    static void compareUnchanged(Store &copy, const Position &position, const QByteArray &content);

    std::unique_ptr<Replicas> m_replicas;
};

void tst_Changes::init()
{
    m_replicas = std::make_unique<Replicas>();
}

void tst_Changes::cleanup()
{
    m_replicas.reset();
}

void tst_Changes::randomEdits_fromAnyPosition_makeEqualCopies_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<bool>("areNamesUnique");
    QTest::newRow("as it is") << QString() << false;
    QTest::newRow("with a second UNIQUE") << QString() << true;
    QTest::newRow("declared by hand") << QStringLiteral("odd-types.sql") << false;
}

void tst_Changes::randomEdits_fromAnyPosition_makeEqualCopies()
{
    QFETCH(QString, script);
    QFETCH(bool, areNamesUnique);
    m_replicas = std::make_unique<Replicas>(script);
    constexpr int Copies = 3;
    constexpr int Rounds = 1000;
    PlainSqlite writer(m_replicas->primaryPath());
    writer.run("PRAGMA synchronous=OFF");
    if (areNamesUnique) {
        QCOMPARE(writer.run("CREATE UNIQUE INDEX names ON beers(Name)"), QByteArray());
        m_replicas->reopenPrimary();
    }
    std::array<std::unique_ptr<Store>, Copies> copies;
    for (auto &copy : copies)
        copy = m_replicas->client(QStringLiteral("%1.db").arg(&copy - copies.data()));
    RandomSql random(kegTables());
    qInfo("seed %u", random.seed());

    int deltas = 0;
    for (int round = 0; round < Rounds; ++round) {
        for (const QByteArray &statement : random.batch())
            writer.run(statement);
        writer.run("COMMIT"); // where an error ended the transaction, there is none
        // Each copy at its own pace, so that deltas span from few changes to many.
        for (int copy = 0; copy < Copies; ++copy) {
            if (round % (1 + 7 * copy) != 0)
                continue;
            const auto applied = m_replicas->catchUp(*copies.at(copy));
            QVERIFY2(applied, qPrintable(applied ? QString() : applied.error().message));
            QCOMPARE(copies.at(copy)->position(), m_replicas->primary().position());
            ++deltas;
        }
    }
    const QString digest = independentDigest(m_replicas->primaryPath());
    QCOMPARE(need(m_replicas->primary().advance()).digest.toHex(), digest);
    for (auto &copy : copies) {
        need(m_replicas->catchUp(*copy));
        QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
        QCOMPARE(independentDigest(copy->database().path()), digest);
    }
    qInfo("%d deltas up to sequence %lld", deltas, m_replicas->primary().position().sequence);
}

void tst_Changes::write(const QByteArray &sql)
{
    const QByteArray answer = PlainSqlite(m_replicas->primaryPath()).run(sql);
    if (answer.startsWith("Error"))
        qFatal("%s", answer.constData());
}

// Neither the file nor what the store remembers of it.
void tst_Changes::compareUnchanged(Store &copy, const Position &position, const QByteArray &content)
{
    QCOMPARE(copy.position(), position);
    QCOMPARE(need(computePosition(copy.database())), position);
    QCOMPARE(contentOf(copy.database().path()), content);
    QCOMPARE(need(headSequence(copy.database())), position.sequence);
}

void tst_Changes::readChanges_keyLoggedTwice_isGivenOnceWithItsRow()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(3, 'Helles')");
    const qint64 before = need(m_replicas->primary().advance()).sequence;
    write("UPDATE beers SET ABV = 5; UPDATE beers SET ABV = 6; INSERT INTO taps(idTap) VALUES(1)");
    const Delta delta = m_replicas->changesAfter(before);
    QCOMPARE(delta.to.sequence, before + 3);
    QCOMPARE(delta.items.size(), 4);
    const auto beer = std::get<LogEntry>(delta.items.at(0));
    const auto tap = std::get<LogEntry>(delta.items.at(1));
    QCOMPARE(beer.id, before + 2);
    QVERIFY(beer.table == Cell(Text{"beers"}) && beer.rowId == Cell(qint64(3)));
    QCOMPARE(tap.id, before + 3);
    const auto row = std::get<RowImage>(delta.items.at(2));
    QCOMPARE(row.table, QByteArray("beers"));
    QCOMPARE(row.key, 3);
    QVERIFY(row.cells.at(row.columns.indexOf("ABV")) == Cell(6.0));
    QCOMPARE(std::get<RowImage>(delta.items.at(3)).table, QByteArray("taps"));
}

void tst_Changes::readChanges_deletedRow_isAnEntryWithoutARow()
{
    write("INSERT INTO taps(idTap) VALUES(1); DELETE FROM taps");
    const Delta delta = m_replicas->changesAfter(0);
    QCOMPARE(delta.items.size(), 1);
    QCOMPARE(std::get<LogEntry>(delta.items.first()).id, 2);
}

void tst_Changes::readChanges_foreignEntries_areCarriedAndNameNoRow()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles')");
    const qint64 before = need(m_replicas->primary().advance()).sequence;
    write(
        "INSERT INTO change_log(table_name, row_id) VALUES('users', 1), (NULL, 1), (x'6265657273', "
        "1), ('beers', 1.5), ('beers', 'one'), ('beers', NULL)");
    const Delta delta = m_replicas->changesAfter(before);
    QCOMPARE(delta.items.size(), 6);
    QVERIFY(std::get<LogEntry>(delta.items.at(1)).table == Cell());
    QVERIFY(std::get<LogEntry>(delta.items.at(3)).rowId == Cell(1.5));
}

void tst_Changes::readChanges_beyondTheHead_isAMismatch()
{
    RecordedChanges changes;
    const auto read = m_replicas->primary().readChanges(1, changes);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Mismatch);
    QCOMPARE(m_replicas->primary().position().epoch.counter, 1u);
}

void tst_Changes::readChanges_belowTheFloor_isNotFound()
{
    write("INSERT INTO taps(idTap) VALUES(1), (2), (3); DELETE FROM change_log WHERE id < 3");
    RecordedChanges changes;
    const auto read = m_replicas->primary().readChanges(1, changes);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::NotFound);
    QVERIFY(changes.items.isEmpty());
    QVERIFY(m_replicas->primary().readChanges(2, changes));
    QCOMPARE(need(computePosition(m_replicas->primary().database())),
             m_replicas->primary().position());
}

void tst_Changes::readChanges_columnOfTheUsers_staysOnThePrimary()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("ALTER TABLE beers ADD COLUMN stars INTEGER;"
          "INSERT INTO beers(Name, stars) VALUES('Helles', 5)");
    need(m_replicas->catchUp(*copy));
    QCOMPARE(PlainSqlite(copy->database().path()).run("SELECT Name FROM beers"),
             QByteArray("Helles"));
    QCOMPARE(independentDigest(m_replicas->primaryPath()), copy->position().digest.toHex());
}

void tst_Changes::readChanges_anyCallFails_forgetsNothing()
{
    Store &primary = m_replicas->primary();
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const Position before = need(primary.advance());
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    const Position after = need(computePosition(primary.database()));

    int injected = 0;
    for (int call = 0;; ++call) {
        std::optional<Result<Position>> read;
        RecordedChanges changes;
        const bool hasStruck = withFailingCall(
            call, SQLITE_IOERR_READ, [&] { read = primary.readChanges(before.sequence, changes); });
        if (*read) { // at the latest when no call is left to fail
            QCOMPARE(need(*read), after);
            QCOMPARE(changes.items.size(), 5);
        }
        if (!hasStruck) {
            qInfo("%d of %d injected", injected, call);
            break;
        }
        ++injected;
        QVERIFY(primary.position() == before || primary.position() == after);
    }
    QVERIFY(injected > 30);
    QCOMPARE(primary.position(), after);
}

void tst_Changes::applyChanges_freshCopy_adoptsTheIdentity()
{
    const auto copy = m_replicas->freshClient(QStringLiteral("c.db"));
    write("INSERT INTO beers(Name) VALUES('Helles')");
    need(m_replicas->catchUp(*copy));
    QCOMPARE(copy->position(), m_replicas->primary().position());
    QCOMPARE(need(computePosition(copy->database())), copy->position());
    QVERIFY(!need(copy->previousEpoch()));
}

void tst_Changes::applyChanges_acrossAnEpoch_recordsIt()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("INSERT INTO taps(idTap) VALUES(1)");
    need(m_replicas->catchUp(*copy));
    const Epoch first = copy->position().epoch;
    write("INSERT INTO taps(idTap) VALUES(2)");
    need(m_replicas->primary().startEpoch(QStringLiteral("test")));
    const PreviousEpoch onThePrimary = {first, 2};
    QCOMPARE(need(m_replicas->primary().previousEpoch()), std::optional(onThePrimary));
    need(m_replicas->catchUp(*copy));
    QCOMPARE(copy->position(), m_replicas->primary().position());
    QCOMPARE(copy->position().epoch.counter, 2u);
    // Lower than the primary's, which the delta does not tell: safe.
    const PreviousEpoch onTheCopy = {first, 1};
    QCOMPARE(need(copy->previousEpoch()), std::optional(onTheCopy));
}

void tst_Changes::applyChanges_twice_isRefusedAndHarmless()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    write("INSERT INTO beers(Name) VALUES('Helles')");
    const Delta delta = m_replicas->changesAfter(before.sequence);
    need(Replicas::apply(*copy, delta));
    ReplayedChanges again(delta.items);
    const auto applied = copy->applyChanges(before, delta.to, again);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::Mismatch);
    compareUnchanged(*copy, delta.to, contentOf(m_replicas->primaryPath()));
}

void tst_Changes::applyChanges_fileChangedBetween_isRefused_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("promoted") << QByteArray("role = 'primary'") << ErrorCode::Refused;
    QTest::newRow("epoch") << QByteArray("epoch_counter = 2") << ErrorCode::Mismatch;
    QTest::newRow("epoch's id") << QByteArray("epoch_random = 2") << ErrorCode::Mismatch;
    QTest::newRow("sequence") << QByteArray("sequence = 7") << ErrorCode::Mismatch;
    QTest::newRow("database") << QByteArray("database_id = '6d1f2c3a-0000-4000-8000-000000000000'")
                              << ErrorCode::Mismatch;
}

// By another process, after this one has last looked.
void tst_Changes::applyChanges_fileChangedBetween_isRefused()
{
    QFETCH(QByteArray, change);
    QFETCH(ErrorCode, code);
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("INSERT INTO beers(Name) VALUES('Helles')");
    const Delta delta = m_replicas->changesAfter(copy->position().sequence);
    PlainSqlite other(copy->database().path());
    QCOMPARE(other.run("UPDATE replica SET " + change), QByteArray());
    const QByteArray replica = other.run("SELECT * FROM replica");

    const auto applied = Replicas::apply(*copy, delta);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, code);
    QCOMPARE(other.run("SELECT * FROM replica"), replica);
    QCOMPARE(other.run("SELECT count(*) FROM beers"), QByteArray("0"));
    QCOMPARE(other.run("SELECT count(*) FROM change_log"), QByteArray("0"));
}

void tst_Changes::applyChanges_anyPartFalsified_isRolledBack()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout');"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    const QByteArray content = contentOf(copy->database().path());
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "UPDATE taps SET idBeer = NULL; INSERT INTO beers(idBeer, Name) VALUES(9, 'Gose')");
    const Delta good = m_replicas->changesAfter(before.sequence);
    QCOMPARE(good.items.size(), 7);

    int falsified = 0;
    const auto refuses = [&](const Delta &bad) {
        const auto applied = Replicas::apply(*copy, bad);
        QVERIFY(!applied);
        QVERIFY(applied.error().code == ErrorCode::Mismatch
                || applied.error().code == ErrorCode::Damaged);
        compareUnchanged(*copy, before, content);
        ++falsified;
    };
    for (qsizetype i = 0; i < good.items.size(); ++i) {
        Delta without = good;
        without.items.removeAt(i);
        refuses(without);
        Delta twice = good;
        twice.items.append(good.items.at(i));
        refuses(twice);
        Delta other = good;
        if (auto *row = std::get_if<RowImage>(&other.items[i]))
            row->cells[0] = qint64(77);
        else
            std::get<LogEntry>(other.items[i]).rowId = qint64(1000);
        refuses(other);
    }
    Delta otherDigest = good;
    otherDigest.to.digest += rowHash({});
    refuses(otherDigest);
    qInfo("%d of %d rolled back", falsified, int(3 * good.items.size() + 1));
    need(Replicas::apply(*copy, good));
    compareUnchanged(*copy, good.to, contentOf(m_replicas->primaryPath()));
}

void tst_Changes::applyChanges_rowChangedOnTheCopy_isAMismatch()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles')");
    auto copy = m_replicas->client(QStringLiteral("c.db"));
    copy->database().setTriggersEnabled(false);
    need(copy->database().execute("UPDATE beers SET Name = 'Pils'"));
    copy->database().setTriggersEnabled(true);
    copy.reset();
    copy = m_replicas->freshClient(QStringLiteral("c.db"));
    write("INSERT INTO taps(idTap) VALUES(1)");
    const auto applied = m_replicas->catchUp(*copy);
    QVERIFY(!applied);
    QCOMPARE(applied.error().code, ErrorCode::Mismatch);
    need(m_replicas->snapshot(*copy));
    QCOMPARE(need(computePosition(copy->database())), m_replicas->primary().position());
}

void tst_Changes::applyChanges_unknownColumnOrTable_isTooNew()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    write("INSERT INTO beers(Name) VALUES('Helles')");
    const Delta good = m_replicas->changesAfter(0);
    Delta newColumn = good;
    std::get<RowImage>(newColumn.items.last()).columns[0] = "temperature";
    Delta newTable = good;
    std::get<RowImage>(newTable.items.last()).table = "kegs";
    for (const Delta &delta : {newColumn, newTable}) {
        const auto applied = Replicas::apply(*copy, delta);
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, ErrorCode::TooNew);
        QVERIFY(applied.error().message.contains(QStringLiteral("update KegDisplay")));
        compareUnchanged(*copy, before, contentOf(copy->database().path()));
    }
    need(Replicas::apply(*copy, good));
}

void tst_Changes::applyChanges_foreignEntries_areTakenOver()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("INSERT INTO change_log(table_name, operation, row_id, timestamp) "
          "VALUES('users', 'UPDATE', 'x', 5), (NULL, NULL, NULL, x'00')");
    need(m_replicas->catchUp(*copy));
    const QByteArray log = "SELECT id, quote(table_name), quote(operation), quote(row_id), "
                           "quote(timestamp) FROM change_log";
    QCOMPARE(PlainSqlite(copy->database().path()).run(log),
             PlainSqlite(m_replicas->primaryPath()).run(log));
}

void tst_Changes::applyChanges_back_isRefused()
{
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("INSERT INTO taps(idTap) VALUES(1)");
    need(m_replicas->catchUp(*copy));
    const Position there = copy->position();
    Position earlier = there;
    --earlier.sequence;
    Position olderEpoch = there;
    --olderEpoch.epoch.counter;
    Position otherDatabase = there;
    otherDatabase.databaseId = QUuid::createUuid();
    for (const Position &to : {earlier, olderEpoch, otherDatabase}) {
        const auto applied = Replicas::apply(*copy, {to, {}});
        QVERIFY(!applied);
        QCOMPARE(applied.error().code, ErrorCode::Damaged);
        compareUnchanged(*copy, there, contentOf(m_replicas->primaryPath()));
    }
}

void tst_Changes::applyChanges_anyCallFails_leavesTheOldState()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    const QByteArray content = contentOf(copy->database().path());
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    const Delta delta = m_replicas->changesAfter(before.sequence);

    int injected = 0;
    for (int call = 0;; ++call) {
        std::optional<Result<void>> applied;
        const bool hasStruck = withFailingCall(call, SQLITE_IOERR_WRITE,
                                               [&] { applied = Replicas::apply(*copy, delta); });
        if (!hasStruck) {
            need(*applied);
            qInfo("%d of %d injected", injected, call);
            break;
        }
        ++injected;
        QVERIFY(!*applied);
        compareUnchanged(*copy, before, content);
    }
    QVERIFY(injected > 30);
    compareUnchanged(*copy, delta.to, contentOf(m_replicas->primaryPath()));
}

void tst_Changes::applyChanges_anyStepKills_leavesOldOrNewState()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const QString path = m_replicas->path(QStringLiteral("c.db"));
    const Position before = m_replicas->client(QStringLiteral("c.db"))->position();
    const QByteArray content = contentOf(path);
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    const Delta delta = m_replicas->changesAfter(before.sequence);

    int killed = 0;
    const auto applyAll = [&] {
        const auto copy = m_replicas->freshClient(QStringLiteral("c.db"));
        need(Replicas::apply(*copy, delta));
    };
    while (withDeathAtStep(killed, applyAll)) {
        ++killed;
        compareUnchanged(*m_replicas->freshClient(QStringLiteral("c.db")), before, content);
    }
    qInfo("killed at %d of %d steps", killed, killed);
    QVERIFY(killed > 30);
    compareUnchanged(*m_replicas->freshClient(QStringLiteral("c.db")), delta.to,
                     contentOf(m_replicas->primaryPath()));
}

QTEST_GUILESS_MAIN(tst_Changes)
#include "tst_changes.moc"
