// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/control_socket.h"
#include "core/service/local_folder.h"
#include "core/wire/messages.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/bar/proxy.h"
#include "tests/support/bar/reader.h"
#include "tests/support/need.h"
#include "tests/support/peers/tls_socket.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/replicas.h"

#include <QDir>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

#include <cstdio>
#include <functional>
#include <future>
#include <vector>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Bad days of the network between real instances.
class tst_Links : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void cut_afterManyNumbersOfBytes_endsInStepWithoutHealing();
    void largeChange_travelsInPartsByWayOfAFile();
    void largeChange_toASlowReader_keepsOthersGoing();
    void strangers_randomBytes_areRefusedAtOnce_data();
    void strangers_randomBytes_areRefusedAtOnce();
    void strangers_otherProtocol_areRefusedWithAText_data();
    void strangers_otherProtocol_areRefusedWithAText();
    void strangers_half_doNotDisturb();
    void rejoin_manyTimes_leavesOneConnection();
    void rejoin_underWay_endsWithTheInstance();

private:
    std::unique_ptr<Bar> m_bar;
    std::unique_ptr<LogLines> m_log;
};

namespace {

constexpr char LargeEdit[]
    = "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 139)"
      "INSERT OR REPLACE INTO beers(idBeer, Name, Notes)"
      " SELECT i, 'Nr. ' || i, printf('%.*c', 262144, 'x') FROM n";

/// Statements of a session, one after the other, each as soon as every client has the one before.
const QByteArrayList Session{
    "UPDATE beers SET ABV=4.9 WHERE idBeer=1",
    "UPDATE taps SET idBeer=2 WHERE idTap=3",
    "UPDATE beers SET Notes=printf('%.*c', 300000, 'x') WHERE idBeer=2",
    "DELETE FROM beers WHERE idBeer=1",
};

/// Whether this process has a file of its own open there, be it one without a name.
bool hasTemporaryFile(const QString &folder)
{
    const auto descriptors
        = QDir(u"/proc/self/fd"_s).entryInfoList(QDir::AllEntries | QDir::System);
    return std::ranges::any_of(descriptors, [&](const QFileInfo &descriptor) {
        const QString target = descriptor.symLinkTarget();
        return target.startsWith(folder + u"/#"_s) || target.startsWith(folder + u"/spool-"_s);
    });
}

} // namespace

void tst_Links::init()
{
    m_bar = std::make_unique<Bar>();
    m_log = std::make_unique<LogLines>();
    m_bar->fillCellar();
}

void tst_Links::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
    m_bar.reset();
}

void tst_Links::cut_afterManyNumbersOfBytes_endsInStepWithoutHealing()
{
    constexpr int Cuts = 24;
    const auto primary = m_bar->startPrimary();
    PlainSqlite shell(m_bar->primaryPath());
    shell.run("PRAGMA busy_timeout=5000");

    struct Display
    {
        std::unique_ptr<Proxy> proxy;
        std::unique_ptr<Instance> client;
    };
    std::vector<Display> displays;
    const auto addDisplay = [&](const QString &name) -> Proxy & {
        auto proxy = std::make_unique<Proxy>(portsOf(*primary));
        auto client = m_bar->startClient(name, proxy->ports());
        displays.push_back({std::move(proxy), std::move(client)});
        return *displays.back().proxy;
    };
    const auto areAllInStep = [&] {
        return std::ranges::all_of(
            displays, [&](const Display &display) { return areInStep(*primary, *display.client); });
    };
    const auto runSession = [&] {
        QTRY_VERIFY_WITH_TIMEOUT(areAllInStep(), 30'000);
        for (const QByteArray &statement : Session) {
            QCOMPARE(shell.run(statement), "");
            QTRY_VERIFY_WITH_TIMEOUT(areAllInStep(), 30'000);
        }
    };

    const Proxy &whole = addDisplay(u"whole.db"_s);
    runSession();
    const qint64 bytes = whole.passed();
    QVERIFY(bytes > 300'000);
    displays.clear();
    QCOMPARE(shell.run("INSERT INTO beers(idBeer, Name) VALUES(1, 'Pils')"), "");

    QRandomGenerator random(42);
    for (int cut = 0; cut < Cuts; ++cut) {
        // Half of them among the small messages at the beginning.
        const quint32 limit = quint32(cut % 2 ? bytes : 40'000);
        addDisplay(u"cut%1.db"_s.arg(cut)).cutAfter(1 + random.bounded(limit));
    }
    runSession();
    int cuts = 0;
    for (const Display &display : displays) {
        QVERIFY(healsOf(*display.client).isEmpty());
        cuts += display.proxy->connections() > 2;
    }
    QCOMPARE(cuts, Cuts);
    for (int cut = 0; cut < Cuts; ++cut)
        QCOMPARE(contentOf(m_bar->path(u"cut%1.db"_s.arg(cut))), contentOf(m_bar->primaryPath()));
    std::printf("%d of %d\n", cuts, Cuts);
}

void tst_Links::largeChange_travelsInPartsByWayOfAFile()
{
    const auto primary = m_bar->startPrimary();
    Proxy proxy(portsOf(*primary), *m_bar);
    const auto client = m_bar->startClient(u"one.db"_s, proxy.ports());
    QTRY_VERIFY(areInStep(*primary, *client));
    const QString local = LocalFolder::pathFor(m_bar->path(u"one.db"_s));
    qsizetype parts = 0;
    qsizetype longest = 0;
    proxy.setForger([&](const wire::Frame &frame) {
        const auto message = need(wire::decode(frame));
        const bool isPart = std::holds_alternative<wire::DeltaPart>(message);
        parts += isPart;
        longest = std::max(longest, frame.body.size());
        if (isPart && parts == 100)
            proxy.pause();
        return wire::encodeFrame(frame.type, frame.body);
    });
    Reader reader(m_bar->path(u"one.db"_s), "SELECT count(*), sum(length(Notes)) FROM beers");
    QTRY_VERIFY(reader.readings() > 0);
    PlainSqlite shell(m_bar->primaryPath());
    QCOMPARE(shell.run(LargeEdit), "");
    QTRY_VERIFY_WITH_TIMEOUT(parts >= 100, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(hasTemporaryFile(local), 30'000);
    proxy.resume();
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 30'000);
    QVERIFY2(parts > 160, qPrintable(QString::number(parts)));
    QVERIFY(longest <= 64 * 1024);
    const int before = reader.readings();
    QTRY_VERIFY(reader.readings() > before + 1);
    QCOMPARE(reader.stop(), (QByteArrayList{"2|", "42|10485760"})); // never a part of it
    QTRY_VERIFY(!hasTemporaryFile(local));
    QCOMPARE(countersOf(*client).value(u"deltas"_s).toInt(), 1);
    QCOMPARE(countersOf(*client).value(u"snapshots"_s).toInt(), 1);
    QVERIFY(healsOf(*client).isEmpty());
    QCOMPARE(contentOf(m_bar->path(u"one.db"_s)), contentOf(m_bar->primaryPath()));
}

void tst_Links::largeChange_toASlowReader_keepsOthersGoing()
{
    const auto primary = m_bar->startPrimary();
    Proxy slow(portsOf(*primary));
    const auto slowClient = m_bar->startClient(u"slow.db"_s, slow.ports());
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *slowClient) && areInStep(*primary, *client));
    slow.pause();
    PlainSqlite shell(m_bar->primaryPath());
    shell.run("PRAGMA busy_timeout=5000");
    QCOMPARE(shell.run(LargeEdit), "");
    for (int number = 0; number < 50; ++number)
        QCOMPARE(shell.run("UPDATE beers SET ABV=coalesce(ABV, 0) + 0.1 WHERE idBeer=1"), "");
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *client), 30'000);
    QVERIFY(!areInStep(*primary, *slowClient));
    slow.resume();
    QTRY_VERIFY_WITH_TIMEOUT(areInStep(*primary, *slowClient), 30'000);
    // What was committed meanwhile came as one delta after the large one.
    QVERIFY(countersOf(*slowClient).value(u"deltas"_s).toInt() <= 3);
    QVERIFY(healsOf(*slowClient).isEmpty());
    QCOMPARE(countersOf(*slowClient).value(u"reconnects"_s).toInt(), 0);
    QCOMPARE(contentOf(m_bar->path(u"slow.db"_s)), contentOf(m_bar->primaryPath()));
}

void tst_Links::strangers_randomBytes_areRefusedAtOnce_data()
{
    QTest::addColumn<bool>("isSnapshotPort");
    QTest::addColumn<bool>("shakesHands");
    QTest::addColumn<QString>("line");
    const QString plain = u"turned away: it does not speak TLS"_s;
    const QString decrypted = u"where 2 to 4096 are allowed"_s;
    QTest::newRow("notifications") << false << true << decrypted;
    QTest::newRow("snapshots") << true << true << decrypted;
    QTest::newRow("notifications, plain") << false << false << plain;
    QTest::newRow("snapshots, plain") << true << false << plain;
}

void tst_Links::strangers_randomBytes_areRefusedAtOnce()
{
    QFETCH(const bool, isSnapshotPort);
    QFETCH(const bool, shakesHands);
    QFETCH(const QString, line);
    constexpr qint64 All = 100'000'000;
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    const Ports ports = portsOf(*primary);

    QByteArray noise(1 << 20, Qt::Uninitialized);
    QRandomGenerator(3).fillRange(reinterpret_cast<quint32 *>(noise.data()), noise.size() / 4);
    const quint16 port = isSnapshotPort ? ports.snapshot : ports.notify;
    const auto stranger = shakesHands ? connectTls(port) : connectPlain(port);
    qint64 given = 0;
    const auto shout = [&] {
        while (given < All && stranger->state() == QTcpSocket::ConnectedState
               && stranger->bytesToWrite() == 0)
            given += stranger->write(noise);
        return stranger->state() == QTcpSocket::UnconnectedState;
    };
    QTRY_VERIFY(shout());
    const qint64 taken = given - stranger->bytesToWrite();
    QVERIFY2(taken < All / 4, qPrintable(QString::number(taken))); // what the kernel's buffers hold
    QTRY_COMPARE(m_log->count(line), 1);
    PlainSqlite(m_bar->primaryPath()).run("UPDATE beers SET ABV=6 WHERE idBeer=1");
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(countersOf(*client).value(u"reconnects"_s).toInt(), 0);
}

void tst_Links::strangers_otherProtocol_areRefusedWithAText_data()
{
    QTest::addColumn<bool>("isSnapshotPort");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<wire::Failure::Kind>("kind");
    using Kind = wire::Failure::Kind;
    wire::Hello hello;
    hello.lowestProtocol = hello.highestProtocol = wire::HighestProtocol + 1;
    wire::SnapshotRequest request;
    request.lowestProtocol = request.highestProtocol = wire::HighestProtocol + 1;
    QTest::newRow("newer Hello") << false << wire::encode(hello) << Kind::Version;
    QTest::newRow("newer request") << true << wire::encode(request) << Kind::Version;
    QTest::newRow("a browser") << false << QByteArray("GET / HTTP/1.1\r\n\r\n") << Kind::Protocol;
    QTest::newRow("a browser, snapshots")
        << true << QByteArray("GET / HTTP/1.1\r\n\r\n") << Kind::Protocol;
    QTest::newRow("TLS") << false << QByteArray::fromHex("1603010200010001fc0303")
                         << Kind::Protocol;
    QTest::newRow("zero frame") << false << QByteArray(4, '\0') << Kind::Protocol;
    QTest::newRow("unknown frame") << false << wire::encodeFrame(999, {}) << Kind::Protocol;
    QTest::newRow("no CBOR") << false << wire::encodeFrame(1, "hello") << Kind::Protocol;
}

void tst_Links::strangers_otherProtocol_areRefusedWithAText()
{
    QFETCH(const bool, isSnapshotPort);
    QFETCH(const QByteArray, bytes);
    QFETCH(const wire::Failure::Kind, kind);
    const auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const auto stranger = connectTls(isSnapshotPort ? ports.snapshot : ports.notify);
    stranger->write(bytes);
    QVERIFY(becomesClosed(*stranger));
    wire::FrameReader reader(wire::StrangerFrameLimit);
    reader.append(stranger->readAll());
    const auto frame = need(reader.next());
    QVERIFY(frame);
    const auto message = need(wire::decode(*frame));
    const auto *failure = std::get_if<wire::Failure>(&message);
    QVERIFY(failure);
    QCOMPARE(failure->kind, kind);
    QVERIFY(!failure->text.isEmpty());
    QVERIFY(statusOf(*primary).value(u"displays"_s).toArray().isEmpty());
}

void tst_Links::strangers_half_doNotDisturb()
{
    const auto primary = m_bar->startPrimary();
    const Ports ports = portsOf(*primary);
    const QByteArray hello = wire::encode(wire::Hello());
    std::vector<std::unique_ptr<QSslSocket>> strangers;
    for (int count = 0; count < 100; ++count) {
        strangers.push_back(connectTls(count % 2 ? ports.notify : ports.snapshot));
        strangers.back()->write(hello.left(count));
    }
    const auto client = m_bar->startClient(u"one.db"_s, ports);
    QTRY_VERIFY(areInStep(*primary, *client));
    for (const auto &stranger : strangers)
        QCOMPARE(stranger->state(), QTcpSocket::ConnectedState);
    strangers.clear();
    PlainSqlite(m_bar->primaryPath()).run("UPDATE beers SET ABV=6 WHERE idBeer=1");
    QTRY_VERIFY(areInStep(*primary, *client));
    QTRY_COMPARE(statusOf(*primary).value(u"displays"_s).toArray().size(), 1);
}

namespace {

/// Tells the instance on that file so often that it is to join anew; how often it took that.
std::future<int> tellToRejoin(const QString &databasePath, int times)
{
    return std::async(std::launch::async, [databasePath, times] {
        int taken = 0;
        for (int count = 0; count < times; ++count)
            taken += net::askInstance(LocalFolder::pathFor(databasePath), "rejoin", 10s) ? 1 : 0;
        return taken;
    });
}

} // namespace

void tst_Links::rejoin_manyTimes_leavesOneConnection()
{
    constexpr int Times = 10;
    const auto primary = m_bar->startPrimary();
    const auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    auto taken = tellToRejoin(m_bar->path(u"one.db"_s), Times);
    while (taken.wait_for(0s) != std::future_status::ready)
        QVERIFY(statusOf(*client).contains(u"upstream"_s));
    QCOMPARE(taken.get(), Times);
    QTRY_VERIFY(areInStep(*primary, *client));
    QCOMPARE(statusOf(*primary).value(u"displays"_s).toArray().size(), 1);
    PlainSqlite(m_bar->primaryPath()).run(Session.first());
    QTRY_VERIFY(areInStep(*primary, *client));
}

void tst_Links::rejoin_underWay_endsWithTheInstance()
{
    const auto primary = m_bar->startPrimary();
    auto client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
    auto taken = tellToRejoin(m_bar->path(u"one.db"_s), 1);
    while (m_log->count(u"joining the primary"_s) == 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    client.reset();
    taken.wait();
    client = m_bar->startClient(u"one.db"_s, portsOf(*primary));
    QTRY_VERIFY(areInStep(*primary, *client));
}

QTEST_GUILESS_MAIN(tst_Links)
#include "tst_links.moc"
