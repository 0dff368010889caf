// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/peers/few_descriptors.h"
#include "tests/support/web/house.h"
#include "tests/support/web/web_client.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThread>

#include <memory>
#include <vector>

using namespace keg;
using namespace keg::web;
using namespace keg::test;
using namespace Qt::StringLiterals;
using std::chrono::milliseconds;

/// Clients of all kinds speak to a server on a port.
class tst_Server : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_log = std::make_unique<LogLines>(); }
    void cleanup();
    void request_isAnsweredWithSecurityHeaders();
    void requests_overOneConnection_areAnsweredInOrder();
    void head_hasLengthAndNoBody();
    void refusal_withoutBody_keepsTheConnection();
    void body_isEchoed_data();
    void body_isEchoed();
    void gate_refusesBeforeTheBody();
    void request_tellsPathHostAndUser();
    void work_posted_isDoneInTheWebThreadUntilStop();
    void connection_withoutADescriptor_waitsUntilOneIsFree();
    void answer_fromAnotherThread_arrives();
    void answer_neverGiven_becomes500();
    void answer_tooLate_becomes503();
    void client_leavingDuringAnAnswer_harmsNobody();
    void stop_duringEverything_isQuick();
    void answer_afterTheServer_isDropped();
    void listen_onATakenPort_saysSo();
    void listen_onNoAddress_saysSo();

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

constexpr int Patience = WebClient::Patience;

} // namespace

void tst_Server::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_Server::request_isAnsweredWithSecurityHeaders()
{
    const House house;
    for (const char *path : {"/", "/nothing", "/%00"}) {
        const QByteArray answer = WebClient(house.port()).ask(getRequest(path));
        QVERIFY(answer.startsWith("HTTP/1.1 "));
        QVERIFY(answer.contains("\r\nContent-Security-Policy: default-src 'self'; "
                                "frame-ancestors 'none'; base-uri 'none'; "
                                "form-action 'self'\r\n"));
        QVERIFY(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"));
        QVERIFY(answer.contains("\r\nReferrer-Policy: no-referrer\r\n"));
    }
    QVERIFY(WebClient(house.port()).ask(getRequest("/")).endsWith("\r\n\r\nhello"));
}

void tst_Server::requests_overOneConnection_areAnsweredInOrder()
{
    const House house;
    WebClient client(house.port());
    QByteArray requests;
    for (int i = 0; i < 100; ++i)
        requests += postHeader("/echo/" + QByteArray::number(i), 1) + "!";
    client.send(requests);
    for (int i = 0; i < 100; ++i)
        QVERIFY(client.answer().endsWith("\r\n" + QByteArray::number(i) + "!"));
    const QByteArray last = client.ask(getRequest("/", "Connection: close\r\n"));
    QVERIFY(last.contains("Connection: close"));
    QVERIFY(client.isClosed());
}

void tst_Server::head_hasLengthAndNoBody()
{
    const House house;
    WebClient client(house.port());
    client.send("HEAD / HTTP/1.1\r\nHost: keg\r\nConnection: close\r\n\r\n");
    QVERIFY(client.isClosed());
    const QByteArray answer = client.rest();
    QVERIFY(answer.contains("Content-Length: 5\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void tst_Server::refusal_withoutBody_keepsTheConnection()
{
    const House house;
    WebClient client(house.port());
    QCOMPARE(statusOf(client.ask(getRequest("/nothing"))), 404);
    const QByteArray answer = client.ask(getRequest("/secret"));
    QCOMPARE(statusOf(answer), 405);
    QVERIFY(answer.contains("\r\nAllow: POST\r\n"));
    QCOMPARE(statusOf(client.ask(getRequest("/"))), 200);
}

void tst_Server::body_isEchoed_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<QByteArray>("lines");
    QTest::newRow("none") << 0LL << QByteArray();
    QTest::newRow("small") << 10LL << QByteArray();
    QTest::newRow("limit") << DefaultBodyLimit << QByteArray();
    QTest::newRow("continue") << 100'000LL << QByteArray("Expect: 100-continue\r\n");
}

void tst_Server::body_isEchoed()
{
    QFETCH(qint64, size);
    QFETCH(QByteArray, lines);
    const House house;
    WebClient client(house.port());
    client.send(postHeader("/echo/x", size, lines));
    if (!lines.isEmpty())
        QCOMPARE(client.answer(), QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    const QByteArray body(size, 'b');
    const QByteArray answer = client.ask(body);
    QCOMPARE(statusOf(answer), 200);
    QVERIFY(answer.endsWith("\r\n\r\nx" + body));
}

void tst_Server::gate_refusesBeforeTheBody()
{
    const House house;
    QCOMPARE(statusOf(WebClient(house.port()).ask(postHeader("/secret", 1'000))), 401);
    QCOMPARE(
        statusOf(
            WebClient(house.port()).ask(postHeader("/secret", 1, "Cookie: name=jo\r\n") + "x")),
        200);
}

void tst_Server::request_tellsPathHostAndUser()
{
    const House house;
    const QByteArray answer
        = WebClient(house.port())
              .ask("GET /tell/a%20b?c=d HTTP/1.1\r\nHost: keg:80\r\nCookie: name=jo\r\n\r\n");
    QVERIFY2(answer.endsWith("\r\n\r\n/tell/a b keg:80 jo"), answer);
    QVERIFY(WebClient(house.port()).ask("GET /tell/ HTTP/1.0\r\n\r\n").contains(" 404 "));
    QVERIFY(WebClient(house.port()).ask("GET /tell/x HTTP/1.0\r\n\r\n").endsWith("/tell/x  "));
}

void tst_Server::work_posted_isDoneInTheWebThreadUntilStop()
{
    House house;
    QSemaphore done;
    QString thread;
    house.server.post([&done, &thread] {
        thread = QThread::currentThread()->objectName();
        done.release();
    });
    QVERIFY(done.tryAcquire(1, Patience));
    QCOMPARE(thread, u"web"_s);
    house.server.stop();
    house.server.post([&done] { done.release(); });
    QCOMPARE(done.available(), 0);
}

void tst_Server::connection_withoutADescriptor_waitsUntilOneIsFree()
{
    const House house;
    QCOMPARE(statusOf(WebClient(house.port()).ask(getRequest("/"))), 200);
    QTcpSocket socket;
    QVERIFY(socket.bind(QHostAddress(u"127.0.0.1"_s))); // has its descriptor now
    {
        const FewDescriptors none(0);
        socket.connectToHost(u"127.0.0.1"_s, house.server.port());
        QTRY_COMPARE(m_log->count(u"cannot accept connections"_s), 1);
    }
    socket.write(getRequest("/", "Connection: close\r\n"));
    QVERIFY(socket.waitForDisconnected(Patience));
    QVERIFY(socket.readAll().endsWith("hello"));
    QVERIFY(m_log->count(u"cannot accept connections"_s) <= 2); // it rests in between
}

void tst_Server::answer_fromAnotherThread_arrives()
{
    House house;
    WebClient client(house.port());
    client.send(getRequest("/wait"));
    QVERIFY(house.pending.wait(1, Patience));
    for (const Completion &completion : house.pending.take()) {
        completion.answer(textResponse("first"));
        completion.answer(textResponse("second"));
    }
    QVERIFY(client.answer().endsWith("\r\n\r\nfirst"));
    QVERIFY(client.ask(getRequest("/")).endsWith("\r\n\r\nhello"));
}

void tst_Server::answer_neverGiven_becomes500()
{
    const House house;
    QCOMPARE(statusOf(WebClient(house.port()).ask(getRequest("/forget"))), 500);
}

void tst_Server::answer_tooLate_becomes503()
{
    Limits limits;
    limits.answerTime = milliseconds(200);
    House house(limits);
    WebClient client(house.port());
    QCOMPARE(statusOf(client.ask(getRequest("/wait"))), 503);
    client.send(getRequest("/wait"));
    QVERIFY(house.pending.wait(2, Patience));
    const auto completions = house.pending.take();
    QVERIFY(!completions.front().isAwaited());
    QVERIFY(completions.back().isAwaited());
    completions.front().answer(textResponse("late"));
    QCOMPARE(statusOf(client.answer()), 503); // the late one was not for this request
}

void tst_Server::client_leavingDuringAnAnswer_harmsNobody()
{
    House house;
    for (int i = 0; i < 20; ++i) {
        WebClient client(house.port());
        client.send(getRequest("/wait"));
        QVERIFY(house.pending.wait(1, Patience));
        client.leave();
    }
    for (const Completion &completion : house.pending.take())
        completion.answer(textResponse(QByteArray(1'000'000, 'a')));
    QCOMPARE(statusOf(WebClient(house.port()).ask(getRequest("/"))), 200);
}

void tst_Server::stop_duringEverything_isQuick()
{
    House house;
    std::vector<std::unique_ptr<WebClient>> crowd;
    for (const QByteArray &bytes :
         {QByteArray(), QByteArray("GET / HT"), getRequest("/"), getRequest("/wait"),
          postHeader("/large", 9'000), QByteArray(1, '\x16'), QByteArray("\1\r\n\r\n"),
          postHeader("/large", 900'000'000)})
    {
        for (int i = 0; i < 5; ++i) {
            crowd.push_back(std::make_unique<WebClient>(house.port()));
            crowd.back()->send(bytes);
        }
    }
    QVERIFY(house.pending.wait(5, Patience));
    QElapsedTimer timer;
    timer.start();
    house.server.stop();
    QVERIFY2(timer.elapsed() < 1'000, QByteArray::number(timer.elapsed()));
    for (const auto &client : crowd)
        QVERIFY(client->isClosed());
}

void tst_Server::answer_afterTheServer_isDropped()
{
    std::vector<Completion> late;
    {
        House house;
        WebClient one(house.port());
        WebClient other(house.port());
        one.send(getRequest("/wait"));
        other.send(getRequest("/wait"));
        QVERIFY(house.pending.wait(2, Patience));
        late = house.pending.take();
        house.server.stop();
        late.front().answer(textResponse("after stop"));
    }
    late.back().answer(textResponse("after the end"));
}

void tst_Server::listen_onATakenPort_saysSo()
{
    const House house;
    Server other({}, House::gate());
    const auto result = other.listen(QString(), house.server.port());
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Failed);
    QVERIFY(result.error().message.contains(u"port %1: "_s.arg(house.server.port())));
}

void tst_Server::listen_onNoAddress_saysSo()
{
    Server server({}, House::gate());
    const auto result = server.listen(u"bar"_s, 0);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Usage);
}

QTEST_GUILESS_MAIN(tst_Server)
#include "tst_server.moc"
