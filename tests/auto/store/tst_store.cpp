// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/store/beer_repository.h"
#include "core/store/database.h"
#include "core/store/snapshot_image.h"
#include "core/store/snapshot_merger.h"
#include "core/store/statement.h"
#include "core/store/store.h"
#include "core/store/transaction.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/recorded_changes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Store : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void open_newFile_isAPrimaryWithIdentity();
    void open_withoutRole_takesTheFiles();
    void open_noFile_isNotCreatedUnlessAllowed();
    void open_copyAsPrimary_isRefusedNamingPromote();
    void open_primaryWithRowsAsClient_isRefused();
    void open_primaryWithOnlyALogAsClient_isRefused();
    void open_emptyPrimaryAsClient_isFresh();
    void open_again_writesNothing();
    void idle_writesNothing();

    void write_ownAndForeign_bothMoveThePosition();
    void client_foreignWrite_isRefusedNamingThePrimary();
    void setPrimaryName_same_writesNothing();
    void newestChange_isTheLogsTimestamp_data();
    void newestChange_isTheLogsTimestamp();
    void maintain_longLog_isWrittenBack();

private:
    QString path(const char *name = "a.db") const
    {
        return m_folder->filePath(QString::fromLatin1(name));
    }
    std::unique_ptr<Store> open(std::optional<Role> role = {}, const char *name = "a.db");
    Result<std::unique_ptr<Store>> tryOpen(std::optional<Role> role);
    static void addBeer(Store &store, const char *name);

    SystemClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_Store::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_Store::cleanup()
{
    m_folder.reset();
}

std::unique_ptr<Store> tst_Store::open(std::optional<Role> role, const char *name)
{
    return need(Store::open({path(name), role}, m_clock));
}

Result<std::unique_ptr<Store>> tst_Store::tryOpen(std::optional<Role> role)
{
    return Store::open({path(), role}, m_clock);
}

void tst_Store::addBeer(Store &store, const char *name)
{
    auto transaction = need(Transaction::begin(store.database()));
    Beer beer;
    beer.name = QString::fromLatin1(name);
    need(BeerRepository(store.database()).add(beer));
    need(transaction.commit());
}

void tst_Store::open_newFile_isAPrimaryWithIdentity()
{
    const auto store = open();
    QCOMPARE(store->role(), Role::Primary);
    QVERIFY(!store->position().databaseId.isNull());
    QCOMPARE(store->position().epoch.counter, 1u);
    QVERIFY(store->position().epoch.random != 0);
    QCOMPARE(store->position().sequence, 0);
    QVERIFY(!need(store->previousEpoch()));

    const auto other = open({}, "b.db");
    QVERIFY(other->position().databaseId != store->position().databaseId);
}

void tst_Store::open_withoutRole_takesTheFiles()
{
    open(Role::Client, "c.db");
    QCOMPARE(open({}, "c.db")->role(), Role::Client);
    open(Role::Primary, "p.db");
    QCOMPARE(open({}, "p.db")->role(), Role::Primary);
}

void tst_Store::open_noFile_isNotCreatedUnlessAllowed()
{
    const auto opened = Store::open({path(), {}, false}, m_clock);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::NotFound);
    QVERIFY(!QFile::exists(path()));
}

void tst_Store::open_copyAsPrimary_isRefusedNamingPromote()
{
    need(open(Role::Client)->setPrimaryName(QStringLiteral("bar")));
    const auto opened = tryOpen(Role::Primary);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Refused);
    QVERIFY(opened.error().message.contains(QStringLiteral("kegdisplay promote")));
    QVERIFY(opened.error().message.contains(QStringLiteral("copy of bar")));
    QCOMPARE(open()->role(), Role::Client);
}

void tst_Store::open_primaryWithRowsAsClient_isRefused()
{
    const auto before = open();
    addBeer(*before, "Kolsch");
    const auto opened = tryOpen(Role::Client);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Refused);
    QVERIFY(opened.error().message.contains(QStringLiteral("--db-path")));
    QCOMPARE(open()->position(), need(before->advance()));
}

void tst_Store::open_primaryWithOnlyALogAsClient_isRefused()
{
    addBeer(*open(), "Kolsch");
    QCOMPARE(PlainSqlite(path()).run("DELETE FROM beers"), QByteArray());
    const auto opened = tryOpen(Role::Client);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Refused);
}

void tst_Store::open_emptyPrimaryAsClient_isFresh()
{
    open(Role::Primary);
    const auto store = open(Role::Client);
    QCOMPARE(store->role(), Role::Client);
    QCOMPARE(store->position(), Position());
    QCOMPARE(PlainSqlite(path()).run("SELECT count(*) FROM epochs"), QByteArray("0"));
}

void tst_Store::open_again_writesNothing()
{
    for (const Role role : {Role::Primary, Role::Client}) {
        const char *name = role == Role::Primary ? "p.db" : "c.db";
        open(role, name);
        // Keeps the write-ahead log from being written back at the end.
        PlainSqlite other(path(name));
        other.run("SELECT * FROM replica");
        const QByteArray before = other.run("PRAGMA data_version");
        open({}, name);
        open(role, name);
        QCOMPARE(other.run("PRAGMA data_version"), before);
    }
}

void tst_Store::idle_writesNothing()
{
    for (const Role role : {Role::Primary, Role::Client}) {
        const auto store = open(role, role == Role::Primary ? "p.db" : "c.db");
        PlainSqlite other(store->database().path());
        const QByteArray before = other.run("PRAGMA data_version");
        for (int round = 0; round < 20; ++round) {
            QCoreApplication::processEvents();
            need(store->advance());
            need(store->readBoard());
            need(store->maintain());
        }
        QCOMPARE(other.run("PRAGMA data_version"), before);
        QVERIFY(!store->isAuditDue());
    }
}

void tst_Store::write_ownAndForeign_bothMoveThePosition()
{
    const auto store = open();
    const Position start = store->position();
    addBeer(*store, "Kolsch");
    const Position own = need(store->advance());
    QCOMPARE(own.sequence, 1);
    QVERIFY(own.digest != start.digest);

    QCOMPARE(PlainSqlite(path()).run("DELETE FROM beers"), QByteArray());
    const Position foreign = need(store->advance());
    QCOMPARE(foreign.sequence, 2);
    QCOMPARE(foreign.digest, start.digest);
    QVERIFY(!store->isAuditDue());
}

void tst_Store::client_foreignWrite_isRefusedNamingThePrimary()
{
    const auto store = open(Role::Client);
    need(store->setPrimaryName(QStringLiteral("cellar's bar")));
    QCOMPARE(store->primaryName(), QStringLiteral("cellar's bar"));
    const QByteArray answer = PlainSqlite(path()).run("INSERT INTO beers(Name) VALUES('x')");
    QVERIFY2(answer.contains("cellar's bar"), answer);
    need(store->setPrimaryName(QStringLiteral("attic")));
    QVERIFY(PlainSqlite(path()).run("INSERT INTO taps(idBeer) VALUES(1)").contains("attic"));
}

void tst_Store::setPrimaryName_same_writesNothing()
{
    const auto store = open(Role::Client);
    need(store->setPrimaryName(QStringLiteral("bar")));
    PlainSqlite other(path());
    const QByteArray before = other.run("PRAGMA data_version");
    need(store->setPrimaryName(QStringLiteral("bar")));
    QCOMPARE(other.run("PRAGMA data_version"), before);
}

void tst_Store::newestChange_isTheLogsTimestamp_data()
{
    QTest::addColumn<QByteArray>("logged");
    QTest::addColumn<QDateTime>("time");
    const QDateTime noon(QDate(2026, 11, 23), QTime(12, 0), Qt::UTC);
    QTest::newRow("ours") << QByteArray("2026-11-23T12:00:00.250Z") << noon.addMSecs(250);
    QTest::newRow("SQLite's") << QByteArray("2026-11-23 12:00:00") << noon;
    QTest::newRow("Python's") << QByteArray("2026-11-23T12:00:00.250000") << noon.addMSecs(250);
    QTest::newRow("nonsense") << QByteArray("yesterday") << QDateTime();
}

void tst_Store::newestChange_isTheLogsTimestamp()
{
    QFETCH(QByteArray, logged);
    QFETCH(QDateTime, time);
    const auto store = open();
    QVERIFY(!need(store->newestChange()).isValid());
    const QByteArray written = PlainSqlite(path()).run(
        "INSERT INTO change_log(table_name, operation, row_id, timestamp) "
        "VALUES('beers', 'UPDATE', 1, '"
        + logged + "')");
    QCOMPARE(written, QByteArray());
    QCOMPARE(need(store->newestChange()), time);
}

void tst_Store::maintain_longLog_isWrittenBack()
{
    const auto store = open();
    const QFileInfo file(path());
    const qint64 before = file.size();
    for (int beer = 0; beer < 300; ++beer)
        addBeer(*store, QByteArray(500, 'x').constData());
    QFileInfo unchanged(file);
    unchanged.refresh();
    QCOMPARE(unchanged.size(), before);
    need(store->maintain());
    QFileInfo after(file);
    after.refresh();
    QVERIFY(after.size() > before);
}

QTEST_GUILESS_MAIN(tst_Store)
#include "tst_store.moc"
