// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/link_server.h"
#include "tests/support/need.h"
#include "tests/support/peers/tls_socket.h"

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace keg;
using namespace keg::net;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_LinkServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void listen_portInUse_namesItAndWhatToDo();
    void listen_badAddress_fails_data();
    void listen_badAddress_fails();
    void listen_address_isReachedBy_data();
    void listen_address_isReachedBy();
    void startAccepting_before_nobodyIsLetIn();
    void connected_tellsWhoIsThere();
    void bytes_withTheEndOfTheHandshake_arrive();
    void strangers_thatLeaveOrAreClosed_makeRoom();
    void strangers_thatAreTrusted_makeRoom();
    void trusted_stillCountAmongAll();
    void bytes_bothWays_arriveInOrder();
    void send_insideAnEvent_bringsNoOtherEvent();
    void send_toPeerThatReadsNothing_isBacklogAndThenWritable();
    void send_toPeerThatHasLeft_tellsSoOnce();
    void close_withBytesUnderWay_deliversThemFirst();
    void close_withAPeerThatReadsNothing_frees();
    void close_insideAnEvent_endsTheEvents();
};

namespace {

const QString Loopback = u"127.0.0.1"_s;

/// A server that lets in, and what it has told.
struct Server
{
    explicit Server(Doorstep::Limits limits = {}, const QString &address = Loopback)
        : links(need(identity::Identity::make()), limits, nullptr)
    {
        need(links.listen(address, 0));
        links.startAccepting();
    }

    PeerId peer(qsizetype index = 0) const { return connected.at(index).at(0).toULongLong(); }
    /// All that was received.
    QByteArray bytes() const
    {
        QByteArray all;
        for (const auto &piece : received)
            all += piece.at(1).toByteArray();
        return all;
    }

    LinkServer links;
    QSignalSpy connected{&links, &LinkServer::peerConnected};
    QSignalSpy received{&links, &LinkServer::bytesReceived};
    QSignalSpy writable{&links, &LinkServer::peerWritable};
    QSignalSpy disconnected{&links, &LinkServer::peerDisconnected};
};

/// A server that lets few in, and machines that come to it.
struct Crowd
{
    explicit Crowd(const Doorstep::Limits &limits)
        : server(limits)
    {}

    /// Whether the next one gets in.
    bool enters()
    {
        const qsizetype before = server.connected.size();
        sockets.push_back(connectTls(server.links.port()));
        const bool isDecided = QTest::qWaitFor([&] {
            return server.connected.size() > before
                || sockets.back()->state() == QTcpSocket::UnconnectedState;
        });
        return isDecided && server.connected.size() > before;
    }

    Server server;
    std::vector<std::unique_ptr<QSslSocket>> sockets;
};

} // namespace

void tst_LinkServer::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_LinkServer::listen_portInUse_namesItAndWhatToDo()
{
    const Server first;
    LinkServer second(need(identity::Identity::make()), nullptr);
    const auto listening = second.listen(Loopback, first.links.port());
    QVERIFY(!listening);
    QCOMPARE(listening.error().code, ErrorCode::Failed);
    const QString expected
        = u"cannot listen on 127.0.0.1 port %1: The bound address is already in use; "_s.arg(
            first.links.port());
    QVERIFY2(listening.error().message.startsWith(expected), qPrintable(listening.error().message));
}

void tst_LinkServer::listen_badAddress_fails_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("no address") << u"counter"_s;
    QTest::newRow("another machine's") << u"192.0.2.1"_s;
}

void tst_LinkServer::listen_badAddress_fails()
{
    QFETCH(const QString, address);
    LinkServer server(need(identity::Identity::make()), nullptr);
    const auto listening = server.listen(address, 0);
    QVERIFY(!listening);
    QVERIFY2(listening.error().message.contains(address), qPrintable(listening.error().message));
}

void tst_LinkServer::listen_address_isReachedBy_data()
{
    QTest::addColumn<QString>("listening");
    QTest::addColumn<QString>("connecting");
    QTest::addColumn<QString>("seenAs");
    QTest::newRow("IPv4 of all") << QString() << u"127.0.0.1"_s << u"127.0.0.1"_s;
    QTest::newRow("IPv6 of all") << QString() << u"::1"_s << u"::1"_s;
    QTest::newRow("IPv4") << u"127.0.0.1"_s << u"127.0.0.1"_s << u"127.0.0.1"_s;
    QTest::newRow("IPv6") << u"::1"_s << u"::1"_s << u"::1"_s;
}

void tst_LinkServer::listen_address_isReachedBy()
{
    QFETCH(const QString, listening);
    QFETCH(const QString, connecting);
    QFETCH(const QString, seenAs);
    if (connecting.contains(u':')
        && !QTcpServer().listen(QHostAddress(QHostAddress::LocalHostIPv6)))
        QSKIP("this machine has no IPv6");
    Server server({}, listening);
    QSslSocket client;
    client.setSslConfiguration(newMachine());
    client.setPeerVerifyMode(QSslSocket::VerifyNone);
    client.connectToHostEncrypted(connecting, server.links.port());
    QTRY_COMPARE(server.connected.size(), 1);
    QCOMPARE(server.connected.first().at(1).toString(), seenAs);
}

void tst_LinkServer::startAccepting_before_nobodyIsLetIn()
{
    LinkServer server(need(identity::Identity::make()), nullptr);
    QVERIFY(server.listen(Loopback, 0));
    QSignalSpy connected(&server, &LinkServer::peerConnected);
    const auto client = connectTls(server.port());
    QTest::qWait(0);
    QCOMPARE(connected.size(), 0);
    server.startAccepting();
    QTRY_COMPARE(connected.size(), 1);
}

void tst_LinkServer::connected_tellsWhoIsThere()
{
    Server server;
    const QSslConfiguration one = newMachine();
    const QSslConfiguration two = newMachine();
    const auto first = connectTls(server.links.port(), one);
    QTRY_COMPARE(server.connected.size(), 1);
    const auto second = connectTls(server.links.port(), two, u"127.0.0.2"_s);
    QTRY_COMPARE(server.connected.size(), 2);
    const auto third = connectTls(server.links.port(), one);
    QTRY_COMPARE(server.connected.size(), 3);
    const auto machine
        = [&](qsizetype index) { return server.connected.at(index).at(2).value<MachineId>(); };
    QCOMPARE(machine(0), machineOf(one));
    QCOMPARE(machine(1), machineOf(two));
    QCOMPARE(machine(2), machineOf(one));
    QCOMPARE(server.connected.at(1).at(1).toString(), u"127.0.0.2"_s);
}

/// A client writes as soon as it can: its first bytes may come before the server knows it.
void tst_LinkServer::bytes_withTheEndOfTheHandshake_arrive()
{
    Server server;
    const auto client = connectTls(server.links.port());
    client->write("first");
    QTRY_COMPARE(server.received.size(), 1);
    QCOMPARE(server.received.first().at(1).toByteArray(), "first");
    QCOMPARE(server.connected.size(), 1);
}

void tst_LinkServer::strangers_thatLeaveOrAreClosed_makeRoom()
{
    Doorstep::Limits limits;
    limits.strangersPerAddress = 3;
    Crowd crowd(limits);
    for (int round = 0; round < 3; ++round)
        QVERIFY(crowd.enters());
    QVERIFY(!crowd.enters());

    crowd.sockets[0]->abort();
    QTRY_COMPARE(crowd.server.disconnected.size(), 1);
    QVERIFY(crowd.enters());
    QVERIFY(!crowd.enters());
    crowd.server.links.close(crowd.server.peer(1));
    QVERIFY(crowd.enters());
    QVERIFY(!crowd.enters());
}

void tst_LinkServer::strangers_thatAreTrusted_makeRoom()
{
    Doorstep::Limits limits;
    limits.strangers = 2;
    Crowd crowd(limits);
    for (int round = 0; round < 5; ++round) {
        QVERIFY(crowd.enters());
        crowd.server.links.trust(crowd.server.peer(round));
        crowd.server.links.trust(crowd.server.peer(round)); // again changes nothing
    }
    // What trusted ones leave behind is no room for strangers.
    crowd.server.links.close(crowd.server.peer(0));
    crowd.sockets[1]->abort();
    QTRY_COMPARE(crowd.server.disconnected.size(), 1);
    QVERIFY(crowd.enters());
    QVERIFY(crowd.enters());
    QVERIFY(!crowd.enters());
}

void tst_LinkServer::trusted_stillCountAmongAll()
{
    Doorstep::Limits limits;
    limits.connections = 2;
    Crowd crowd(limits);
    QVERIFY(crowd.enters());
    QVERIFY(crowd.enters());
    crowd.server.links.trust(crowd.server.peer(0));
    QVERIFY(!crowd.enters());
    crowd.server.links.close(crowd.server.peer(0));
    QVERIFY(crowd.enters());
}

void tst_LinkServer::bytes_bothWays_arriveInOrder()
{
    Server server;
    const auto client = connectTls(server.links.port());
    QByteArray question;
    for (int number = 0; question.size() < 3'000'000; ++number)
        question += QByteArray::number(number);
    client->write(question);
    QTRY_COMPARE(server.bytes().size(), question.size());
    QVERIFY(server.bytes() == question);
    for (const auto &piece : std::as_const(server.received))
        QVERIFY(piece.at(1).toByteArray().size() <= 64 * 1024);

    server.links.send(server.peer(), question);
    QTRY_COMPARE(client->bytesAvailable(), question.size());
    QVERIFY(client->readAll() == question);
    QCOMPARE(server.links.backlog(server.peer()), 0);
}

/// To send may be to decrypt what comes next; the machine is not ready for it then.
void tst_LinkServer::send_insideAnEvent_bringsNoOtherEvent()
{
    Server server;
    int depth = 0;
    int deepest = 0;
    connect(&server.links, &LinkServer::bytesReceived, &server.links, [&](PeerId peer) {
        deepest = std::max(deepest, ++depth);
        server.links.send(peer, "answer");
        --depth;
    });
    const auto client = connectTls(server.links.port());
    const QByteArray manyRecords(1'000'000, 'x');
    client->write(manyRecords);
    QTRY_COMPARE(server.bytes().size(), manyRecords.size());
    QCOMPARE(deepest, 1);
}

void tst_LinkServer::send_toPeerThatReadsNothing_isBacklogAndThenWritable()
{
    Server server;
    const auto client = connectTls(server.links.port());
    client->setReadBufferSize(1);
    QTRY_COMPARE(server.connected.size(), 1);
    const PeerId peer = server.peer();
    qint64 sent = 0;
    while (server.links.backlog(peer) < CongestionLimit) {
        server.links.send(peer, QByteArray(60'000, 'x'));
        sent += 60'000;
    }
    QTest::qWait(0);
    QCOMPARE(server.writable.size(), 0);
    client->setReadBufferSize(0);
    QTRY_COMPARE(client->bytesAvailable(), sent);
    QTRY_COMPARE(server.links.backlog(peer), 0);
    QCOMPARE(server.writable.size(), 1);
}

void tst_LinkServer::send_toPeerThatHasLeft_tellsSoOnce()
{
    Server server;
    auto client = connectTls(server.links.port());
    QTRY_COMPARE(server.connected.size(), 1);
    client->abort();
    const PeerId peer = server.peer();
    for (int frames = 0; frames < 100; ++frames)
        server.links.send(peer, QByteArray(100'000, 'x'));
    QCOMPARE(server.disconnected.size(), 0); // not from within send()
    QTRY_COMPARE(server.disconnected.size(), 1);
    QCOMPARE(server.disconnected.first().at(0).toULongLong(), peer);
    server.links.send(peer, "too late");
    server.links.close(peer);
    QCOMPARE(server.links.backlog(peer), 0);
    QTRY_VERIFY(server.links.findChildren<QSslSocket *>().isEmpty());
    QCOMPARE(server.disconnected.size(), 1);
}

void tst_LinkServer::close_withBytesUnderWay_deliversThemFirst()
{
    Server server;
    const auto client = connectTls(server.links.port());
    QTRY_COMPARE(server.connected.size(), 1);
    const QByteArray farewell(20'000'000, 'x');
    server.links.send(server.peer(), farewell);
    server.links.close(server.peer());
    QTRY_COMPARE(client->state(), QTcpSocket::UnconnectedState);
    QCOMPARE(client->bytesAvailable(), farewell.size());
    QCOMPARE(server.disconnected.size(), 0);
    QTRY_VERIFY(server.links.findChildren<QSslSocket *>().isEmpty());
}

void tst_LinkServer::close_withAPeerThatReadsNothing_frees()
{
    Server server;
    const auto client = connectTls(server.links.port());
    client->setReadBufferSize(1);
    QTRY_COMPARE(server.connected.size(), 1);
    server.links.send(server.peer(), QByteArray(20'000'000, 'x'));
    server.links.close(server.peer());
    QVERIFY(!server.links.findChildren<QSslSocket *>().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(server.links.findChildren<QSslSocket *>().isEmpty(), 15'000);
}

void tst_LinkServer::close_insideAnEvent_endsTheEvents()
{
    Server server;
    connect(&server.links, &LinkServer::bytesReceived, &server.links,
            [&](PeerId peer) { server.links.close(peer); });
    const auto client = connectTls(server.links.port());
    client->write(QByteArray(10'000'000, 'x'));
    QVERIFY(becomesClosed(*client));
    QCOMPARE(server.received.size(), 1);
    QCOMPARE(server.disconnected.size(), 0);
}

QTEST_GUILESS_MAIN(tst_LinkServer)
#include "tst_linkserver.moc"
