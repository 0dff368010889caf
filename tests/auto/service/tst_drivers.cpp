// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/client_driver.h"
#include "core/service/primary_driver.h"
#include "core/service/snapshot_fetcher.h"
#include "core/wire/messages.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/machine_ids.h"
#include "tests/support/need.h"
#include "tests/support/peers/tls_port.h"
#include "tests/support/peers/tls_socket.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

/// Machines on real sockets, with limits as short as a test wants them.
class tst_Drivers : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void primary_silentPeer_isDroppedAfterTheGreetingLimit();
    void primary_silentFriend_isDroppedAfterTheSilenceLimit();
    void primary_hugeChangeToAPeerThatReadsNothing_isReadAsItIsTaken();
    void client_whosePrimaryStaysAway_saysSoOnceForEachReason();
    void fetcher_imageLargerThanTheDisk_isRefusedBeforeItComes();
    void fetcher_sameTwice_doesNotMixThem();

private:
    std::unique_ptr<LogLines> m_log;
    SystemClock m_clock;
    Interruption m_ending;
};

namespace {

const QUuid DatabaseId("{00000000-0000-0000-0000-000000000001}");

Position at(qint64 sequence)
{
    return {DatabaseId, {1, 1}, sequence, {}};
}

sync::PrimaryMachine::Settings settings()
{
    sync::PrimaryMachine::Settings settings;
    settings.greetingLimit = milliseconds(100);
    return settings;
}

/// So many bytes that no memory would hold them; counts what was asked for.
class HugePayload final : public Payload
{
public:
    qint64 size() const override { return qint64(1) << 40; }
    Result<QByteArray> read(qint64 offset, qint64 length) const override
    {
        m_read = std::max(m_read, offset + length);
        return QByteArray(length, 'x');
    }
    qint64 wasRead() const { return m_read; }

private:
    mutable qint64 m_read = 0;
};

wire::Hello hello()
{
    wire::Hello hello;
    hello.position = at(10);
    return hello;
}

/// A driver whose database is played by the test; one machine is approved.
struct Primary
{
    Primary(const Clock &clock, const sync::PrimaryMachine::Settings &settings)
        : driver(settings, need(identity::Identity::make()), clock)
        , port(need(driver.listen(u"127.0.0.1"_s, 0)))
    {
        driver.start({at(10), {}}, TrustList({{1, machineOf(friendly), {}, true, false}}, false));
        QObject::connect(&driver, &PrimaryDriver::changesWanted, &driver, [this](qint64 after) {
            driver.takeReadChanges(
                after,
                sync::ChangeBatch{
                    after, {at(10), {}}, std::make_shared<MemoryPayload>(QByteArray())});
        });
    }

    std::unique_ptr<QSslSocket> connectFriend() const { return connectTls(port, friendly); }

    const QSslConfiguration friendly = newMachine();
    PrimaryDriver driver;
    const quint16 port;
};

/// Where a client finds its primary.
identity::TrustedPrimary primaryAt(const TlsPort &port)
{
    identity::TrustedPrimary primary;
    primary.host = u"127.0.0.1"_s;
    primary.notifyPort = port.number();
    return primary;
}

} // namespace

void tst_Drivers::init()
{
    m_log = std::make_unique<LogLines>();
}

void tst_Drivers::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_Drivers::primary_silentPeer_isDroppedAfterTheGreetingLimit()
{
    const Primary primary(m_clock, settings());
    const auto silent = connectTls(primary.port);
    const auto half = connectTls(primary.port);
    half->write(wire::encode(hello()).left(20));
    const auto friendly = primary.connectFriend();
    friendly->write(wire::encode(hello()));
    QTRY_COMPARE(primary.driver.machine().peers().size(), 3);
    QVERIFY(becomesClosed(*silent));
    QVERIFY(becomesClosed(*half));
    QCOMPARE(friendly->state(), QTcpSocket::ConnectedState);
    QCOMPARE(primary.driver.machine().peers().size(), 1);
}

void tst_Drivers::primary_silentFriend_isDroppedAfterTheSilenceLimit()
{
    auto shorter = settings();
    shorter.silenceLimit = milliseconds(2'500);
    shorter.heartbeatInterval = milliseconds(500);
    const Primary primary(m_clock, shorter);
    const auto silent = primary.connectFriend();
    silent->write(wire::encode(hello()));
    const auto answering = primary.connectFriend();
    answering->write(wire::encode(hello()));
    int heartbeats = 0;
    connect(answering.get(), &QTcpSocket::readyRead, this, [&] {
        answering->readAll();
        answering->write(wire::encode(wire::Heartbeat{at(10)}));
        ++heartbeats;
    });
    QVERIFY(becomesClosed(*silent));
    QVERIFY(heartbeats > 1);
    QCOMPARE(answering->state(), QTcpSocket::ConnectedState);
    QCOMPARE(m_log->count(u"dropped: silent for 2 s"_s), 1);
}

void tst_Drivers::primary_hugeChangeToAPeerThatReadsNothing_isReadAsItIsTaken()
{
    Primary primary(m_clock, settings());
    const auto slow = primary.connectFriend();
    slow->setReadBufferSize(1);
    slow->write(wire::encode(hello()));
    const auto status = [&] { return primary.driver.machine().peers().value(0); };
    QTRY_COMPARE(status().state, sync::PeerState::Live);
    const auto huge = std::make_shared<HugePayload>();
    primary.driver.takeArrivedChanges({10, {at(11), {}}, huge});
    qint64 before = -1;
    const auto rests = [&] { return std::exchange(before, huge->wasRead()) == huge->wasRead(); };
    QTRY_VERIFY(rests());
    // What the kernel buffers for both ends, and our backlog.
    QVERIFY2(huge->wasRead() < 20'000'000, qPrintable(QString::number(huge->wasRead())));
    const qint64 stalled = huge->wasRead();
    slow->setReadBufferSize(1'000'000);
    const auto goesOn = [&] {
        slow->readAll();
        return huge->wasRead() > stalled + 50'000'000;
    };
    QTRY_VERIFY_WITH_TIMEOUT(goesOn(), 30'000);
}

void tst_Drivers::client_whosePrimaryStaysAway_saysSoOnceForEachReason()
{
    const QTemporaryDir folder;
    QByteArray answer; // to whoever comes
    int connections = 0;
    const TlsPort server;
    connect(&server, &TlsPort::entered, this, [&](QSslSocket *client) {
        connect(client, &QSslSocket::readyRead, client, [&answer, client] {
            client->write(answer);
            client->disconnectFromHost();
        });
        ++connections;
    });
    sync::ClientMachine::Settings soon;
    soon.firstRetry = soon.longestRetry = milliseconds(1);
    soon.makeNonce = [] { return nonceOf("the display's"); };
    ClientDriver driver(soon, need(identity::Identity::make()), primaryAt(server), {},
                        folder.path(), m_clock);
    const auto answerWith = [&](const QByteArray &bytes) {
        answer = bytes;
        const int before = connections;
        QTRY_VERIFY(connections > before + 5);
    };
    const auto linesWith = [this](const QString &text) {
        return m_log->count(u"keg.sync: primary 127.0.0.1 "_s + text);
    };
    driver.start(at(10));
    answerWith({});
    QCOMPARE(linesWith(QString()), 1);
    answerWith(wire::encode(wire::Bye{u"closed today"_s}));
    QCOMPARE(linesWith(QString()), 2);
    QCOMPARE(linesWith(u"offline at 1/10 the primary left: closed today"_s), 1);

    wire::Welcome welcome;
    welcome.protocol = wire::HighestProtocol;
    welcome.head = at(10);
    welcome.name = u"cellar"_s;
    answerWith(wire::encode(welcome));
    QVERIFY(linesWith(u"cellar live at 1/10"_s) > 1);
    answerWith({});
    QCOMPARE(linesWith(u"cellar offline"_s), linesWith(u"cellar live"_s));
}

void tst_Drivers::fetcher_imageLargerThanTheDisk_isRefusedBeforeItComes()
{
    const QTemporaryDir folder;
    const TlsPort server;
    connect(&server, &TlsPort::entered, this, [&](QSslSocket *client) {
        const qint64 size = qint64(1) << 60;
        client->write(wire::encode(wire::SnapshotHeader{size, at(10), 3}));
    });
    SnapshotFetcher fetcher({u"one"_s, 3}, need(identity::Identity::make()), folder.path(), m_clock,
                            m_ending);
    QSignalSpy failed(&fetcher, &SnapshotFetcher::failed);
    fetcher.fetch({}, server.machine(), {u"127.0.0.1"_s, 0, server.number()});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::DiskFull);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void tst_Drivers::fetcher_sameTwice_doesNotMixThem()
{
    const QTemporaryDir folder;
    const TlsPort server;
    connect(&server, &TlsPort::entered, this, [&](QSslSocket *client) {
        client->write(wire::encode(wire::SnapshotHeader{10, at(10), 3}));
        client->write(wire::encode(wire::SnapshotChunk{"half "}));
    });
    SnapshotFetcher fetcher({u"one"_s, 3}, need(identity::Identity::make()), folder.path(), m_clock,
                            m_ending);
    QSignalSpy failed(&fetcher, &SnapshotFetcher::failed);
    for (int time = 1; time <= 3; ++time) {
        fetcher.fetch({}, server.machine(), {u"127.0.0.1"_s, 0, server.number()});
        QTRY_VERIFY(!QDir(folder.path()).isEmpty());
        fetcher.cancel();
        QCOMPARE(failed.size(), time);
        QVERIFY(QDir(folder.path()).isEmpty());
    }
    fetcher.cancel();
    QCOMPARE(failed.size(), 3);
}

QTEST_GUILESS_MAIN(tst_Drivers)
#include "tst_drivers.moc"
