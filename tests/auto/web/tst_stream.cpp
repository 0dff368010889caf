// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/web/house.h"
#include "tests/support/web/web_client.h"

#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace keg::test;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

/// Readers of server-sent events, plain and by TLS.
class tst_Stream : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void reader_hearsTheNewestAndEachNewerOne();
    void reader_beforeTheFirstEvent_hearsIt();
    void readers_hearAllTheSame();
    void silence_isBrokenByComments();
    void slowReader_hearsOnlyTheNewest();
    void reader_leaving_isNoticed();
    void reader_saying_anything_isClosed();
    void reader_losingTheRight_hearsNothingMore();
    void reader_losingTheRight_isClosedByTheNextComment();
    void reader_losingTheRight_isClosedWhenWoken();
    void head_hasNoEvents();
    void stop_endsStreams();

private:
    using Client = std::unique_ptr<WebClient>;

    Client reader(const House &house) const;
    Client staff(const House &house) const;

    WebClient::Via m_via = WebClient::Via::Plain;
};

void tst_Stream::initTestCase_data()
{
    QTest::addColumn<WebClient::Via>("via");
    QTest::newRow("plain") << WebClient::Via::Plain;
    QTest::newRow("tls") << WebClient::Via::Tls;
}

void tst_Stream::init()
{
    QFETCH_GLOBAL(WebClient::Via, via);
    m_via = via;
}

tst_Stream::Client tst_Stream::reader(const House &house) const
{
    auto client = std::make_unique<WebClient>(house.port(), m_via);
    client->send(getRequest("/events"));
    return client;
}

tst_Stream::Client tst_Stream::staff(const House &house) const
{
    auto client = std::make_unique<WebClient>(house.port(), m_via);
    client->send(getRequest("/staff", "Cookie: name=ann\r\n"));
    if (!client->until("retry: 2000\n\n").startsWith("HTTP/1.1 200 "))
        qFatal("no stream");
    return client;
}

void tst_Stream::reader_hearsTheNewestAndEachNewerOne()
{
    House house;
    house.publish("event: change\ndata: 0");
    house.publish("event: change\ndata: 1");
    const Client client = reader(house);
    const QByteArray beginning = client->until("data: 1\n\n");
    QVERIFY(beginning.startsWith("HTTP/1.1 200 OK\r\n"));
    QVERIFY(beginning.contains("\r\nContent-Type: text/event-stream\r\n"));
    QVERIFY(beginning.contains("\r\nCache-Control: no-store\r\n"));
    QVERIFY(beginning.contains("\r\nConnection: close\r\n"));
    QVERIFY(!beginning.contains("Content-Length"));
    QVERIFY2(beginning.endsWith("\r\n\r\nretry: 2000\n\nevent: change\ndata: 1\n\n"), beginning);
    house.publish("event: change\ndata: 2");
    QCOMPARE(client->until("\n\n"), QByteArray("event: change\ndata: 2\n\n"));
}

void tst_Stream::reader_beforeTheFirstEvent_hearsIt()
{
    House house;
    const Client client = reader(house);
    QVERIFY(client->until("retry: 2000\n\n").startsWith("HTTP/1.1 200 OK\r\n"));
    house.publish("data: 1");
    QCOMPARE(client->until("\n\n"), QByteArray("data: 1\n\n"));
}

void tst_Stream::readers_hearAllTheSame()
{
    House house;
    std::vector<Client> readers;
    for (int i = 0; i < 30; ++i) {
        readers.push_back(reader(house));
        readers.back()->until("retry: 2000\n\n");
    }
    QCOMPARE(house.readers(), 30);
    house.publish("data: 1");
    for (const Client &client : readers)
        QCOMPARE(client->until("\n\n"), QByteArray("data: 1\n\n"));
}

void tst_Stream::silence_isBrokenByComments()
{
    Limits limits;
    limits.streamInterval = milliseconds(50);
    House house(limits);
    const Client client = reader(house);
    client->until("retry: 2000\n\n");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client->until("\n\n"), QByteArray(":\n\n"));
}

void tst_Stream::slowReader_hearsOnlyTheNewest()
{
    House house;
    const Client client = reader(house);
    client->until("retry: 2000\n\n");
    for (int i = 0; i < 20; ++i)
        house.publish("data: " + QByteArray(1024 * 1024, 'x'));
    house.publish("data: last");
    QCOMPARE(house.readers(), 1);
    const QByteArray told = client->until("data: last\n\n");
    QVERIFY(told.endsWith("data: last\n\n"));
    QVERIFY2(told.size() < 5'000'000, QByteArray::number(told.size()));
}

void tst_Stream::reader_leaving_isNoticed()
{
    House house;
    const Client aborting = reader(house);
    const Client closing = reader(house);
    aborting->until("retry: 2000\n\n");
    closing->until("retry: 2000\n\n");
    QCOMPARE(house.readers(), 2);
    aborting->leave();
    QTRY_COMPARE(house.readers(), 1);
    closing->socket().disconnectFromHost();
    QTRY_COMPARE(house.readers(), 0);
}

void tst_Stream::reader_saying_anything_isClosed()
{
    House house;
    const Client client = reader(house);
    client->until("retry: 2000\n\n");
    client->send(getRequest("/"));
    QVERIFY(client->isClosed());
    QTRY_COMPARE(house.readers(), 0);
}

void tst_Stream::reader_losingTheRight_hearsNothingMore()
{
    House house;
    const Client client = staff(house);
    const Client guest = reader(house);
    guest->until("retry: 2000\n\n");
    house.publish("data: 1");
    QCOMPARE(client->until("\n\n"), QByteArray("data: 1\n\n"));
    house.isOpen = false;
    house.publish("data: 2");
    QVERIFY(client->isClosed());
    QCOMPARE(client->rest(), QByteArray());
    QVERIFY(guest->until("data: 2\n\n").endsWith("data: 2\n\n"));
}

void tst_Stream::reader_losingTheRight_isClosedByTheNextComment()
{
    Limits limits;
    limits.streamInterval = milliseconds(50);
    House house(limits);
    const Client client = staff(house);
    house.isOpen = false;
    QVERIFY(client->isClosed());
}

void tst_Stream::reader_losingTheRight_isClosedWhenWoken()
{
    House house;
    const Client client = staff(house);
    house.wakeReaders();
    house.publish("data: 1");
    QCOMPARE(client->until("\n\n"), QByteArray("data: 1\n\n")); // it may still
    house.isOpen = false;
    house.wakeReaders();
    QVERIFY(client->isClosed());
}

void tst_Stream::head_hasNoEvents()
{
    House house;
    house.publish("data: 1");
    WebClient client(house.port(), m_via);
    client.send("HEAD /events HTTP/1.1\r\nHost: keg\r\n\r\n");
    QVERIFY(client.isClosed());
    const QByteArray answer = client.rest();
    QVERIFY(answer.contains("\r\nContent-Type: text/event-stream\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void tst_Stream::stop_endsStreams()
{
    House house;
    const Client client = reader(house);
    client->until("retry: 2000\n\n");
    house.server.stop();
    house.publish("data: nobody hears this");
    QVERIFY(client->isClosed());
}

QTEST_GUILESS_MAIN(tst_Stream)
#include "tst_stream.moc"
