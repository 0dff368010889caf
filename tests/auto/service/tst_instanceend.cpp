// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/messages.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/bar/proxy.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QTcpServer>
#include <QTest>

#include <functional>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// Instances that end in the middle of anything, without a crash, a wait or a lost write.
/// KEG_REPEAT repeats it.
class tst_InstanceEnd : public QObject
{
    Q_OBJECT

private slots:
    void end_ofAClient_inAnyState_data();
    void end_ofAClient_inAnyState();
    void end_ofAPrimary_inTheMiddleOf_data();
    void end_ofAPrimary_inTheMiddleOf();
    void end_withEditsAccepted_commitsThemAll();
};

namespace {

int repetitions()
{
    return std::max(1, qEnvironmentVariableIntValue("KEG_REPEAT"));
}

/// Lets nothing of a kind of message, and nothing after it, through.
template<typename Kind>
Proxy::Forger without()
{
    return [isOver = false](const wire::Frame &frame) mutable {
        isOver = isOver || std::holds_alternative<Kind>(need(wire::decode(frame)));
        return isOver ? QByteArray() : wire::encodeFrame(frame.type, frame.body);
    };
}

/// What is left in the local folder of a database besides what is meant to stay.
QStringList leftBy(const QString &database)
{
    const QStringList staying{u"displays.json"_s, u"identity.pem"_s, u"last-sync"_s,
                              u"primary.json"_s};
    QStringList left = QDir(database + u".local"_s).entryList(QDir::Files);
    left.removeIf([&](const QString &name) { return staying.contains(name); });
    return left;
}

void writeLarge(const QString &path)
{
    const QByteArray done = PlainSqlite(path).run(
        "UPDATE beers SET Notes=printf('%.*c', 9000000, 'x') WHERE idBeer=1");
    if (!done.isEmpty())
        qFatal("%s", done.constData());
}

/// A primary and a client with a proxy between them.
struct Pair
{
    Pair() { bar.fillCellar(); }

    void startPrimary()
    {
        primary = bar.startPrimary();
        proxy = std::make_unique<Proxy>(portsOf(*primary), bar);
    }
    void startClient() { client = bar.startClient(u"one.db"_s, proxy->ports()); }
    void becomeLive()
    {
        startPrimary();
        startClient();
        QTRY_VERIFY(areInStep(*primary, *client));
    }
    QString state() { return stateOf(*client); }

    LogLines log;
    Bar bar;
    std::unique_ptr<Instance> primary;
    std::unique_ptr<Proxy> proxy;
    std::unique_ptr<Instance> client;
};

using Preparation = std::function<void(Pair &)>;

} // namespace

Q_DECLARE_METATYPE(Preparation)

void tst_InstanceEnd::end_ofAClient_inAnyState_data()
{
    QTest::addColumn<Preparation>("prepare");
    const auto row
        = [](const char *name, const Preparation &prepare) { QTest::newRow(name) << prepare; };
    row("just started", [](Pair &pair) {
        pair.startPrimary();
        pair.startClient();
    });
    row("looking up a name", [](Pair &pair) {
        auto options = pair.bar.clientOptions(u"one.db"_s, {1, 1});
        options.primaryHost = u"no such host"_s;
        pair.client = pair.bar.make(options);
        QVERIFY(pair.client->start());
    });
    row("connecting", [](Pair &pair) {
        const auto mute = std::make_shared<QTcpServer>(); // never says Welcome
        QVERIFY(mute->listen(QHostAddress(QHostAddress::LocalHost)));
        pair.client = pair.bar.startClient(u"one.db"_s, {mute->serverPort(), mute->serverPort()});
        QTRY_VERIFY(mute->hasPendingConnections());
        QCOMPARE(pair.state(), u"connecting"_s);
    });
    row("offline", [](Pair &pair) {
        pair.client = pair.bar.startClient(u"one.db"_s, {1, 1});
        QTRY_COMPARE(pair.state(), u"offline"_s);
    });
    row("fetching a snapshot", [](Pair &pair) {
        pair.startPrimary();
        pair.proxy->setForger(without<wire::SnapshotTrailer>());
        pair.startClient();
        QTRY_COMPARE(pair.state(), u"snapshot"_s);
        QTRY_COMPARE(pair.proxy->connections(), 2);
    });
    row("live", [](Pair &pair) { pair.becomeLive(); });
    row("receiving a large change", [](Pair &pair) {
        pair.becomeLive();
        pair.proxy->setForger(without<wire::DeltaEnd>());
        writeLarge(pair.bar.primaryPath());
        QTRY_COMPARE(pair.state(), u"catching-up"_s);
        QTRY_VERIFY(pair.proxy->passed() > 9'000'000);
    });
    row("applying a large change", [](Pair &pair) {
        pair.becomeLive();
        const qint64 before = pair.proxy->passed();
        writeLarge(pair.bar.primaryPath());
        QTRY_VERIFY(pair.proxy->passed() - before > 9'000'000);
    });
    row("refused", [](Pair &pair) {
        pair.becomeLive();
        pair.client.reset();
        Bar other;
        other.fillCellar();
        const auto stranger = other.startPrimary();
        pair.client = pair.bar.startClient(u"one.db"_s, portsOf(*stranger));
        QTRY_COMPARE(pair.state(), u"refused"_s);
    });
}

void tst_InstanceEnd::end_ofAClient_inAnyState()
{
    QFETCH(const Preparation, prepare);
    for (int count = repetitions(); count > 0; --count) {
        Pair pair;
        prepare(pair);
        if (QTest::currentTestFailed())
            return pair.log.print();
        pair.client.reset();
        QCOMPARE(leftBy(pair.bar.path(u"one.db"_s)), QStringList());
        if (!pair.primary)
            pair.startPrimary();
        pair.proxy = std::make_unique<Proxy>(portsOf(*pair.primary), pair.bar);
        pair.startClient();
        QTRY_VERIFY(areInStep(*pair.primary, *pair.client));
        QVERIFY(healsOf(*pair.client).isEmpty());
    }
}

void tst_InstanceEnd::end_ofAPrimary_inTheMiddleOf_data()
{
    QTest::addColumn<Preparation>("prepare");
    const auto row
        = [](const char *name, const Preparation &prepare) { QTest::newRow(name) << prepare; };
    row("nothing", [](Pair &pair) { pair.startPrimary(); });
    row("a greeting", [](Pair &pair) {
        pair.startPrimary();
        pair.startClient();
        QTRY_VERIFY(pair.proxy->connections() > 0);
    });
    row("a snapshot", [](Pair &pair) {
        writeLarge(pair.bar.primaryPath());
        pair.startPrimary();
        pair.proxy->pause();
        pair.startClient();
        QTRY_COMPARE(pair.proxy->connections(), 1);
        pair.proxy->resume();
        QTRY_COMPARE(pair.proxy->connections(), 2);
        pair.proxy->pause();
    });
    row("a large change", [](Pair &pair) {
        pair.becomeLive();
        pair.proxy->pause();
        writeLarge(pair.bar.primaryPath());
        QTRY_COMPARE(statusOf(*pair.primary).value(u"displays"_s).toArray().size(), 1);
    });
    row("silent strangers", [](Pair &pair) {
        pair.becomeLive();
        for (int count = 0; count < 20; ++count) {
            auto *stranger = new QTcpSocket(pair.proxy.get());
            const Ports ports = portsOf(*pair.primary);
            stranger->connectToHost(QHostAddress(QHostAddress::LocalHost),
                                    count % 2 ? ports.notify : ports.snapshot);
            QVERIFY(stranger->waitForConnected());
        }
    });
}

void tst_InstanceEnd::end_ofAPrimary_inTheMiddleOf()
{
    QFETCH(const Preparation, prepare);
    for (int count = repetitions(); count > 0; --count) {
        Pair pair;
        prepare(pair);
        if (QTest::currentTestFailed())
            return pair.log.print();
        const Ports ports = portsOf(*pair.primary);
        pair.primary.reset();
        QCOMPARE(leftBy(pair.bar.primaryPath()), QStringList());
        pair.proxy->resume();
        pair.primary = pair.bar.startPrimary(ports);
        if (!pair.client)
            pair.startClient();
        QTRY_VERIFY_WITH_TIMEOUT(areInStep(*pair.primary, *pair.client), 20'000);
        QVERIFY(healsOf(*pair.client).isEmpty());
        QCOMPARE(contentOf(pair.bar.path(u"one.db"_s)), contentOf(pair.bar.primaryPath()));
    }
}

void tst_InstanceEnd::end_withEditsAccepted_commitsThemAll()
{
    constexpr int Edits = 200;
    Pair pair;
    pair.becomeLive();
    QList<QFuture<Result<Beer>>> edits;
    for (int number = 0; number < Edits; ++number) {
        edits.append(pair.primary->edit([number](Editing &editing) {
            Beer beer;
            beer.name = u"Nr. %1"_s.arg(number);
            return editing.addBeer(beer);
        }));
    }
    pair.primary->stop();
    for (const auto &edit : std::as_const(edits)) {
        QVERIFY(edit.isFinished());
        QVERIFY(edit.result());
    }
    QCOMPARE(PlainSqlite(pair.bar.primaryPath()).run("SELECT count(*) FROM beers"),
             QByteArray::number(Edits + 2));
    const auto late = pair.primary->edit([](Editing &editing) { return editing.beers(); });
    QVERIFY(late.isCanceled());
}

QTEST_GUILESS_MAIN(tst_InstanceEnd)
#include "tst_instanceend.moc"
