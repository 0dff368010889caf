// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/snapshot_image.h"
#include "core/store/snapshot_merger.h"
#include "core/store/transaction.h"
#include "tests/support/database_faults.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QSet>
#include <QTest>

#include <atomic>
#include <thread>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

/// Images of a primary's database, and how they become a client's copy.
class tst_Snapshots : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void create_anyTime_holdsWhatIsCommitted();
    void create_lastOwnerGone_leavesNoFile();
    void create_noFolder_fails();

    void inspect_otherThanAnnounced_isAMismatch_data();
    void inspect_otherThanAnnounced_isAMismatch();
    void inspect_damaged_isRefused_data();
    void inspect_damaged_isRefused();
    void inspect_newerSchemaWithUnknownContent_isTooNew();

    void merge_freshCopy_isThePrimarysState();
    void merge_imageOfOlderTables_isThePrimarysState();
    void merge_oldCopy_writesOnlyWhatDiffers();
    void merge_samePosition_repairsRows();
    void merge_uniqueValueMoved_isNoClash();
    void merge_then_deltasResume();
    void merge_notACopyOfIt_isRefused_data();
    void merge_notACopyOfIt_isRefused();
    void merge_older_isRefused();
    void merge_somebodyReads_seesOldOrNew();
    void merge_anyCallFails_leavesTheOldState();
    void merge_anyStepKills_leavesOldOrNewState();

private:
    void write(const QByteArray &sql);
    /// As a client has fetched it.
    QString fetch(Position *position);
    void fillCellar();

    std::unique_ptr<Replicas> m_replicas;
};

void tst_Snapshots::init()
{
    m_replicas = std::make_unique<Replicas>();
}

void tst_Snapshots::cleanup()
{
    m_replicas.reset();
}

void tst_Snapshots::write(const QByteArray &sql)
{
    const QByteArray answer = PlainSqlite(m_replicas->primaryPath()).run(sql);
    if (answer.startsWith("Error"))
        qFatal("%s", answer.constData());
}

QString tst_Snapshots::fetch(Position *position)
{
    const auto image = need(SnapshotImage::create(m_replicas->primaryPath(), m_replicas->folder()));
    *position = image->position();
    QString path = m_replicas->path(QStringLiteral("fetched"));
    QFile file(path);
    if (!file.open(QFile::WriteOnly) || file.write(need(image->read(0, image->size()))) < 0)
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void tst_Snapshots::fillCellar()
{
    write("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
          "INSERT INTO beers(idBeer, Name, ABV) SELECT i, 'Beer ' || i, i / 10.0 FROM n;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1), (2, 2), (3, NULL)");
}

void tst_Snapshots::create_anyTime_holdsWhatIsCommitted()
{
    fillCellar();
    const Database &database = m_replicas->primary().database();
    const auto open = need(Transaction::begin(m_replicas->primary().database()));
    need(m_replicas->primary().database().execute("DELETE FROM beers"));
    const auto image = need(SnapshotImage::create(database.path(), m_replicas->folder()));
    QCOMPARE(image->position().sequence, 203);

    QByteArray bytes;
    while (bytes.size() < image->size())
        bytes += need(image->read(bytes.size(), 1000));
    QCOMPARE(bytes, need(image->read(0, image->size())));
    QVERIFY(bytes.startsWith("SQLite format 3"));
    QCOMPARE(need(image->read(image->size(), 10)), QByteArray());
}

void tst_Snapshots::create_lastOwnerGone_leavesNoFile()
{
    const auto files = [this] { return QDir(m_replicas->folder()).entryList(); };
    const QStringList before = files();
    auto image = need(SnapshotImage::create(m_replicas->primaryPath(), m_replicas->folder()));
    QCOMPARE(files().size(), before.size() + 1);
    image.reset();
    QCOMPARE(files(), before);
}

void tst_Snapshots::create_noFolder_fails()
{
    const QString nowhere = m_replicas->path(QStringLiteral("nowhere"));
    QVERIFY(!SnapshotImage::create(m_replicas->primaryPath(), nowhere));
}

void tst_Snapshots::inspect_otherThanAnnounced_isAMismatch_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("row") << QByteArray("UPDATE beers SET ABV = 99 WHERE idBeer = 7");
    QTest::newRow("row gone") << QByteArray("DELETE FROM taps");
    QTest::newRow("log") << QByteArray("DELETE FROM change_log WHERE id > 10");
    QTest::newRow("epoch") << QByteArray("UPDATE replica SET epoch_counter = 7");
    QTest::newRow("database") << QByteArray("UPDATE replica SET database_id = NULL");
}

void tst_Snapshots::inspect_otherThanAnnounced_isAMismatch()
{
    QFETCH(QByteArray, change);
    fillCellar();
    Position announced;
    const QString path = fetch(&announced);
    const auto inspected = need(inspectSnapshot(path, announced));
    QCOMPARE(inspected.position, announced);
    {
        const auto database = need(Database::open(path, Access::ReadWrite));
        database->setTriggersEnabled(false);
        need(database->execute(change));
    }
    const auto changed = inspectSnapshot(path, announced);
    QVERIFY(!changed);
    QCOMPARE(changed.error().code, ErrorCode::Mismatch);
}

void tst_Snapshots::inspect_damaged_isRefused_data()
{
    QTest::addColumn<int>("keptPercent");
    QTest::addColumn<bool>("isGarbled");
    QTest::newRow("nothing") << 0 << false;
    QTest::newRow("half") << 50 << false;
    QTest::newRow("garbled") << 100 << true;
}

void tst_Snapshots::inspect_damaged_isRefused()
{
    QFETCH(int, keptPercent);
    QFETCH(bool, isGarbled);
    fillCellar();
    Position announced;
    QFile file(fetch(&announced));
    QVERIFY(file.open(QFile::ReadWrite));
    QVERIFY(file.resize(file.size() * keptPercent / 100));
    if (isGarbled) {
        QVERIFY(file.seek(file.size() / 2));
        QVERIFY(file.write(QByteArray(6000, 'x')) > 0);
    }
    file.close();
    const auto inspected = inspectSnapshot(file.fileName(), announced);
    QVERIFY(!inspected);
    QVERIFY(inspected.error().code == ErrorCode::Damaged
            || inspected.error().code == ErrorCode::Mismatch);
}

void tst_Snapshots::inspect_newerSchemaWithUnknownContent_isTooNew()
{
    Position announced;
    const QString path = fetch(&announced);
    PlainSqlite(path).run("PRAGMA user_version = 999");
    QVERIFY(inspectSnapshot(path, announced));
    announced.digest += announced.digest;
    Digest::Bytes one = {};
    one.back() = 1;
    announced.digest += Digest(one);
    const auto inspected = inspectSnapshot(path, announced);
    QVERIFY(!inspected);
    QCOMPARE(inspected.error().code, ErrorCode::TooNew);
}

void tst_Snapshots::merge_freshCopy_isThePrimarysState()
{
    fillCellar();
    need(m_replicas->primary().startEpoch(QStringLiteral("test")));
    write("DELETE FROM beers WHERE idBeer < 20");
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const QString path = copy->database().path();
    const Position head = need(m_replicas->primary().advance());
    QCOMPARE(copy->position(), head);
    QCOMPARE(contentOf(path), contentOf(m_replicas->primaryPath()));
    QCOMPARE(independentDigest(path), head.digest.toHex());
    QCOMPARE(copy->role(), Role::Client);
    QCOMPARE(need(copy->previousEpoch()), need(m_replicas->primary().previousEpoch()));
    const QByteArray log = "SELECT id, table_name, operation, row_id, timestamp FROM change_log";
    QCOMPARE(PlainSqlite(path).run(log), PlainSqlite(m_replicas->primaryPath()).run(log));
    QVERIFY(PlainSqlite(path).run("DELETE FROM taps").contains("client's copy"));
}

/// The primary's program may be older than the client's.
void tst_Snapshots::merge_imageOfOlderTables_isThePrimarysState()
{
    fillCellar();
    Position announced;
    const QString path = fetch(&announced);
    QCOMPARE(PlainSqlite(path).run("DROP TABLE settings; DROP TABLE displays;"
                                   "PRAGMA user_version = 3"),
             "");
    const auto copy = m_replicas->freshClient(QStringLiteral("c.db"));
    need(copy->mergeSnapshot(need(inspectSnapshot(path, announced))));
    QCOMPARE(copy->position(), announced);
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
    QCOMPARE(need(copy->readBoard()).menuUrl, QString());
}

void tst_Snapshots::merge_oldCopy_writesOnlyWhatDiffers()
{
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("UPDATE beers SET ABV = 1 WHERE idBeer = 5; DELETE FROM beers WHERE idBeer = 6;"
          "INSERT INTO beers(idBeer, Name) VALUES(1000, 'New')");
    write("DELETE FROM change_log WHERE id < (SELECT max(id) FROM change_log)");
    const qint64 before = need(copy->database().integer("SELECT total_changes()"));
    need(m_replicas->snapshot(*copy));
    const qint64 written = need(copy->database().integer("SELECT total_changes()")) - before;
    // Rows: 2 removed, 2 inserted; log: 203 for 1; epochs: 1 for 1; replica.
    QCOMPARE(written, 2 + 2 + 203 + 1 + 1 + 1 + 1);
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
}

void tst_Snapshots::merge_samePosition_repairsRows()
{
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    copy->database().setTriggersEnabled(false);
    need(copy->database().execute("UPDATE beers SET Name = 'Pils' WHERE idBeer = 3;"
                                  "INSERT INTO beers(Name) VALUES('Bock'); DELETE FROM taps"));
    copy->database().setTriggersEnabled(true);
    need(m_replicas->snapshot(*copy));
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
    QCOMPARE(need(computePosition(copy->database())), need(m_replicas->primary().advance()));
}

void tst_Snapshots::merge_uniqueValueMoved_isNoClash()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    QCOMPARE(PlainSqlite(copy->database().path()).run("CREATE UNIQUE INDEX names ON beers(Name)"),
             QByteArray());
    write("UPDATE beers SET Name = iif(idBeer = 1, 'Stout', 'Helles')");
    need(m_replicas->snapshot(*copy));
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
}

void tst_Snapshots::merge_then_deltasResume()
{
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("UPDATE beers SET ABV = 1 WHERE idBeer = 5");
    need(m_replicas->catchUp(*copy));
    QCOMPARE(copy->position(), m_replicas->primary().position());
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
}

void tst_Snapshots::merge_notACopyOfIt_isRefused_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("a primary") << QByteArray("role = 'primary'");
    QTest::newRow("nobody's") << QByteArray("role = NULL");
    QTest::newRow("another database's")
        << QByteArray("database_id = '6d1f2c3a-0000-4000-8000-000000000000'");
    QTest::newRow("fresh, but with rows") << QByteArray("database_id = NULL");
}

// The other process changes it after the store has last looked.
void tst_Snapshots::merge_notACopyOfIt_isRefused()
{
    QFETCH(QByteArray, change);
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    write("UPDATE beers SET ABV = 1");
    PlainSqlite other(copy->database().path());
    QCOMPARE(other.run("UPDATE replica SET " + change), QByteArray());
    const QByteArray replica = other.run("SELECT * FROM replica");
    const QByteArray content = contentOf(copy->database().path());
    const auto merged = m_replicas->snapshot(*copy);
    QVERIFY(!merged);
    QCOMPARE(merged.error().code, ErrorCode::Refused);
    QCOMPARE(other.run("SELECT * FROM replica"), replica);
    QCOMPARE(contentOf(copy->database().path()), content);
}

void tst_Snapshots::merge_older_isRefused()
{
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    Position position;
    const auto snapshot = need(inspectSnapshot(fetch(&position), position));
    write("UPDATE beers SET ABV = 1 WHERE idBeer = 1");
    need(m_replicas->catchUp(*copy));
    const auto earlier = copy->mergeSnapshot(snapshot);
    QVERIFY(!earlier);
    QCOMPARE(earlier.error().code, ErrorCode::Mismatch);

    need(m_replicas->primary().startEpoch(QStringLiteral("test")));
    need(m_replicas->catchUp(*copy));
    const auto olderEpoch = copy->mergeSnapshot(snapshot);
    QVERIFY(!olderEpoch);
    QCOMPARE(olderEpoch.error().code, ErrorCode::Mismatch);
    QCOMPARE(copy->position(), m_replicas->primary().position());
    QCOMPARE(need(computePosition(copy->database())), copy->position());
}

void tst_Snapshots::merge_somebodyReads_seesOldOrNew()
{
    fillCellar();
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const QString path = copy->database().path();
    std::atomic<bool> isOver = false;
    QSet<QByteArray> seen;
    int reads = 0;
    std::thread reader([&] {
        PlainSqlite connection(path);
        while (!isOver) {
            seen.insert(connection.run("SELECT count(*), group_concat(quote(ABV)) FROM beers"));
            ++reads;
        }
    });
    QSet<QByteArray> expected;
    const auto expect = [&] {
        expected.insert(PlainSqlite(m_replicas->primaryPath())
                            .run("SELECT count(*), group_concat(quote(ABV)) FROM beers"));
    };
    expect();
    for (int round = 0; round < 20; ++round) {
        write("UPDATE beers SET ABV = ABV + 1; DELETE FROM beers WHERE idBeer = "
              + QByteArray::number(round + 1));
        expect();
        need(m_replicas->snapshot(*copy));
    }
    isOver = true;
    reader.join();
    qInfo("%d reads, %d states seen", reads, int(seen.size()));
    QVERIFY(seen.size() > 1);
    QVERIFY(expected.contains(seen));
}

void tst_Snapshots::merge_anyCallFails_leavesTheOldState()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const auto copy = m_replicas->client(QStringLiteral("c.db"));
    const Position before = copy->position();
    const QByteArray content = contentOf(copy->database().path());
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    Position position;
    const auto snapshot = need(inspectSnapshot(fetch(&position), position));

    int injected = 0;
    for (int call = 0;; ++call) {
        std::optional<Result<void>> merged;
        const bool hasStruck
            = withFailingCall(call, SQLITE_FULL, [&] { merged = copy->mergeSnapshot(snapshot); });
        if (!hasStruck) {
            need(*merged);
            qInfo("%d of %d injected", injected, call);
            break;
        }
        ++injected;
        QVERIFY(!*merged);
        QCOMPARE(copy->position(), before);
        QCOMPARE(need(computePosition(copy->database())), before);
        QCOMPARE(contentOf(copy->database().path()), content);
    }
    QVERIFY(injected > 50);
    QCOMPARE(copy->position(), position);
    QCOMPARE(contentOf(copy->database().path()), contentOf(m_replicas->primaryPath()));
}

void tst_Snapshots::merge_anyStepKills_leavesOldOrNewState()
{
    write("INSERT INTO beers(idBeer, Name) VALUES(1, 'Helles'), (2, 'Stout')");
    const QString path = m_replicas->path(QStringLiteral("c.db"));
    const Position before = m_replicas->client(QStringLiteral("c.db"))->position();
    const QByteArray content = contentOf(path);
    write("UPDATE beers SET ABV = 5 WHERE idBeer = 1; DELETE FROM beers WHERE idBeer = 2;"
          "INSERT INTO taps(idTap, idBeer) VALUES(1, 1)");
    Position position;
    const auto snapshot = need(inspectSnapshot(fetch(&position), position));

    int killed = 0;
    const auto merge
        = [&] { need(m_replicas->freshClient(QStringLiteral("c.db"))->mergeSnapshot(snapshot)); };
    while (withDeathAtStep(killed, merge)) {
        ++killed;
        QCOMPARE(m_replicas->freshClient(QStringLiteral("c.db"))->position(), before);
        QCOMPARE(contentOf(path), content);
    }
    qInfo("killed at %d of %d steps", killed, killed);
    QVERIFY(killed > 50);
    QCOMPARE(m_replicas->freshClient(QStringLiteral("c.db"))->position(), position);
    QCOMPARE(contentOf(path), contentOf(m_replicas->primaryPath()));
}

QTEST_GUILESS_MAIN(tst_Snapshots)
#include "tst_snapshots.moc"
