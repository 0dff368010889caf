// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/client_link.h"
#include "core/net/tls.h"
#include "tests/support/need.h"
#include "tests/support/peers/certificates.h"
#include "tests/support/peers/tls_port.h"
#include "tests/support/peers/tls_socket.h"

#include <QSignalSpy>
#include <QSslSocket>
#include <QTest>

#include <algorithm>

using namespace keg;
using namespace keg::net;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_ClientLink : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void open_nobodyListens_tellsWhereAndWhy();
    void open_unknownHost_tellsSo();
    void open_names_areLookedUp_data();
    void open_names_areLookedUp();
    void connected_whateverItsCertificateIs_tellsWhoIsThere_data();
    void connected_whateverItsCertificateIs_tellsWhoIsThere();
    void server_thatSpeaksNoTls13_isLost_data();
    void server_thatSpeaksNoTls13_isLost();
    void bytes_bothWays_arrive();
    void send_insideAnEvent_bringsNoOtherEvent();
    void primaryCloses_afterBytes_givesThemFirst();
    void close_thenOpen_nothingOfTheOldConnectionFollows();
    void close_sendsWhatWasGiven();
    void close_whileMoreComes_sendsWhatWasGiven();
    void close_inTheMiddleOfTheHandshake_frees();
    void destroyed_inAnyState_isQuiet();
};

namespace {

quint16 unusedPort()
{
    return TlsPort().number();
}

/// A link, and what it has told.
struct Link
{
    explicit Link(quint16 port, const QString &host = u"127.0.0.1"_s)
        : link(identity)
        , m_host(host)
        , m_port(port)
    {}

    void open() { link.open(m_host, m_port); }

    const identity::Identity identity = need(identity::Identity::make());
    ClientLink link;
    QSignalSpy connected{&link, &ClientLink::connected};
    QSignalSpy received{&link, &ClientLink::bytesReceived};
    QSignalSpy disconnected{&link, &ClientLink::disconnected};

private:
    const QString m_host;
    const quint16 m_port;
};

qsizetype bytesOf(const QSignalSpy &received)
{
    qsizetype bytes = 0;
    for (const auto &piece : received)
        bytes += piece.at(0).toByteArray().size();
    return bytes;
}

} // namespace

/// Whoever has a proxy for the web reaches the primary without it.
void tst_ClientLink::initTestCase()
{
    QVERIFY(qputenv("http_proxy", "http://127.0.0.1:9"));
}

void tst_ClientLink::open_nobodyListens_tellsWhereAndWhy()
{
    const quint16 port = unusedPort();
    Link client(port);
    client.open();
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(client.disconnected.first().at(0).toString(),
             u"127.0.0.1 port %1: Connection refused"_s.arg(port));
    QCOMPARE(client.connected.size(), 0);
    client.link.send("into the void");
    client.link.close();
}

void tst_ClientLink::open_unknownHost_tellsSo()
{
    Link client(5002, u"no such host"_s); // not even a name: no name server is asked
    client.open();
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(client.disconnected.first().at(0).toString(),
             u"no such host port 5002: Host not found"_s);
}

void tst_ClientLink::open_names_areLookedUp_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("name") << u"localhost"_s << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv4") << u"127.0.0.1"_s << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("IPv6") << u"::1"_s << QHostAddress(QHostAddress::LocalHostIPv6);
}

void tst_ClientLink::open_names_areLookedUp()
{
    QFETCH(const QString, host);
    QFETCH(const QHostAddress, address);
    if (address.protocol() == QHostAddress::IPv6Protocol && !QTcpServer().listen(address))
        QSKIP("this machine has no IPv6");
    TlsPort port(newMachine(), address);
    Link client(port.number(), host);
    client.open();
    QVERIFY(port.accept());
    QTRY_COMPARE(client.connected.size(), 1);
}

void tst_ClientLink::connected_whateverItsCertificateIs_tellsWhoIsThere_data()
{
    addOddCertificates();
}

void tst_ClientLink::connected_whateverItsCertificateIs_tellsWhoIsThere()
{
    QFETCH(const OddCertificate, certificate);
    const TlsPort port(machineWith(certificate));
    Link client(port.number());
    client.open();
    QTRY_COMPARE(client.connected.size(), 1);
    QCOMPARE(client.connected.first().at(0).value<MachineId>(), port.machine());
    QCOMPARE(client.disconnected.size(), 0);
}

void tst_ClientLink::server_thatSpeaksNoTls13_isLost_data()
{
    QTest::addColumn<QSsl::SslProtocol>("protocol");
    QTest::newRow("plain text") << QSsl::UnknownProtocol;
    QTest::newRow("TLS 1.2") << QSsl::TlsV1_2;
}

void tst_ClientLink::server_thatSpeaksNoTls13_isLost()
{
    QFETCH(const QSsl::SslProtocol, protocol);
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress(QHostAddress::LocalHost)));
    connect(&plain, &QTcpServer::newConnection, this,
            [&] { plain.nextPendingConnection()->write("Welcome, whoever you are"); });
    QSslConfiguration old = newMachine();
    old.setProtocol(protocol);
    const TlsPort port(old);
    Link client(protocol == QSsl::UnknownProtocol ? plain.serverPort() : port.number());
    client.open();
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(client.connected.size(), 0);
    QCOMPARE(client.received.size(), 0);
}

void tst_ClientLink::bytes_bothWays_arrive()
{
    TlsPort port;
    Link client(port.number());
    client.open();
    QSslSocket *primary = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    client.link.send("how are you");
    QTRY_COMPARE(primary->bytesAvailable(), 11);
    const QByteArray answer(5'000'000, 'x');
    primary->write(answer);
    QTRY_COMPARE(bytesOf(client.received), answer.size());
    QCOMPARE(client.disconnected.size(), 0);
}

/// To send may be to decrypt what comes next; the machine is not ready for it then.
void tst_ClientLink::send_insideAnEvent_bringsNoOtherEvent()
{
    TlsPort port;
    Link client(port.number());
    int depth = 0;
    int deepest = 0;
    connect(&client.link, &ClientLink::bytesReceived, &client.link, [&] {
        deepest = std::max(deepest, ++depth);
        client.link.send("answer");
        --depth;
    });
    client.open();
    QSslSocket *primary = port.accept();
    primary->write(QByteArray(1'000'000, 'x'));
    QTRY_COMPARE(bytesOf(client.received), 1'000'000);
    QCOMPARE(deepest, 1);
}

void tst_ClientLink::primaryCloses_afterBytes_givesThemFirst()
{
    TlsPort port;
    Link client(port.number());
    qsizetype atTheEnd = -1;
    connect(&client.link, &ClientLink::disconnected, &client.link,
            [&] { atTheEnd = bytesOf(client.received); });
    client.open();
    QSslSocket *primary = port.accept();
    primary->write(QByteArray(1'000'000, 'x'));
    primary->disconnectFromHost();
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(atTheEnd, 1'000'000);
}

void tst_ClientLink::close_thenOpen_nothingOfTheOldConnectionFollows()
{
    TlsPort port;
    Link client(port.number());
    client.open();
    QSslSocket *old = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    old->write("old");
    old->waitForBytesWritten();
    client.link.close();
    client.open();
    QSslSocket *present = port.accept();
    QTRY_COMPARE(client.connected.size(), 2);
    old->abort();
    present->write("new");
    QTRY_COMPARE(client.received.size(), 1);
    QCOMPARE(client.received.first().at(0).toByteArray(), "new");
    QCOMPARE(client.disconnected.size(), 0);
    QTRY_COMPARE(client.link.findChildren<QSslSocket *>().size(), 1);
}

void tst_ClientLink::close_sendsWhatWasGiven()
{
    TlsPort port;
    Link client(port.number());
    client.open();
    QSslSocket *primary = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    const QByteArray farewell(4'000'000, 'x'); // more than the system takes at once
    client.link.send(farewell);
    client.link.close();
    QTRY_COMPARE(primary->state(), QTcpSocket::UnconnectedState);
    QTRY_COMPARE(primary->bytesAvailable(), farewell.size()); // decrypted
    QCOMPARE(client.disconnected.size(), 0);
}

/// The system throws away what it has not sent when a socket is closed with something unread.
void tst_ClientLink::close_whileMoreComes_sendsWhatWasGiven()
{
    TlsPort port;
    Link client(port.number());
    client.open();
    QSslSocket *primary = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    primary->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 16 * 1024);
    primary->write(QByteArray(1'000'000, 'y'));
    primary->flush();
    const QByteArray farewell(4'000'000, 'x');
    client.link.send(farewell);
    client.link.close();
    QTRY_COMPARE(primary->state(), QTcpSocket::UnconnectedState);
    QTRY_COMPARE(primary->bytesAvailable(), farewell.size());
}

void tst_ClientLink::close_inTheMiddleOfTheHandshake_frees()
{
    QTcpServer mute;
    QVERIFY(mute.listen(QHostAddress(QHostAddress::LocalHost)));
    Link client(mute.serverPort());
    client.open();
    QTRY_VERIFY(mute.hasPendingConnections());
    const std::unique_ptr<QTcpSocket> server(mute.nextPendingConnection());
    QTRY_VERIFY(server->bytesAvailable() > 0);
    client.link.close();
    QTRY_VERIFY(client.link.findChildren<QSslSocket *>().isEmpty());
    QVERIFY(becomesClosed(*server));
    QCOMPARE(client.connected.size() + client.disconnected.size(), 0);
}

void tst_ClientLink::destroyed_inAnyState_isQuiet()
{
    TlsPort port;
    const auto identity = need(identity::Identity::make());
    int events = 0;
    const auto listen = [&](ClientLink &link) {
        connect(&link, &ClientLink::connected, this, [&events] { ++events; });
        connect(&link, &ClientLink::disconnected, this, [&events] { ++events; });
    };
    {
        const QString here = u"127.0.0.1"_s;
        const ClientLink fresh(identity);
        ClientLink lookingUp(identity);
        listen(lookingUp);
        lookingUp.open(u"no such host"_s, port.number());
        ClientLink connecting(identity);
        listen(connecting);
        connecting.open(here, port.number());
        ClientLink shakingHands(identity);
        listen(shakingHands);
        shakingHands.open(here, port.number());
        QTRY_VERIFY(!port.findChildren<QSslSocket *>().isEmpty());
    }
    auto connected = std::make_unique<Link>(port.number());
    connected->open();
    QTRY_COMPARE(connected->connected.size(), 1);
    listen(connected->link);
    connected->link.send(QByteArray(50'000'000, 'x'));
    connected.reset();
    QTest::qWait(50); // for what must not come
    QCOMPARE(events, 0);
}

QTEST_GUILESS_MAIN(tst_ClientLink)
#include "tst_clientlink.moc"
