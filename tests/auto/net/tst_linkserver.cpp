// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/link_server.h"

#include <QLoggingCategory>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

using namespace keg;
using namespace keg::net;
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
    void connections_beyondTheLimitOfAnAddress_areRefused();
    void connections_beyondTheLimitOfAll_areRefused();
    void connections_whileDescriptorsAreFew_areRefused();
    void bytes_bothWays_arriveInOrder();
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
    explicit Server(LinkServer::Limits limits = {}, const QString &address = Loopback)
        : links(limits, nullptr)
    {
        if (const auto listening = links.listen(address, 0); !listening)
            qFatal("%s", qPrintable(listening.error().message));
        links.startAccepting();
    }

    PeerId peer(qsizetype index = 0) const { return connected.at(index).at(0).toULongLong(); }

    LinkServer links;
    QSignalSpy connected{&links, &LinkServer::peerConnected};
    QSignalSpy received{&links, &LinkServer::bytesReceived};
    QSignalSpy writable{&links, &LinkServer::peerWritable};
    QSignalSpy disconnected{&links, &LinkServer::peerDisconnected};
};

/// Connected in the kernel; the server need not have noticed.
std::unique_ptr<QTcpSocket> connectTo(quint16 port, const QString &from = Loopback)
{
    auto socket = std::make_unique<QTcpSocket>();
    if (!socket->bind(QHostAddress(from)))
        qFatal("cannot bind to %s", qPrintable(from));
    socket->connectToHost(Loopback, port);
    if (!socket->waitForConnected())
        qFatal("%s", qPrintable(socket->errorString()));
    return socket;
}

bool isRefused(QTcpSocket &socket)
{
    return QTest::qWaitFor([&] { return socket.state() == QTcpSocket::UnconnectedState; });
}

/// Keeps this process from opening more than a few descriptors.
class FewDescriptors
{
public:
    explicit FewDescriptors(std::size_t more)
    {
        std::vector<int> free(more);
        std::ranges::generate(free, [] { return ::dup(STDIN_FILENO); });
        std::ranges::for_each(free, ::close);
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        rlimit few = m_before;
        few.rlim_cur = rlim_t(free.back() + 1);
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

void tst_LinkServer::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_LinkServer::listen_portInUse_namesItAndWhatToDo()
{
    const Server first;
    LinkServer second;
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
    LinkServer server;
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
    QTcpSocket client;
    client.connectToHost(connecting, server.links.port());
    QTRY_COMPARE(server.connected.size(), 1);
    QCOMPARE(server.connected.first().at(1).toString(), seenAs);
}

void tst_LinkServer::startAccepting_before_nobodyIsLetIn()
{
    LinkServer server;
    QVERIFY(server.listen(Loopback, 0));
    QSignalSpy connected(&server, &LinkServer::peerConnected);
    const auto client = connectTo(server.port());
    QTest::qWait(0);
    QCOMPARE(connected.size(), 0);
    server.startAccepting();
    QTRY_COMPARE(connected.size(), 1);
}

void tst_LinkServer::connections_beyondTheLimitOfAnAddress_areRefused()
{
    Server server({100, 3});
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int count = 0; count < 3; ++count)
        clients.push_back(connectTo(server.links.port()));
    QTRY_COMPARE(server.connected.size(), 3);
    const auto fourth = connectTo(server.links.port());
    QVERIFY(isRefused(*fourth));
    const auto neighbour = connectTo(server.links.port(), u"127.0.0.2"_s);
    QTRY_COMPARE(server.connected.size(), 4);

    clients.pop_back();
    QTRY_COMPARE(server.disconnected.size(), 1);
    clients.push_back(connectTo(server.links.port()));
    QTRY_COMPARE(server.connected.size(), 5);
    server.links.close(server.peer(0));
    clients.push_back(connectTo(server.links.port()));
    QTRY_COMPARE(server.connected.size(), 6);
}

void tst_LinkServer::connections_beyondTheLimitOfAll_areRefused()
{
    Server server({2, 2});
    const auto first = connectTo(server.links.port());
    const auto second = connectTo(server.links.port(), u"127.0.0.2"_s);
    QTRY_COMPARE(server.connected.size(), 2);
    const auto third = connectTo(server.links.port(), u"127.0.0.3"_s);
    QVERIFY(isRefused(*third));
    QCOMPARE(server.connected.size(), 2);
}

void tst_LinkServer::connections_whileDescriptorsAreFew_areRefused()
{
    constexpr int Clients = 30;
    Server server;
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int count = 0; count < Clients; ++count)
        clients.push_back(connectTo(server.links.port()));
    {
        const FewDescriptors few(10);
        for (const auto &client : clients)
            QVERIFY(isRefused(*client));
        QCOMPARE(server.connected.size(), 0);
    }
    clients.push_back(connectTo(server.links.port()));
    QTRY_COMPARE(server.connected.size(), 1);
}

void tst_LinkServer::bytes_bothWays_arriveInOrder()
{
    Server server;
    const auto client = connectTo(server.links.port());
    QByteArray question;
    for (int number = 0; question.size() < 3'000'000; ++number)
        question += QByteArray::number(number);
    client->write(question);
    QByteArray received;
    QTRY_VERIFY([&] {
        received.clear();
        for (const auto &piece : std::as_const(server.received))
            received += piece.at(1).toByteArray();
        return received == question;
    }());
    for (const auto &piece : std::as_const(server.received))
        QVERIFY(piece.at(1).toByteArray().size() <= 64 * 1024);

    server.links.send(server.peer(), question);
    QTRY_COMPARE(client->bytesAvailable(), question.size());
    QVERIFY(client->readAll() == question);
    QCOMPARE(server.links.backlog(server.peer()), 0);
}

void tst_LinkServer::send_toPeerThatReadsNothing_isBacklogAndThenWritable()
{
    Server server;
    const auto client = connectTo(server.links.port());
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
    auto client = connectTo(server.links.port());
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
    QTRY_VERIFY(server.links.findChildren<QTcpSocket *>().isEmpty());
    QCOMPARE(server.disconnected.size(), 1);
}

void tst_LinkServer::close_withBytesUnderWay_deliversThemFirst()
{
    Server server;
    const auto client = connectTo(server.links.port());
    QTRY_COMPARE(server.connected.size(), 1);
    const QByteArray farewell(20'000'000, 'x');
    server.links.send(server.peer(), farewell);
    server.links.close(server.peer());
    QTRY_COMPARE(client->state(), QTcpSocket::UnconnectedState);
    QCOMPARE(client->bytesAvailable(), farewell.size());
    QCOMPARE(server.disconnected.size(), 0);
    QTRY_VERIFY(server.links.findChildren<QTcpSocket *>().isEmpty());
}

void tst_LinkServer::close_withAPeerThatReadsNothing_frees()
{
    Server server;
    const auto client = connectTo(server.links.port());
    client->setReadBufferSize(1);
    QTRY_COMPARE(server.connected.size(), 1);
    server.links.send(server.peer(), QByteArray(20'000'000, 'x'));
    server.links.close(server.peer());
    QVERIFY(!server.links.findChildren<QTcpSocket *>().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(server.links.findChildren<QTcpSocket *>().isEmpty(), 15'000);
}

void tst_LinkServer::close_insideAnEvent_endsTheEvents()
{
    Server server;
    connect(&server.links, &LinkServer::bytesReceived, &server.links,
            [&](PeerId peer) { server.links.close(peer); });
    const auto client = connectTo(server.links.port());
    client->write(QByteArray(10'000'000, 'x'));
    QVERIFY(isRefused(*client));
    QCOMPARE(server.received.size(), 1);
    QCOMPARE(server.disconnected.size(), 0);
}

QTEST_GUILESS_MAIN(tst_LinkServer)
#include "tst_linkserver.moc"
