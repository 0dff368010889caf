// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/instance.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/bar/proxy.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QSignalSpy>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_Instance : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void freshClients_join_bySnapshotAndFollowEdits();
    void setting_isOnEveryBoard();
    void foreignEdits_manyInARow_allArriveWithoutHealing();
    void edits_boardChanged_carriesWhatWasCommitted();
    void primary_stopsAndReturns_markComesAndGoes();
    void primary_returnsAtOnce_noMarkIsShown();
    void client_restarted_resumesAndRemembersItsLastSync();
    void client_killedLongAgo_isAsOldAsItsNewestChange();
    void client_restarted_afterTheLogWasCut_takesASnapshot();
    void primary_restarted_clientsResume();
    void primary_restarted_knowsWhenItSawADisplay_data();
    void primary_restarted_knowsWhenItSawADisplay();
    void primary_ofAnotherDatabase_isRefused();
    void primary_withUnknownName_clientStaysOffline();
    void primary_thatLostItsTail_startsAnEpochAndHeals();
    void primary_changedBehindItsLog_startsAnEpoch();
    void copy_changedBehindItsGuards_isHealed();
    void status_whileStopping_isHarmless();

private:
    std::unique_ptr<Bar> m_bar;
    std::unique_ptr<LogLines> m_log;
};

namespace {

QByteArray edit(const QString &path, const QByteArray &sql)
{
    return PlainSqlite(path).run(sql);
}

/// Changes beers as a program does that takes our triggers away first.
QByteArray changeWithoutTriggers(PlainSqlite &shell, const QByteArray &sql)
{
    const QByteArrayList triggers
        = shell.run("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='beers'")
              .split('\n');
    QByteArray script = "BEGIN;";
    for (const QByteArray &trigger : triggers)
        script += "DROP TRIGGER \"" + trigger + "\";";
    return shell.run(script + sql + "; COMMIT");
}

QDateTime lastSyncOf(Instance &client)
{
    const auto upstream = statusOf(client).value(u"upstream"_s).toObject();
    return QDateTime::fromString(upstream.value(u"last_sync"_s).toString(), Qt::ISODateWithMs);
}

} // namespace

void tst_Instance::init()
{
    m_bar = std::make_unique<Bar>();
    m_log = std::make_unique<LogLines>();
    m_bar->fillCellar();
    m_bar->approve({u"one.db"_s, u"two.db"_s});
}

void tst_Instance::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
    m_bar.reset();
}

void tst_Instance::freshClients_join_bySnapshotAndFollowEdits()
{
    const auto primary = m_bar->startPrimary();
    const auto one = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    const auto two = m_bar->startClient(u"two.db"_s, portsOf(*primary));
    QCOMPARE(primary->role(), store::Role::Primary);
    QCOMPARE(one->role(), store::Role::Client);
    QTRY_VERIFY(areInStep(*primary, *one) && areInStep(*primary, *two));

    const SystemClock clock;
    auto file = need(KegFile::openToWrite(m_bar->primaryPath(), clock));
    Beer stout;
    stout.name = u"Stout"_s;
    const qint64 id = need(file.editing().addBeer(stout)).id;
    QTRY_VERIFY(areInStep(*primary, *one) && areInStep(*primary, *two));
    need(file.editing().setTap(3, id));
    QTRY_VERIFY(areInStep(*primary, *one) && areInStep(*primary, *two));
    QCOMPARE(edit(m_bar->primaryPath(), "UPDATE beers SET ABV=6.66 WHERE Name='Stout'"), "");
    QTRY_VERIFY(areInStep(*primary, *one) && areInStep(*primary, *two));

    QTRY_COMPARE(countersOf(*primary).value(u"snapshots"_s).toInt(), 2);
    QVERIFY(healsOf(*primary).isEmpty());
    QCOMPARE(statusOf(*primary).value(u"displays"_s).toArray().size(), 2);
    for (const auto &[client, name] : {std::pair{one.get(), u"one.db"_s}, {two.get(), u"two.db"_s}})
    {
        QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
        QCOMPARE(countersOf(*client).value(u"deltas"_s).toInt(), 3);
        QCOMPARE(countersOf(*client).value(u"reconnects"_s).toInt(), 0);
        QVERIFY(healsOf(*client).isEmpty());
        QCOMPARE(contentOf(m_bar->path(name)), contentOf(m_bar->primaryPath()));
        QCOMPARE(independentDigest(m_bar->path(name)), independentDigest(m_bar->primaryPath()));
        QCOMPARE(edit(m_bar->path(name), "DELETE FROM beers").left(7), "Error: ");
        QVERIFY(edit(m_bar->path(name), "DELETE FROM beers").contains("cellar"));
    }
    QCOMPARE(m_log->count(u"ROLLBACK"_s), 0);
}

void tst_Instance::setting_isOnEveryBoard()
{
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    for (const QString &url : {u"http://10.0.0.5:8080/"_s, u"https://bar.example/"_s, QString()}) {
        primary->edit(
            [url](Editing &editing) { return editing.setSetting(settings::MenuUrl, url); });
        QTRY_COMPARE(primary->board().menuUrl, url);
        QTRY_COMPARE(client->board().menuUrl, url);
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    QVERIFY(healsOf(*client).isEmpty());
}

void tst_Instance::foreignEdits_manyInARow_allArriveWithoutHealing()
{
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    PlainSqlite shell(m_bar->primaryPath());
    shell.run("PRAGMA busy_timeout=5000"); // while the primary writes its log back
    for (int number = 1; number <= 300; ++number)
        QCOMPARE(shell.run("INSERT INTO beers(Name, ABV) VALUES('Nr. " + QByteArray::number(number)
                           + "', 5)"),
                 "");
    QTRY_COMPARE(statusOf(*client).value(u"database"_s).toObject().value(u"beers"_s).toInt(), 302);
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(countersOf(*client).value(u"deltas"_s).toInt() > 1);
    QVERIFY(healsOf(*client).isEmpty());
    QVERIFY(healsOf(*primary).isEmpty());
}

void tst_Instance::edits_boardChanged_carriesWhatWasCommitted()
{
    const auto primary = m_bar->startPrimary();
    QCOMPARE(primary->board().taps.size(), 3);
    QCOMPARE(primary->board().taps.first().beer->name, u"Pils"_s);
    QSignalSpy primaryBoard(primary.get(), &Instance::boardChanged);
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QVERIFY(client->board().taps.isEmpty());
    QSignalSpy clientBoard(client.get(), &Instance::boardChanged);
    QTRY_COMPARE(clientBoard.size(), 1);
    QCOMPARE(clientBoard.last().first().value<Board>(), primary->board());
    QTRY_VERIFY(areInStep(*primary, *client));

    edit(m_bar->primaryPath(),
         "BEGIN; UPDATE taps SET idBeer=NULL; UPDATE beers SET Name='Alt' WHERE idBeer=1;"
         "UPDATE taps SET idBeer=1 WHERE idTap=3; COMMIT");
    QTRY_COMPARE(clientBoard.size(), 2);
    QTRY_COMPARE(primaryBoard.size(), 1);
    const auto shown = clientBoard.last().first().value<Board>();
    QCOMPARE(shown, primaryBoard.last().first().value<Board>());
    QCOMPARE(shown, client->board());
    QVERIFY(!shown.taps.first().beer);
    QCOMPARE(shown.taps.last().beer->name, u"Alt"_s);
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(clientBoard.size(), 2); // one commit, one board
    QCOMPARE(primary->freshness(), Freshness());
}

void tst_Instance::primary_stopsAndReturns_markComesAndGoes()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QTRY_VERIFY(areInStep(*primary, *client));
    QSignalSpy freshness(client.get(), &Instance::freshnessChanged);
    const QDateTime before = lastSyncOf(*client);
    QVERIFY(before.isValid());
    primary.reset();
    QTRY_VERIFY(stateOf(*client) == u"offline" || stateOf(*client) == u"connecting");
    QVERIFY(client->freshness().isCurrent);
    QVERIFY(freshness.wait(20'000));
    QVERIFY(!client->freshness().isCurrent);
    QVERIFY(client->freshness().asOf >= before);
    QVERIFY(client->freshness().asOf <= QDateTime::currentDateTimeUtc());
    QCOMPARE(freshness.last().first().value<Freshness>(), client->freshness());
    QCOMPARE(client->board().taps.size(), 3); // it keeps showing its copy

    edit(m_bar->primaryPath(), "UPDATE beers SET Name='Helles' WHERE idBeer=1");
    primary = m_bar->startPrimary(ports);
    QVERIFY(freshness.wait(40'000));
    QCOMPARE(client->freshness(), Freshness());
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(client->board().taps.first().beer->name, u"Helles"_s);
    QCOMPARE(freshness.size(), 2);
    QVERIFY(countersOf(*client).value(u"reconnects"_s).toInt() >= 1);
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(healsOf(*client).isEmpty());
}

void tst_Instance::primary_returnsAtOnce_noMarkIsShown()
{
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary));
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    QTRY_VERIFY(areInStep(*primary, *client));
    QSignalSpy freshness(client.get(), &Instance::freshnessChanged);
    proxy.cut();
    QTRY_VERIFY(countersOf(*client).value(u"reconnects"_s).toInt() == 1);
    QTRY_VERIFY(areInStep(*primary, *client));
    QVERIFY(!freshness.wait(3'500)); // longer than the time of grace
}

void tst_Instance::client_restarted_resumesAndRemembersItsLastSync()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    QDateTime inStep;
    {
        const auto client = m_bar->startClient(u"one.db"_s, ports);
        QTRY_VERIFY(areInStep(*primary, *client));
        inStep = lastSyncOf(*client);
    }
    edit(m_bar->primaryPath(), "UPDATE beers SET Name='Helles' WHERE idBeer=1");
    {
        const auto client = m_bar->startClient(u"one.db"_s, ports);
        QCOMPARE(client->board().taps.first().beer->name, u"Pils"_s);
        QTRY_VERIFY(areInStep(*primary, *client));
        QCOMPARE(client->board().taps.first().beer->name, u"Helles"_s);
        QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 0);
        QCOMPARE(countersOf(*client).value(u"deltas"_s).toInt(), 1);
        QVERIFY(healsOf(*client).isEmpty());
        inStep = lastSyncOf(*client);
    }
    primary.reset();
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QSignalSpy freshness(client.get(), &Instance::freshnessChanged);
    QCOMPARE(lastSyncOf(*client).toSecsSinceEpoch(), inStep.toSecsSinceEpoch());
    QVERIFY(freshness.wait(20'000));
    QCOMPARE(client->freshness().isCurrent, false);
    QCOMPARE(client->freshness().asOf.toSecsSinceEpoch(), inStep.toSecsSinceEpoch());
    QCOMPARE(client->board().taps.first().beer->name, u"Helles"_s);
}

void tst_Instance::client_killedLongAgo_isAsOldAsItsNewestChange()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const auto startedAt = QDateTime::currentDateTimeUtc().addSecs(-1);
    {
        const auto client = m_bar->startClient(u"one.db"_s, ports);
        QTRY_VERIFY(areInStep(*primary, *client));
        edit(m_bar->primaryPath(), "UPDATE beers SET Name='Helles' WHERE idBeer=1");
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    primary.reset();
    { // what a display remembers that lost its power, weeks after it was last started
        const auto local = need(LocalFolder::lock(m_bar->path(u"one.db"_s)));
        need(local->rememberLastSync(startedAt.addDays(-30)));
    }
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QSignalSpy freshness(client.get(), &Instance::freshnessChanged);
    QVERIFY(freshness.wait(20'000));
    QVERIFY2(client->freshness().asOf >= startedAt,
             qPrintable(client->freshness().asOf.toString()));
}

void tst_Instance::client_restarted_afterTheLogWasCut_takesASnapshot()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    {
        const auto client = m_bar->startClient(u"one.db"_s, ports);
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    primary.reset();
    edit(m_bar->primaryPath(), "UPDATE beers SET Name='Helles' WHERE idBeer=1");
    edit(m_bar->primaryPath(), "UPDATE replica SET log_floor=(SELECT max(id) FROM change_log)");
    primary = m_bar->startPrimary(ports);
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(healsOf(*client).isEmpty());
    QCOMPARE(client->board(), primary->board());
}

void tst_Instance::primary_restarted_clientsResume()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QTRY_VERIFY(areInStep(*primary, *client));
    for (int restarts = 1; restarts <= 3; ++restarts) {
        primary.reset();
        edit(m_bar->primaryPath(), "UPDATE beers SET ABV=coalesce(ABV, 4) + 0.5");
        primary = m_bar->startPrimary(ports);
        QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 20'000);
        QCOMPARE(countersOf(*client).value(u"deltas"_s).toInt(), restarts);
    }
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(healsOf(*client).isEmpty());
    QCOMPARE(m_log->count(u"starts epoch"_s), 0);
}

void tst_Instance::primary_restarted_knowsWhenItSawADisplay_data()
{
    QTest::addColumn<bool>("leavesFirst"); // the display, before the primary
    QTest::newRow("that had left") << true;
    QTest::newRow("that was there") << false;
}

void tst_Instance::primary_restarted_knowsWhenItSawADisplay()
{
    QFETCH(const bool, leavesFirst);
    auto primary = m_bar->startPrimary();
    auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 20'000);
    const QString id = client->machine().toString();
    const QDateTime before = QDateTime::currentDateTimeUtc();
    if (leavesFirst) {
        client->stop();
        QTRY_VERIFY(test::statusOf(*primary)[u"displays"_s].toArray().isEmpty());
    }
    primary->stop();
    client->stop();

    primary = m_bar->startPrimary();
    const QJsonValue seen = test::statusOf(*primary)[u"seen"_s][id];
    const QDateTime at = QDateTime::fromString(seen[u"last_seen"_s].toString(), Qt::ISODateWithMs);
    QVERIFY(std::abs(before.secsTo(at)) < 20);
    QCOMPARE(seen[u"version"_s].toString(), QStringLiteral(KEG_VERSION));
    QVERIFY(seen[u"address"_s].toString().contains(u"127.0.0.1"_s));
    QVERIFY(test::statusOf(*primary)[u"displays"_s].toArray().isEmpty());
}

void tst_Instance::primary_ofAnotherDatabase_isRefused()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    {
        const auto client = m_bar->startClient(u"one.db"_s, ports);
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    Bar other;
    other.fillCellar();
    edit(other.primaryPath(), "UPDATE beers SET Name='Mine'");
    const auto stranger = other.startPrimary();
    QVERIFY(QFile::copy(m_bar->path(u"one.db"_s), other.path(u"one.db"_s)));
    const QByteArray ours = contentOf(m_bar->path(u"one.db"_s));
    const QByteArray theirs = contentOf(other.primaryPath());
    // Its own primary is another machine; the copy, which is new here, follows nobody yet.
    for (const auto &[bar, reason] : {std::pair{m_bar.get(), u"another machine answers"_s},
                                      std::pair{&other, u"another database"_s}})
    {
        const auto client = bar->startClient(u"one.db"_s, portsOf(*stranger));
        QTRY_COMPARE(stateOf(*client), u"refused"_s);
        const auto upstream = statusOf(*client).value(u"upstream"_s).toObject();
        QVERIFY2(upstream.value(u"reason"_s).toString().contains(reason),
                 qPrintable(upstream.value(u"reason"_s).toString()));
        QCOMPARE(contentOf(bar->path(u"one.db"_s)), ours);
        QCOMPARE(contentOf(other.primaryPath()), theirs);
    }
}

void tst_Instance::primary_withUnknownName_clientStaysOffline()
{
    auto options = m_bar->clientOptions(u"one.db"_s, {5002, 5003});
    options.primaryHost = u"no such host"_s;
    const auto client = m_bar->make(options);
    QVERIFY(client->start());
    const auto reason = [&] {
        return statusOf(*client).value(u"upstream"_s).toObject().value(u"reason"_s).toString();
    };
    QTRY_COMPARE(reason(), u"no such host port 5002: Host not found"_s);
    QVERIFY(m_log->count(u"Host not found"_s) > 0);
}

void tst_Instance::primary_thatLostItsTail_startsAnEpochAndHeals()
{
    auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QTRY_VERIFY(areInStep(*primary, *client));
    primary.reset();
    const QString path = m_bar->primaryPath();
    QVERIFY(QFile::copy(path, m_bar->path(u"backup"_s))); // nobody has it open
    primary = m_bar->startPrimary(ports);
    edit(path, "UPDATE beers SET Name='Helles' WHERE idBeer=1");
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 20'000);
    primary.reset();
    QVERIFY(QFile::remove(path));
    QVERIFY(QFile::rename(m_bar->path(u"backup"_s), path));
    primary = m_bar->startPrimary(ports);
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 30'000);
    QCOMPARE(m_log->count(u"starts epoch 2"_s), 1);
    QCOMPARE(healsOf(*client).size(), 1);
    QVERIFY(healsOf(*client)[0].toObject().value(u"reason"_s).toString().contains(u"lost"));
    QCOMPARE(healsOf(*primary).size(), 1);
    QCOMPARE(client->board().taps.first().beer->name, u"Pils"_s);
}

void tst_Instance::primary_changedBehindItsLog_startsAnEpoch()
{
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    PlainSqlite shell(m_bar->primaryPath());
    QCOMPARE(changeWithoutTriggers(shell, "UPDATE beers SET Name='Secret' WHERE idBeer=1"), "");
    QTRY_VERIFY_WITH_TIMEOUT(client->board().taps.first().beer->name == u"Secret", 20'000);
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(m_log->count(u"starts epoch 2"_s), 1);
    QVERIFY(healsOf(*client).isEmpty());
    // The triggers are back.
    QCOMPARE(shell.run("UPDATE beers SET Name='Open' WHERE idBeer=1"), "");
    QTRY_VERIFY(client->board().taps.first().beer->name == u"Open");
}

void tst_Instance::copy_changedBehindItsGuards_isHealed()
{
    const auto primary = m_bar->startPrimary();
    auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    client.reset();
    PlainSqlite shell(m_bar->path(u"one.db"_s));
    QCOMPARE(changeWithoutTriggers(shell, "UPDATE beers SET Name='Mine' WHERE idBeer=1"), "");

    client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(client->board(), primary->board());
    QCOMPARE(healsOf(*client).size(), 1);
    QVERIFY(healsOf(*client)[0]
                .toObject()
                .value(u"reason"_s)
                .toString()
                .startsWith(u"same sequence, other content"));
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QCOMPARE(shell.run("UPDATE beers SET Name='Mine' WHERE idBeer=1").left(7), "Error: ");
}

void tst_Instance::status_whileStopping_isHarmless()
{
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QList<QFuture<QJsonObject>> statuses;
    for (int count = 0; count < 20; ++count)
        statuses << primary->status() << client->status();
    client->stop();
    primary->stop();
    QTest::qWait(0);
    for (const auto &status : std::as_const(statuses))
        QVERIFY(!status.isFinished() || status.isCanceled() || !status.result().isEmpty());
    QVERIFY(primary->start()); // the same again
    QVERIFY(client->start());
    QVERIFY(!statusOf(*primary).isEmpty());
}

QTEST_GUILESS_MAIN(tst_Instance)
#include "tst_instance.moc"
