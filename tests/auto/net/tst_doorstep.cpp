// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/doorstep.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/peers/certificates.h"
#include "tests/support/peers/few_descriptors.h"
#include "tests/support/peers/tls_socket.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTest>

#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

using namespace keg;
using namespace keg::net;
using namespace keg::test;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

/// Strangers of all kinds come to a port.
class tst_Doorstep : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void machine_whateverItsCertificateIs_enters_data();
    void machine_whateverItsCertificateIs_enters();
    void stranger_thatSpeaksPlain_hearsNothing_data();
    void stranger_thatSpeaksPlain_hearsNothing();
    void stranger_ofOlderTls_isRefused();
    void stranger_withoutCertificate_isRefused();
    void stranger_withGarbage_isRefused();
    void halfOpen_isEndedInTime_data();
    void halfOpen_isEndedInTime();
    void halfOpen_ofOneAddress_holdUpNobodyElse();
    void halfOpen_ofManyAddresses_letTheNextOneIn();
    void halfOpen_ofFewAddresses_giveWayToOthers();
    void limit_ofAnAddress_leavesRoomForOthers();
    void limit_ofAllStrangers_isForAll();
    void limit_ofThoseInside_keepsOthersWaiting();
    void end_inAnyWay_makesRoom_data();
    void end_inAnyWay_makesRoom();
    void connections_moreThanAreAcceptedAtATime_wait();
    void handshakes_moreThanAtATime_queueAndGetIn();
    void connections_nearTheLastDescriptor_areRefused();
    void connections_withoutADescriptor_waitUntilOneIsFree();
    void destroyed_inAnyState_closesWhatIsOpen();

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

const QString Loopback = u"127.0.0.1"_s;
const QString Neighbour = u"127.0.0.2"_s;

/// With nothing that ends by itself while a test looks at it.
Doorstep::Limits patient()
{
    Doorstep::Limits limits;
    limits.firstByteLimit = limits.handshakeLimit = milliseconds(60'000);
    return limits;
}

/// A port, and who has entered.
struct Door
{
    explicit Door(const Doorstep::Limits &limits = patient())
        : step(need(identity::Identity::make()), limits, nullptr)
    {
        need(step.listen(Loopback, 0));
        step.startAccepting();
    }

    quint16 port() const { return step.port(); }
    /// Whether a machine from there gets in; it stays.
    bool letsIn(const QString &from = Loopback)
    {
        const qsizetype before = entered.size();
        machines.push_back(connectTls(port(), newMachine(), from));
        const auto isDecided = [&] {
            return entered.size() > before
                || machines.back()->state() == QTcpSocket::UnconnectedState;
        };
        return QTest::qWaitFor(isDecided, 20'000) && entered.size() > before;
    }

    /// Whoever is in leaves.
    void clear(bool wasTrusted = false)
    {
        for (const auto &entry : std::as_const(entered)) {
            step.leave(entry.at(1).toString(), wasTrusted);
            delete entry.at(0).value<QSslSocket *>();
        }
        entered.clear();
    }

    Doorstep step;
    QSignalSpy entered{&step, &Doorstep::entered};
    std::vector<std::unique_ptr<QSslSocket>> machines;
};

/// What a machine says first.
QByteArray clientHello()
{
    QTcpServer server;
    server.listen(QHostAddress(QHostAddress::LocalHost));
    const auto client = connectTls(server.serverPort());
    (void)QTest::qWaitFor([&] { return server.hasPendingConnections(); });
    QTcpSocket *socket = server.nextPendingConnection();
    (void)QTest::qWaitFor([&] { return socket->bytesAvailable() > 100; });
    return socket->readAll();
}

std::unique_ptr<QTcpSocket> halfOpen(quint16 port, const QString &from = Loopback)
{
    auto socket = connectPlain(port, from);
    socket->write(clientHello().chopped(1));
    return socket;
}

using Plot = std::function<void(Door &)>;

} // namespace

Q_DECLARE_METATYPE(Plot)

void tst_Doorstep::init()
{
    m_log = std::make_unique<LogLines>();
}

void tst_Doorstep::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_Doorstep::machine_whateverItsCertificateIs_enters_data()
{
    addOddCertificates();
}

void tst_Doorstep::machine_whateverItsCertificateIs_enters()
{
    QFETCH(const OddCertificate, certificate);
    const QSslConfiguration tls = machineWith(certificate);
    Door door;
    const auto machine = connectTls(door.port(), tls, Neighbour);
    QTRY_COMPARE(door.entered.size(), 1);
    QCOMPARE(door.entered.first().at(1).toString(), Neighbour);
    QCOMPARE(door.entered.first().at(2).value<MachineId>(), machineOf(tls));
    QCOMPARE(machine->sessionProtocol(), QSsl::TlsV1_3);
    QCOMPARE(m_log->count(QString()), 0);
}

void tst_Doorstep::stranger_thatSpeaksPlain_hearsNothing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a browser") << QByteArray("GET / HTTP/1.1\r\n\r\n");
    QTest::newRow("a frame") << QByteArray::fromHex("000000040001a0");
    QTest::newRow("a zero") << QByteArray(1, '\0');
    QTest::newRow("an alert") << QByteArray::fromHex("15030300020100");
    QTest::newRow("a lot") << QByteArray(1'000'000, 'x');
}

void tst_Doorstep::stranger_thatSpeaksPlain_hearsNothing()
{
    QFETCH(const QByteArray, bytes);
    Door door;
    const auto stranger = connectPlain(door.port());
    stranger->write(bytes);
    QVERIFY(becomesClosed(*stranger));
    QCOMPARE(stranger->readAll(), QByteArray());
    QCOMPARE(m_log->count(u"127.0.0.1 turned away: it does not speak TLS"_s), 1);
    QCOMPARE(m_log->count(QString()), 1);
    QVERIFY(door.letsIn());
}

void tst_Doorstep::stranger_ofOlderTls_isRefused()
{
    Door door;
    QSslConfiguration tls = newMachine();
    tls.setProtocol(QSsl::TlsV1_2);
    const auto stranger = connectTls(door.port(), tls);
    QVERIFY(becomesClosed(*stranger));
    QTRY_COMPARE(m_log->count(u"127.0.0.1 no TLS handshake: "_s), 1);
    QCOMPARE(m_log->count(QString()), 1);
    QCOMPARE(door.entered.size(), 0);
}

/// Its own handshake is over before it is refused.
void tst_Doorstep::stranger_withoutCertificate_isRefused()
{
    Door door;
    QSslConfiguration tls = newMachine();
    tls.setLocalCertificate(QSslCertificate());
    tls.setPrivateKey(QSslKey());
    const auto stranger = connectTls(door.port(), tls);
    stranger->write("let me in");
    QVERIFY(becomesClosed(*stranger));
    QCOMPARE(stranger->readAll(), QByteArray());
    QTRY_COMPARE(m_log->count(u"127.0.0.1 no TLS handshake: "_s), 1);
    QCOMPARE(m_log->count(QString()), 1);
    QCOMPARE(door.entered.size(), 0);
}

void tst_Doorstep::stranger_withGarbage_isRefused()
{
    constexpr int Strangers = 100;
    Doorstep::Limits limits = patient();
    limits.handshakeLimit = milliseconds(1'000); // for what is only the beginning of a record
    Door door(limits);
    QRandomGenerator random(5);
    const QByteArray hello = clientHello();
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (int count = 0; count < Strangers; ++count) {
        QByteArray garbage = hello;
        if (count % 2) { // nothing but the first byte is right
            for (qsizetype at = 1; at < garbage.size(); ++at)
                garbage[at] = char(random.bounded(256));
        } else { // the record says honestly how long it is
            for (int changes = 0; changes < 20; ++changes)
                garbage[5 + random.bounded(int(garbage.size()) - 5)] = char(random.bounded(256));
        }
        strangers.push_back(connectPlain(door.port()));
        strangers.back()->write(garbage + garbage);
    }
    for (const auto &stranger : strangers)
        QVERIFY(becomesClosed(*stranger));
    QCOMPARE(door.entered.size(), 0);
    QVERIFY(door.letsIn());
}

void tst_Doorstep::halfOpen_isEndedInTime_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<int>("atATime");
    QTest::addColumn<QString>("line");
    const QString silent = u"turned away: it began no handshake in time"_s;
    const QString slow = u"no TLS handshake: it took too long"_s;
    QTest::newRow("no byte") << 0 << 0 << silent;
    QTest::newRow("a byte") << 1 << 1 << slow;
    QTest::newRow("half a hello") << 100 << 100 << slow;
    QTest::newRow("a byte at a time") << 100 << 1 << slow;
}

void tst_Doorstep::halfOpen_isEndedInTime()
{
    QFETCH(const int, bytes);
    QFETCH(const int, atATime);
    QFETCH(const QString, line);
    Doorstep::Limits limits;
    limits.firstByteLimit = limits.handshakeLimit = milliseconds(500);
    limits.strangersPerAddress = 1;
    Door door(limits);
    const QByteArray hello = clientHello();
    const auto stranger = connectPlain(door.port());
    int sent = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, stranger.get(), [&] {
        if (sent < bytes && stranger->state() == QTcpSocket::ConnectedState)
            stranger->write(hello.mid(std::exchange(sent, sent + atATime), atATime));
    });
    timer.start(milliseconds(50));
    QVERIFY(becomesClosed(*stranger));
    QCOMPARE(stranger->readAll(), QByteArray());
    QCOMPARE(m_log->count(line), 1);
    QCOMPARE(m_log->count(QString()), 1);
    QVERIFY(door.letsIn());
}

void tst_Doorstep::halfOpen_ofOneAddress_holdUpNobodyElse()
{
    Doorstep::Limits limits = patient();
    limits.inside = 4;
    limits.insidePerAddress = 3;
    Door door(limits);
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (int count = 0; count < 20; ++count)
        strangers.push_back(count % 4 ? halfOpen(door.port(), Neighbour)
                                      : connectPlain(door.port(), Neighbour));
    QVERIFY(door.letsIn());
    for (const auto &stranger : strangers)
        QCOMPARE(stranger->state(), QTcpSocket::ConnectedState);
}

/// They take every place; whose address has the fewest gets the next.
void tst_Doorstep::halfOpen_ofManyAddresses_letTheNextOneIn()
{
    Doorstep::Limits limits = patient();
    limits.inside = 4;
    limits.insidePerAddress = 2;
    limits.handshakeLimit = milliseconds(1'000);
    Door door(limits);
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (const int host : {2, 3, 4}) {
        for (int count = 0; count < 10; ++count)
            strangers.push_back(halfOpen(door.port(), u"127.0.0.%1"_s.arg(host)));
    }
    QVERIFY(door.letsIn());
    QVERIFY(m_log->count(u"it took too long"_s) <= 2 * limits.inside);
}

/// They take every place; whose crowd is the largest gives one up.
void tst_Doorstep::halfOpen_ofFewAddresses_giveWayToOthers()
{
    Doorstep::Limits limits = patient();
    limits.strangers = 20;
    limits.inside = 4;
    limits.insidePerAddress = 2;
    Door door(limits);
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    const auto areOpen = [&] {
        return std::ranges::count_if(strangers, [](const auto &stranger) {
            return stranger->state() == QTcpSocket::ConnectedState;
        });
    };
    for (int count = 0; count < 9; ++count)
        strangers.push_back(connectPlain(door.port(), Neighbour));
    for (int count = 0; count < 11; ++count)
        strangers.push_back(connectPlain(door.port(), u"127.0.0.3"_s));
    QVERIFY(door.letsIn());
    QTRY_COMPARE(areOpen(), 19);
    QVERIFY(door.letsIn());
    QTRY_COMPARE(areOpen(), 18);
    QCOMPARE(m_log->count(u"127.0.0.3 turned away: others came"_s), 2);
    QVERIFY(!door.letsIn(u"127.0.0.3"_s)); // whose crowd it is
    QCOMPARE(m_log->count(u"127.0.0.3 refused: too many connections"_s), 1);
}

void tst_Doorstep::limit_ofAnAddress_leavesRoomForOthers()
{
    Doorstep::Limits limits = patient();
    limits.strangersPerAddress = 4;
    Door door(limits);
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    strangers.push_back(connectPlain(door.port()));
    strangers.push_back(halfOpen(door.port()));
    QVERIFY(door.letsIn());
    QVERIFY(door.letsIn());
    QVERIFY(!door.letsIn());
    QCOMPARE(m_log->count(u"127.0.0.1 refused: too many connections"_s), 1);
    QVERIFY(door.letsIn(Neighbour));
    QVERIFY(!door.letsIn());
}

void tst_Doorstep::limit_ofAllStrangers_isForAll()
{
    Doorstep::Limits limits = patient();
    limits.strangers = 3;
    Door door(limits);
    const auto silent = connectPlain(door.port(), u"127.0.0.3"_s);
    const auto half = halfOpen(door.port(), Neighbour);
    QVERIFY(door.letsIn());
    QVERIFY(!door.letsIn(u"127.0.0.4"_s));
    door.step.trust(Loopback);
    QVERIFY(door.letsIn(u"127.0.0.4"_s));
    QVERIFY(!door.letsIn(u"127.0.0.5"_s));
}

/// A handshake costs memory also when it is over.
void tst_Doorstep::limit_ofThoseInside_keepsOthersWaiting()
{
    Doorstep::Limits limits = patient();
    limits.inside = 3;
    limits.insidePerAddress = 2;
    Door door(limits);
    QVERIFY(door.letsIn());
    QVERIFY(door.letsIn());
    const auto third = connectTls(door.port());
    QVERIFY(door.letsIn(Neighbour)); // overtakes it
    const auto fourth = connectTls(door.port(), newMachine(), u"127.0.0.3"_s);
    QTRY_VERIFY(third->bytesToWrite() == 0 && fourth->bytesToWrite() == 0);
    QTest::qWait(50); // for what must not come
    QCOMPARE(door.entered.size(), 3);
    door.step.trust(Loopback);
    QTRY_COMPARE(door.entered.size(), 4);
    QCOMPARE(door.entered.last().at(1).toString(), u"127.0.0.3"_s);
    door.step.leave(Loopback, false);
    QTRY_COMPARE(door.entered.size(), 5);
    QVERIFY(third->isEncrypted());
}

void tst_Doorstep::end_inAnyWay_makesRoom_data()
{
    QTest::addColumn<Plot>("plot");
    const auto row = [](const char *name, const Plot &plot) { QTest::newRow(name) << plot; };
    row("left before a byte", [](Door &door) { connectPlain(door.port()); });
    row("closed before a byte", [](Door &door) {
        const auto stranger = connectPlain(door.port());
        stranger->disconnectFromHost();
    });
    row("left after half a hello", [](Door &door) {
        const auto stranger = halfOpen(door.port());
        QVERIFY(stranger->waitForBytesWritten());
    });
    row("left in the middle of the handshake", [](Door &door) {
        const auto stranger = connectPlain(door.port());
        stranger->write(clientHello());
        QTRY_VERIFY(stranger->bytesAvailable() > 0);
    });
    row("left as soon as its handshake was over", [](Door &door) {
        const auto stranger = connectTls(door.port());
        QTRY_VERIFY(stranger->isEncrypted());
        stranger->abort();
        // Whether it had entered before is a matter of luck.
        QTRY_COMPARE(door.step.findChildren<QSslSocket *>().size(), door.entered.size());
        door.clear();
    });
    row("left while it waited for its handshake", [](Door &door) {
        const auto first = halfOpen(door.port(), Neighbour);
        QTRY_VERIFY(!door.step.findChildren<QSslSocket *>().isEmpty());
        const auto second = halfOpen(door.port());
        QVERIFY(second->waitForBytesWritten());
        QTest::qWait(50); // until it stands in line
    });
    row("spoke plain", [](Door &door) {
        const auto stranger = connectPlain(door.port());
        stranger->write("GET");
        QVERIFY(becomesClosed(*stranger));
    });
    row("was silent", [](Door &door) {
        const auto stranger = connectPlain(door.port());
        QVERIFY(becomesClosed(*stranger));
    });
    row("was slow", [](Door &door) {
        const auto stranger = halfOpen(door.port());
        QVERIFY(becomesClosed(*stranger));
    });
    row("left after it had entered", [](Door &door) {
        QVERIFY(door.letsIn());
        door.clear();
    });
    row("left after it was trusted", [](Door &door) {
        QVERIFY(door.letsIn());
        door.step.trust(Loopback);
        door.clear(true);
    });
}

void tst_Doorstep::end_inAnyWay_makesRoom()
{
    QFETCH(const Plot, plot);
    Doorstep::Limits limits;
    limits.firstByteLimit = limits.handshakeLimit = milliseconds(500);
    limits.inside = 1;
    limits.strangersPerAddress = 1;
    limits.connections = limits.strangers = 2;
    Door door(limits);
    for (int round = 0; round < 3; ++round) {
        plot(door);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(QTest::qWaitFor([&] { return door.letsIn(); }, 20'000));
        door.clear();
    }
}

void tst_Doorstep::connections_moreThanAreAcceptedAtATime_wait()
{
    constexpr int Machines = 120; // what every system grants
    Doorstep::Limits limits = patient();
    limits.inside = limits.insidePerAddress = Machines;
    Door door(limits);
    for (int count = 0; count < Machines; ++count) // connected, or else the test program ends
        door.machines.push_back(connectTls(door.port()));
    QCOMPARE(door.entered.size(), 0);
    QTRY_COMPARE(door.entered.size(), Machines);
}

void tst_Doorstep::handshakes_moreThanAtATime_queueAndGetIn()
{
    constexpr int Machines = 1'000;
    Doorstep::Limits limits = patient(); // of slow machines, too
    Door door(limits);
    QVERIFY(Machines <= limits.strangersPerAddress);
    connect(&door.step, &Doorstep::entered, &door.step,
            [&door](QSslSocket *, const QString &address) { door.step.trust(address); });
    const QSslConfiguration tls = newMachine();
    for (int count = 0; count < Machines; ++count)
        door.machines.push_back(connectTls(door.port(), tls));
    QTRY_COMPARE_WITH_TIMEOUT(door.entered.size(), Machines, 60'000);
    for (const auto &machine : door.machines)
        QCOMPARE(machine->state(), QTcpSocket::ConnectedState);
    QCOMPARE(m_log->count(QString()), 0);
}

void tst_Doorstep::connections_nearTheLastDescriptor_areRefused()
{
    Door door;
    {
        const FewDescriptors few(2);
        QVERIFY(!door.letsIn());
        QCOMPARE(m_log->count(u"refused: too many connections"_s), 1);
    }
    QVERIFY(door.letsIn());
}

void tst_Doorstep::connections_withoutADescriptor_waitUntilOneIsFree()
{
    constexpr int Machines = 10;
    Door door;
    QVERIFY(door.letsIn());
    for (int count = 0; count < Machines; ++count)
        door.machines.push_back(connectTls(door.port()));
    {
        const FewDescriptors none(0);
        QTRY_COMPARE(m_log->count(u"port %1 cannot accept"_s.arg(door.port())), 1);
        QCOMPARE(door.entered.size(), 1);
    }
    QTRY_COMPARE(door.entered.size(), 1 + Machines);
    QVERIFY(door.letsIn());
}

void tst_Doorstep::destroyed_inAnyState_closesWhatIsOpen()
{
    Doorstep::Limits limits = patient();
    limits.inside = 3;
    auto door = std::make_unique<Door>(limits);
    QVERIFY(door->letsIn());
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (int count = 0; count < 4; ++count) { // two of them wait in line
        strangers.push_back(connectPlain(door->port()));
        strangers.push_back(halfOpen(door->port()));
    }
    QTRY_COMPARE(door->step.findChildren<QSslSocket *>().size(), 3);
    for (auto &machine : door->machines)
        strangers.push_back(std::move(machine));
    door->machines.clear();
    door.reset();
    for (const auto &stranger : strangers)
        QVERIFY(becomesClosed(*stranger));
    QCOMPARE(m_log->count(QString()), 0);
}

QTEST_GUILESS_MAIN(tst_Doorstep)
#include "tst_doorstep.moc"
