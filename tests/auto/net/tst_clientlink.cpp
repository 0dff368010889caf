// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/client_link.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace keg::net;
using namespace Qt::StringLiterals;

class tst_ClientLink : public QObject
{
    Q_OBJECT

private slots:
    void open_nobodyListens_tellsWhereAndWhy();
    void open_unknownHost_tellsSo();
    void open_names_areLookedUp_data();
    void open_names_areLookedUp();
    void bytes_bothWays_arrive();
    void primaryCloses_afterBytes_givesThemFirst();
    void close_thenOpen_nothingOfTheOldConnectionFollows();
    void close_sendsWhatWasGiven();
    void destroyed_inAnyState_isQuiet();
};

namespace {

/// A listening port, and the connections that came to it.
class Port
{
public:
    explicit Port(const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
    {
        if (!m_server.listen(address))
            qFatal("%s", qPrintable(m_server.errorString()));
    }

    quint16 number() const { return m_server.serverPort(); }
    /// The next connection, owned by this; null if none comes.
    QTcpSocket *accept()
    {
        const bool hasCome = QTest::qWaitFor([this] { return m_server.hasPendingConnections(); });
        return hasCome ? m_server.nextPendingConnection() : nullptr;
    }

private:
    QTcpServer m_server;
};

quint16 unusedPort()
{
    return Port().number();
}

/// A link, and what it has told.
struct Link
{
    explicit Link(quint16 port, const QString &host = u"127.0.0.1"_s)
        : link(host, port)
    {}

    ClientLink link;
    QSignalSpy connected{&link, &ClientLink::connected};
    QSignalSpy received{&link, &ClientLink::bytesReceived};
    QSignalSpy disconnected{&link, &ClientLink::disconnected};
};

} // namespace

void tst_ClientLink::open_nobodyListens_tellsWhereAndWhy()
{
    const quint16 port = unusedPort();
    Link client(port);
    client.link.open();
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
    client.link.open();
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
    Port port(address);
    Link client(port.number(), host);
    client.link.open();
    QVERIFY(port.accept());
    QTRY_COMPARE(client.connected.size(), 1);
}

void tst_ClientLink::bytes_bothWays_arrive()
{
    Port port;
    Link client(port.number());
    client.link.open();
    QTcpSocket *primary = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    client.link.send("how are you");
    QTRY_COMPARE(primary->bytesAvailable(), 11);
    const QByteArray answer(5'000'000, 'x');
    primary->write(answer);
    qsizetype bytes = 0;
    QTRY_VERIFY([&] {
        bytes = 0;
        for (const auto &piece : std::as_const(client.received))
            bytes += piece.at(0).toByteArray().size();
        return bytes == answer.size();
    }());
    QCOMPARE(client.disconnected.size(), 0);
}

void tst_ClientLink::primaryCloses_afterBytes_givesThemFirst()
{
    Port port;
    Link client(port.number());
    qsizetype atTheEnd = -1;
    connect(&client.link, &ClientLink::disconnected, &client.link, [&] {
        atTheEnd = 0;
        for (const auto &piece : std::as_const(client.received))
            atTheEnd += piece.at(0).toByteArray().size();
    });
    client.link.open();
    QTcpSocket *primary = port.accept();
    primary->write(QByteArray(1'000'000, 'x'));
    primary->disconnectFromHost();
    QTRY_COMPARE(client.disconnected.size(), 1);
    QCOMPARE(atTheEnd, 1'000'000);
}

void tst_ClientLink::close_thenOpen_nothingOfTheOldConnectionFollows()
{
    Port port;
    Link client(port.number());
    client.link.open();
    QTcpSocket *old = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    old->write("old");
    old->waitForBytesWritten();
    client.link.close();
    client.link.open();
    QTcpSocket *present = port.accept();
    QTRY_COMPARE(client.connected.size(), 2);
    old->abort();
    present->write("new");
    QTRY_COMPARE(client.received.size(), 1);
    QCOMPARE(client.received.first().at(0).toByteArray(), "new");
    QCOMPARE(client.disconnected.size(), 0);
    QTRY_COMPARE(client.link.findChildren<QTcpSocket *>().size(), 1);
}

void tst_ClientLink::close_sendsWhatWasGiven()
{
    Port port;
    Link client(port.number());
    client.link.open();
    QTcpSocket *primary = port.accept();
    QTRY_COMPARE(client.connected.size(), 1);
    const QByteArray farewell(10'000'000, 'x');
    client.link.send(farewell);
    client.link.close();
    QTRY_COMPARE(primary->state(), QTcpSocket::UnconnectedState);
    QCOMPARE(primary->bytesAvailable(), farewell.size());
    QCOMPARE(client.disconnected.size(), 0);
}

void tst_ClientLink::destroyed_inAnyState_isQuiet()
{
    Port port;
    int events = 0;
    const auto listen = [&](ClientLink &link) {
        connect(&link, &ClientLink::connected, this, [&events] { ++events; });
        connect(&link, &ClientLink::disconnected, this, [&events] { ++events; });
    };
    {
        ClientLink fresh(u"127.0.0.1"_s, port.number());
        ClientLink lookingUp(u"no such host"_s, port.number());
        listen(lookingUp);
        lookingUp.open();
        ClientLink connecting(u"127.0.0.1"_s, port.number());
        listen(connecting);
        connecting.open();
    }
    auto connected = std::make_unique<Link>(port.number());
    connected->link.open();
    QTRY_COMPARE(connected->connected.size(), 1);
    listen(connected->link);
    connected->link.send(QByteArray(50'000'000, 'x'));
    connected.reset();
    QTest::qWait(50); // for what must not come
    QCOMPARE(events, 0);
}

QTEST_GUILESS_MAIN(tst_ClientLink)
#include "tst_clientlink.moc"
