// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/clock.h"
#include "core/store/display_repository.h"
#include "core/store/migrator.h"
#include "core/store/replica_state.h"
#include "core/store/transaction.h"
#include "tests/support/database_faults.h"
#include "tests/support/machine_ids.h"
#include "tests/support/need.h"
#include "tests/support/replicas.h"

#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace keg;
using namespace keg::store;
using namespace keg::test;

class tst_Displays : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void put_new_comesBackEqual();
    void put_again_changesItsRow();
    void put_theSame_logsNothing();
    void isLoggedAfter_otherTables_doNotCount();
    void find_unknown_isAbsent();
    void fingerprint_isStoredAsPeopleSeeIt();
    void foreignRows_areReadLeniently_data();
    void foreignRows_areReadLeniently();
    void foreignRows_ofNoMachine_arePassedOver();
    void foreignRows_thatWriteAnIdOtherwise_arePassedOver();
    void find_andPut_ofALongList_readOneRow();
    void put_moreThanTheTableMayHave_isRefusedWithAWayOut();
    void replicated_toEveryCopy_andWrittenOnNone();

private:
    void insertOthers(int count);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

namespace {

const MachineId One = machineCalled("one");
const MachineId Two = machineCalled("two");

Display bar()
{
    return {0, One, QStringLiteral("Über der \"Bar\" 🍺"), true, false};
}

QByteArray quoted(const QString &text)
{
    return '\'' + text.toUtf8() + '\'';
}

} // namespace

void tst_Displays::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = need(openKegDatabase(m_folder->filePath(QStringLiteral("beer.db")), Access::Create,
                                      SystemClock()));
}

void tst_Displays::cleanup()
{
    m_database.reset();
    m_folder.reset();
}

void tst_Displays::insertOthers(int count)
{
    need(m_database->execute("WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n "
                             "WHERE i < "
                             + QByteArray::number(count)
                             + ") INSERT INTO displays(fingerprint) SELECT 'other ' || i FROM n"));
}

void tst_Displays::put_new_comesBackEqual()
{
    DisplayRepository displays(*m_database);
    Display first = bar();
    first.id = 77; // which is not looked at
    const Display written = need(displays.put(first));
    QCOMPARE(written.id, 1);
    first.id = 1;
    QCOMPARE(written, first);
    const Display second{2, Two, {}, false, true};
    QCOMPARE(need(displays.put(second)), second);
    QCOMPARE(need(displays.all()), (QList<Display>{first, second}));
    QCOMPARE(need(displays.find(One)), std::optional(first));
    QCOMPARE(need(displays.find(Two)), std::optional(second));
}

void tst_Displays::put_again_changesItsRow()
{
    DisplayRepository displays(*m_database);
    Display display = need(displays.put(bar()));
    need(displays.put({0, Two, {}, true, false}));
    for (const bool isApproved : {false, true}) {
        for (const bool mayPromote : {false, true}) {
            display.isApproved = isApproved;
            display.mayPromote = mayPromote;
            display.name += QLatin1Char('!');
            QCOMPARE(need(displays.put(display)), display);
            QCOMPARE(need(displays.find(One)), std::optional(display));
        }
    }
    QCOMPARE(need(displays.all()).size(), 2);
    QCOMPARE(need(displays.find(Two)), std::optional(Display{2, Two, {}, true, false}));
}

void tst_Displays::isLoggedAfter_otherTables_doNotCount()
{
    DisplayRepository displays(*m_database);
    QCOMPARE(need(displays.isLoggedAfter(0)), false);
    need(displays.put(bar()));
    need(m_database->execute("INSERT INTO taps(idTap) VALUES(1)"));
    const qint64 head = need(m_database->integer("SELECT max(id) FROM change_log"));
    QCOMPARE(need(displays.isLoggedAfter(0)), true);
    QCOMPARE(need(displays.isLoggedAfter(head - 1)), false);
    need(displays.put({0, One, {}, false, false}));
    QCOMPARE(need(displays.isLoggedAfter(head)), true);
}

void tst_Displays::put_theSame_logsNothing()
{
    DisplayRepository displays(*m_database);
    const Display display = need(displays.put(bar()));
    const qint64 head = need(headSequence(*m_database));
    QCOMPARE(need(displays.put(display)), display);
    QCOMPARE(need(headSequence(*m_database)), head);
}

void tst_Displays::find_unknown_isAbsent()
{
    DisplayRepository displays(*m_database);
    QVERIFY(need(displays.all()).isEmpty());
    need(displays.put(bar()));
    QCOMPARE(need(displays.find(Two)), std::nullopt);
    QCOMPARE(need(displays.find(MachineId())), std::nullopt);
}

void tst_Displays::fingerprint_isStoredAsPeopleSeeIt()
{
    need(DisplayRepository(*m_database).put(bar()));
    QCOMPARE(need(m_database->integer("SELECT count(*) FROM displays WHERE role = 'display'"
                                      " AND approved = 1 AND may_promote = 0 AND fingerprint = "
                                      + quoted(One.toString()))),
             1);
}

void tst_Displays::foreignRows_areReadLeniently_data()
{
    QTest::addColumn<QByteArray>("values"); // name, approved, may_promote
    QTest::addColumn<Display>("read");
    const auto row = [](const char *values, const QString &name, bool isApproved, bool mayPromote) {
        QTest::newRow(values) << QByteArray(values)
                              << Display{1, One, name, isApproved, mayPromote};
    };
    row("NULL, NULL, NULL", {}, false, false);
    row("'bar', 1, 1", QStringLiteral("bar"), true, true);
    row("5, 2, -1", QStringLiteral("5"), false, false); // whatever is not 1 is no
    row("'', 'yes', 1.5", {}, false, false);
    row("x'41', x'01', 'true'", QStringLiteral("A"), false, false);
}

void tst_Displays::foreignRows_areReadLeniently()
{
    QFETCH(const QByteArray, values);
    QFETCH(const Display, read);
    need(
        m_database->execute("INSERT INTO displays(fingerprint, name, approved, may_promote) VALUES("
                            + quoted(One.toString()) + ", " + values + ")"));
    QCOMPARE(need(DisplayRepository(*m_database).all()), QList<Display>{read});
}

void tst_Displays::foreignRows_ofNoMachine_arePassedOver()
{
    DisplayRepository displays(*m_database);
    for (const QByteArray &fingerprint :
         {QByteArray("''"), QByteArray("'*'"), QByteArray("x'00'"), QByteArray("17"),
          quoted(One.toString().chopped(1)), quoted(One.toString() + QStringLiteral("7"))})
    {
        need(m_database->execute("INSERT INTO displays(fingerprint, approved) VALUES(" + fingerprint
                                 + ", 1)"));
    }
    QVERIFY(need(displays.all()).isEmpty());
    need(displays.put(bar()));
    QCOMPARE(need(displays.all()).size(), 1);
}

/// Nobody is let in by a row that revoking would not find.
void tst_Displays::foreignRows_thatWriteAnIdOtherwise_arePassedOver()
{
    DisplayRepository displays(*m_database);
    const QString id = One.toString();
    for (const QByteArray &fingerprint : {quoted(id.toLower()), quoted(QString(id).remove(u'-')),
                                          quoted(id + u' '), "x'" + id.toLatin1().toHex() + '\''})
    {
        need(m_database->execute("INSERT INTO displays(fingerprint, approved) VALUES(" + fingerprint
                                 + ", 1)"));
    }
    QVERIFY(need(displays.all()).isEmpty());
    QCOMPARE(need(displays.find(One)), std::nullopt);
    const Display written = need(displays.put(bar()));
    QCOMPARE(need(displays.all()), QList<Display>{written});
}

void tst_Displays::find_andPut_ofALongList_readOneRow()
{
    constexpr int Calls = 20; // into SQLite
    DisplayRepository displays(*m_database);
    insertOthers(900);
    const auto isShort = [](const std::function<void()> &action) {
        return !withFailingCall(Calls, SQLITE_IOERR_READ, action);
    };
    QVERIFY(isShort([&] { QVERIFY(displays.find(One)); }));
    QVERIFY(isShort([&] { QVERIFY(displays.put(bar())); }));
    QVERIFY(isShort([&] { QVERIFY(displays.put({0, One, {}, false, false})); }));
    QVERIFY(!isShort([&] { QVERIFY(!displays.all()); }));
}

void tst_Displays::put_moreThanTheTableMayHave_isRefusedWithAWayOut()
{
    DisplayRepository displays(*m_database);
    insertOthers(DisplayRepository::MostRows - 1);
    Display last = need(displays.put(bar()));
    const auto refused = displays.put({0, Two, {}, true, false});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QVERIFY(refused.error().message.contains(QStringLiteral("is full: it may have 1000")));
    QVERIFY(refused.error().message.contains(QStringLiteral("delete rows")));
    QCOMPARE(need(displays.find(Two)), std::nullopt);

    last.isApproved = false;
    QCOMPARE(need(displays.put(last)), last);
    need(m_database->execute("DELETE FROM displays WHERE fingerprint = 'other 1'"));
    QVERIFY(need(displays.put({0, Two, {}, true, false})).isApproved);
}

void tst_Displays::replicated_toEveryCopy_andWrittenOnNone()
{
    Replicas replicas;
    const auto client = replicas.client(QStringLiteral("client.db"));
    const Display display = need(DisplayRepository(replicas.primary().database()).put(bar()));
    need(replicas.primary().advance());
    need(replicas.catchUp(*client));
    DisplayRepository copy(client->database());
    QCOMPARE(need(copy.all()), QList<Display>{display});
    Display own = display;
    own.mayPromote = true;
    for (const Display &wanted : {own, Display{0, Two, {}, true, true}}) {
        const auto transaction = need(Transaction::begin(client->database()));
        const auto written = copy.put(wanted);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Refused);
    }
    QCOMPARE(need(copy.all()), QList<Display>{display});
}

QTEST_GUILESS_MAIN(tst_Displays)
#include "tst_displays.moc"
