// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/web/house.h"
#include "tests/support/web/web_client.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

#include <sys/resource.h>

using namespace keg;
using namespace keg::web;
using namespace keg::test;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

namespace {

constexpr int Patience = WebClient::Patience;

/// Of this process, resident.
qint64 memory()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no /proc");
    return file.readAll().split(' ').at(1).toLongLong() * 4096;
}

} // namespace

/// Clients that send what nobody should, or send and read too little, plain and by TLS: the others
/// are served.
class tst_Strangers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void init();
    void cleanup();
    void hostile_isAnsweredAndClosed_data();
    void hostile_isAnsweredAndClosed();
    void slowHeader_gets408();
    void slowBody_gets408();
    void slowReader_isClosed();
    void idle_isClosed();
    void halfRequests_ofOneAddress_keepNobodyOut();
    void halfRequests_ofManyAddresses_keepNobodyOut();
    void slowReaders_ofOneAddress_keepNobodyOut();
    void streams_ofOneAddress_keepNobodyOut();
    void guests_ofOneAddress_keepNoStaffOut();
    void flood_pushesOutItsOwnKind();
    void descriptors_areLeftToOthers();
    void hugeBody_isRefusedAndCostsNoMemory();
    void bodies_together_areLimited();
    void bodies_ofStreams_areForgotten();
    void answers_together_areLimited();
    void answers_thatTookTimeToMake_areNotSlowlyRead();
    void answers_fromTheSameMemory_countOnce();
    void clients_leavingAnywhere_harmNobody();

private:
    using Client = std::unique_ptr<WebClient>;

    Client client(const House &house, const QString &from = u"127.0.0.1"_s) const;
    /// It has asked for something large, and reads only the beginning.
    Client slowReader(const House &house, const QByteArray &path) const;
    int statusFor(const House &house, const QByteArray &bytes) const;

    std::unique_ptr<LogLines> m_log;
    WebClient::Via m_via = WebClient::Via::Plain;
};

void tst_Strangers::initTestCase_data()
{
    QTest::addColumn<WebClient::Via>("via");
    QTest::newRow("plain") << WebClient::Via::Plain;
    QTest::newRow("tls") << WebClient::Via::Tls;
}

void tst_Strangers::init()
{
    QFETCH_GLOBAL(WebClient::Via, via);
    m_via = via;
    m_log = std::make_unique<LogLines>();
}

void tst_Strangers::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

tst_Strangers::Client tst_Strangers::client(const House &house, const QString &from) const
{
    return std::make_unique<WebClient>(house.port(), m_via, from);
}

tst_Strangers::Client tst_Strangers::slowReader(const House &house, const QByteArray &path) const
{
    Client reader = client(house);
    reader->socket().setReadBufferSize(1024);
    reader->send(getRequest(path));
    if (!reader->until("\r\n").startsWith("HTTP/1.1 200 "))
        qFatal("no answer");
    return reader;
}

int tst_Strangers::statusFor(const House &house, const QByteArray &bytes) const
{
    return statusOf(client(house)->ask(bytes));
}

void tst_Strangers::hostile_isAnsweredAndClosed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("\1\2\3\4\r\n\r\n") << 400;
    QTest::newRow("lengths") << postHeader("/large", 4, "Content-Length: 3\r\n") + "abcd" << 400;
    QTest::newRow("header") << getRequest("/", "A: " + QByteArray(1'000'000, 'a') + "\r\n") << 431;
    QTest::newRow("body") << postHeader("/echo/x", 2'000'000) + QByteArray(2'000'000, 'a') << 413;
    QTest::newRow("method") << QByteArray("BREW / HTTP/1.1\r\nHost: keg\r\n\r\n") << 501;
}

void tst_Strangers::hostile_isAnsweredAndClosed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const House house;
    const Client one = client(house);
    const QByteArray answer = one->ask(bytes);
    QCOMPARE(statusOf(answer), status);
    QVERIFY(answer.contains("\r\n\r\n{\"error\":\""));
    QVERIFY(answer.contains("Connection: close"));
    QVERIFY(one->isClosed());
    QCOMPARE(statusFor(house, getRequest("/")), 200);
}

void tst_Strangers::slowHeader_gets408()
{
    Limits limits;
    limits.headerTime = milliseconds(500);
    const House house(limits);
    const Client one = client(house);
    one->send("GET / HTTP/1.1\r\nHo");
    QCOMPARE(statusOf(one->answer()), 408);
    QVERIFY(one->isClosed());
}

void tst_Strangers::slowBody_gets408()
{
    Limits limits;
    limits.bodyTime = milliseconds(200);
    const House house(limits);
    const Client one = client(house);
    one->send(postHeader("/echo/x", 10) + "abc");
    QCOMPARE(statusOf(one->answer()), 408);
    QVERIFY(one->isClosed());
}

void tst_Strangers::slowReader_isClosed()
{
    Limits limits;
    limits.writeTime = milliseconds(200);
    limits.idleTime = milliseconds(500);
    const House house(limits);
    const Client reader = slowReader(house, "/shared");
    const Client idle = client(house);
    QCOMPARE(statusOf(idle->ask(getRequest("/"))), 200);
    QVERIFY(idle->isClosed()); // later than the reader: that one finds the rest in its buffers only
    reader->socket().setReadBufferSize(0);
    QVERIFY(reader->isClosed());
    QVERIFY(reader->rest().size() < House::Large);
}

void tst_Strangers::idle_isClosed()
{
    Limits limits;
    limits.idleTime = milliseconds(200);
    limits.headerTime = milliseconds(60'000);
    const House house(limits);
    const Client one = client(house);
    QCOMPARE(statusOf(one->ask(getRequest("/"))), 200);
    QVERIFY(one->isClosed());
}

void tst_Strangers::halfRequests_ofOneAddress_keepNobodyOut()
{
    Limits limits;
    limits.headerTime = milliseconds(60'000);
    const House house(limits);
    const Client patient = client(house, u"127.0.0.2"_s);
    std::vector<Client> crowd;
    for (int i = 0; i < 3'000; ++i) {
        crowd.push_back(client(house));
        crowd.back()->send("GET / HTTP/1.1\r\nHost:");
        if (i % 300 == 299) {
            QCOMPARE(statusFor(house, getRequest("/")), 200);
            crowd.erase(crowd.begin(), crowd.end() - 100); // closed by the server long ago
        }
    }
    QCOMPARE(statusOf(patient->ask(getRequest("/"))), 200); // it was never in the way
    QVERIFY(m_log->count(u"turned away"_s) > 0);
    QVERIFY(m_log->count(u"turned away"_s) < 50);
}

void tst_Strangers::halfRequests_ofManyAddresses_keepNobodyOut()
{
    const House house;
    std::vector<Client> crowd;
    for (int i = 0; i < 600; ++i) {
        crowd.push_back(client(house, u"127.0.1.%1"_s.arg(1 + i % 20)));
        crowd.back()->send("GET / HTTP/1.1\r\nHost:");
    }
    QCOMPARE(statusFor(house, getRequest("/")), 200);
}

void tst_Strangers::slowReaders_ofOneAddress_keepNobodyOut()
{
    Limits limits;
    limits.connectionsPerAddress = 4;
    const House house(limits);
    std::vector<Client> crowd;
    for (int i = 0; i < 10; ++i)
        crowd.push_back(slowReader(house, "/shared"));
    QCOMPARE(m_log->count(u"turned away"_s), 6);
    QCOMPARE(statusFor(house, getRequest("/")), 200);
}

void tst_Strangers::streams_ofOneAddress_keepNobodyOut()
{
    Limits limits;
    limits.connectionsPerAddress = 4;
    House house(limits);
    std::vector<Client> crowd;
    for (int i = 0; i < 10; ++i) {
        crowd.push_back(slowReader(house, "/events"));
    }
    QTRY_COMPARE(house.readers(), 4);
    QCOMPARE(statusFor(house, getRequest("/")), 200);
    QTRY_COMPARE(house.readers(), 3);
}

void tst_Strangers::guests_ofOneAddress_keepNoStaffOut()
{
    House house;
    const QByteArray cookie = "Cookie: name=ann\r\n";
    const Client staff = client(house);
    staff->send(getRequest("/staff", cookie));
    staff->until("retry: 2000\n\n");
    const Client upload = client(house);
    upload->send(postHeader("/large", 4) + "ab");
    std::vector<Client> phones; // each loads the menu by some connections, and listens by one
    for (int i = 0; i < 40; ++i) {
        for (int part = 0; part < 3; ++part) {
            phones.push_back(client(house));
            QCOMPARE(statusOf(phones.back()->ask(getRequest("/"))), 200);
        }
        phones.push_back(slowReader(house, "/events"));
    }
    QTRY_VERIFY(house.readers() >= 21); // staff and twenty guests
    QCOMPARE(statusFor(house, postHeader("/secret", 2, cookie) + "ab"), 200);
    QCOMPARE(statusOf(upload->ask("cd")), 200);
    house.publish("data: still here");
    QCOMPARE(staff->until("\n\n"), QByteArray("data: still here\n\n"));
    QCOMPARE(m_log->count(u"turned away"_s), 0);
}

void tst_Strangers::flood_pushesOutItsOwnKind()
{
    Limits limits;
    limits.connectionsPerAddress = 4;
    House house(limits);
    const Client honest = client(house);
    honest->send(getRequest("/events"));
    QVERIFY(!honest->until("retry: 2000\n\n").isEmpty());
    std::vector<Client> crowd;
    for (int i = 0; i < 20; ++i) {
        crowd.push_back(client(house));
        crowd.back()->send("GET / HTTP/1.1\r\nHost:");
        QCOMPARE(statusFor(house, getRequest("/", "Connection: close\r\n")), 200);
    }
    house.publish("data: still here");
    QCOMPARE(honest->until("\n\n"), QByteArray("data: still here\n\n"));
}

void tst_Strangers::descriptors_areLeftToOthers()
{
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 100;
    ::setrlimit(RLIMIT_NOFILE, &few);
    const House house;
    ::setrlimit(RLIMIT_NOFILE, &before);
    std::vector<Client> crowd;
    for (int i = 0; i < 60; ++i)
        crowd.push_back(client(house, u"127.0.1.%1"_s.arg(1 + i)));
    QCOMPARE(statusFor(house, getRequest("/")), 200);
    QTRY_COMPARE(std::ranges::count_if(crowd, [](const Client &one) { return one->isOpen(); }), 49);
}

void tst_Strangers::hugeBody_isRefusedAndCostsNoMemory()
{
    const House house;
    client(house)->ask(getRequest("/"));
    const qint64 before = memory();
    const QByteArray piece(1024 * 1024, 'a');
    for (const char *path : {"/echo/x", "/large"}) {
        const Client one = client(house);
        one->send(postHeader(path, 500'000'000));
        for (int i = 0; i < 50 && one->isOpen(); ++i) {
            one->send(piece);
            one->socket().waitForBytesWritten(100);
        }
        QCOMPARE(statusOf(one->answer()), 413);
    }
    QVERIFY2(memory() - before < 48'000'000, QByteArray::number(memory() - before));
}

void tst_Strangers::bodies_together_areLimited()
{
    Limits limits;
    limits.bodies = 1'000'000;
    const House house(limits);
    std::vector<Client> crowd;
    for (int i = 0; i < 8; ++i) {
        crowd.push_back(client(house));
        crowd.back()->send(postHeader("/large", 8'000'000) + QByteArray(300'000, 'a'));
        crowd.back()->socket().waitForBytesWritten(Patience);
    }
    const auto isAnswered = [](const Client &one) { return one->socket().bytesAvailable() > 0; };
    QTRY_COMPARE_GE(std::ranges::count_if(crowd, isAnswered), 4);
    QCOMPARE_GE(m_log->count(u"bodies together"_s), 4);
    for (const Client &one : crowd) {
        if (isAnswered(one))
            QCOMPARE(statusOf(one->answer()), 503);
    }
    QCOMPARE(statusFor(house, postHeader("/echo/x", 5) + "hello"), 200);
}

void tst_Strangers::bodies_ofStreams_areForgotten()
{
    Limits limits;
    limits.bodies = 1'000'000;
    const House house(limits);
    std::vector<Client> crowd;
    for (int i = 0; i < 8; ++i) {
        crowd.push_back(client(house));
        crowd.back()->send(getRequest("/events", "Content-Length: 200000\r\n")
                           + QByteArray(200'000, 'a'));
        QVERIFY(crowd.back()->until("retry").contains(" 200 "));
    }
    QCOMPARE(statusFor(house, postHeader("/large", 300'000) + QByteArray(300'000, 'a')), 200);
    QCOMPARE(m_log->count(u"bodies together"_s), 0);
}

void tst_Strangers::answers_together_areLimited()
{
    const House house;
    std::vector<Client> crowd;
    for (int i = 0; i < 6; ++i)
        crowd.push_back(slowReader(house, "/fresh"));
    QCOMPARE(m_log->count(u"answers together"_s), 4); // two are all that there may be
    const QByteArray answer = client(house)->ask(getRequest("/fresh"));
    QVERIFY(answer.size() > House::Large);
    QCOMPARE(m_log->count(u"answers together"_s), 5);
}

void tst_Strangers::answers_thatTookTimeToMake_areNotSlowlyRead()
{
    Limits limits;
    limits.answers = House::Large + House::Large / 2;
    House house(limits);
    const Client patient = client(house);
    patient->send(getRequest("/wait"));
    QVERIFY(house.pending.wait(1, Patience));
    const Client slow = slowReader(house, "/fresh");
    house.pending.take().front().answer(textResponse(QByteArray(House::Large, 'p')));
    QVERIFY(patient->answer().size() > House::Large);
    QCOMPARE(m_log->count(u"answers together"_s), 1);
}

void tst_Strangers::answers_fromTheSameMemory_countOnce()
{
    Limits limits;
    limits.answers = House::Large;
    const House house(limits);
    std::vector<Client> crowd;
    for (int i = 0; i < 6; ++i)
        crowd.push_back(slowReader(house, "/shared"));
    QCOMPARE(m_log->count(u"turned away"_s), 0);
    QVERIFY(client(house)->ask(getRequest("/shared")).size() > House::Large);
}

void tst_Strangers::clients_leavingAnywhere_harmNobody()
{
    House house;
    const QList<QByteArray> parts{"GET / HT", getRequest("/"), getRequest("/shared"),
                                  getRequest("/events"), postHeader("/echo/x", 10) + "abc"};
    for (const QByteArray &bytes : parts) {
        for (int i = 0; i < 10; ++i) {
            const Client one = client(house);
            one->send(bytes);
            one->leave();
        }
    }
    house.publish("data: somebody there?");
    QCOMPARE(statusFor(house, getRequest("/")), 200);
    QTRY_COMPARE(house.readers(), 0);
}

QTEST_GUILESS_MAIN(tst_Strangers)
#include "tst_strangers.moc"
