// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/key_pair.h"
#include "core/web/server.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/peers/few_descriptors.h"

#include <QElapsedTimer>
#include <QFile>
#include <QMutex>
#include <QRegularExpression>
#include <QSemaphore>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpSocket>
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
    void hostile_isAnsweredAndClosed_data();
    void hostile_isAnsweredAndClosed();
    void slowHeader_gets408();
    void slowBody_gets408();
    void idle_isClosed();
    void halfRequests_ofOneAddress_keepNobodyOut();
    void halfRequests_ofManyAddresses_keepNobodyOut();
    void hugeBody_isRefusedAndCostsNoMemory();
    void bodies_together_areLimited();
    void connection_withoutADescriptor_waitsUntilOneIsFree();
    void answer_fromAnotherThread_arrives();
    void answer_neverGiven_becomes500();
    void answer_tooLate_becomes503();
    void client_leavingDuringAnAnswer_harmsNobody();
    void stop_duringEverything_isQuick();
    void answer_afterTheServer_isDropped();
    void tls_onTheSamePort_isServed();
    void tls_withoutCertificate_isClosed();
    void listen_onATakenPort_saysSo();
    void listen_onNoAddress_saysSo();

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

constexpr int Patience = 10'000; // ms

/// Completions that nobody has answered yet.
class Pending
{
public:
    void add(const Completion &completion)
    {
        const QMutexLocker locker(&m_mutex);
        m_completions.push_back(completion);
        m_arrived.release();
    }
    bool wait(int count) { return m_arrived.tryAcquire(count, Patience); }
    std::vector<Completion> take()
    {
        const QMutexLocker locker(&m_mutex);
        return std::exchange(m_completions, {});
    }

private:
    QMutex m_mutex;
    std::vector<Completion> m_completions;
    QSemaphore m_arrived;
};

Response text(const QByteArray &body)
{
    Response response;
    response.headers.add("Content-Type", "text/plain");
    response.body = body;
    return response;
}

/// A server on a free port of this machine, with a few routes.
struct House
{
    explicit House(const Limits &limits = {}, bool hasTls = false)
        : server(routes(), gate(), limits)
    {
        if (hasTls) {
            const auto pair = need(identity::KeyPair::generate());
            need(server.useCertificate(pair.keyPem + pair.certificatePem));
        }
        need(server.listen(QString(), 0));
        server.start();
    }

    static Gate gate()
    {
        return [](Request &request, const Route &route) -> std::optional<Response> {
            const QString name = QString::fromUtf8(request.cookie("name"));
            if (!name.isEmpty())
                request.user = identity::User{name, identity::Role::Admin};
            if (route.access == Access::Anybody || request.user)
                return {};
            return Response::error(401, u"log in first"_s);
        };
    }

    Router routes()
    {
        const auto hello
            = [](const Request &, const Completion &done) { done.answer(text("hello")); };
        const auto echo = [](const Request &request, const Completion &done) {
            done.answer(text(request.parameters.value(u"name"_s).toUtf8() + request.body));
        };
        const auto tell = [](const Request &request, const Completion &done) {
            const QString name = request.user ? request.user->name : QString();
            done.answer(text(request.path.toUtf8() + ' ' + request.host + ' ' + name.toUtf8()));
        };
        const auto wait = [this](const Request &, const Completion &done) { pending.add(done); };
        Router router;
        router.add({"GET", u"/"_s, Access::Anybody, hello});
        router.add({"POST", u"/echo/{name}"_s, Access::Anybody, echo});
        router.add({"POST", u"/large"_s, Access::Anybody, hello, 8 * 1024 * 1024});
        router.add({"POST", u"/secret"_s, Access::Admin, echo});
        router.add({"GET", u"/tell/{name}"_s, Access::Anybody, tell});
        router.add({"GET", u"/wait"_s, Access::Anybody, wait});
        router.add(
            {"GET", u"/forget"_s, Access::Anybody, [](const Request &, const Completion &) {}});
        return router;
    }

    Pending pending; // outlives the server
    Server server;
};

/// One connection to it.
class Client
{
public:
    explicit Client(const House &house, const QString &from = u"127.0.0.1"_s)
    {
        m_socket.bind(QHostAddress(from));
        m_socket.connectToHost(u"127.0.0.1"_s, house.server.port());
        m_socket.waitForConnected(Patience);
    }

    void send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        m_socket.flush();
    }
    /// What else has come.
    QByteArray rest() { return m_bytes + m_socket.readAll(); }
    /// One answer, whole.
    QByteArray answer()
    {
        m_bytes += m_socket.readAll();
        while (!isWhole() && m_socket.waitForReadyRead(Patience))
            m_bytes += m_socket.readAll();
        const qsizetype size = isWhole() ? wholeSize() : m_bytes.size();
        const QByteArray answer = m_bytes.first(size);
        m_bytes.remove(0, size);
        return answer;
    }
    QByteArray ask(const QByteArray &bytes)
    {
        send(bytes);
        return answer();
    }
    bool isClosed()
    {
        return m_socket.state() == QAbstractSocket::UnconnectedState
            || m_socket.waitForDisconnected(Patience);
    }
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void leave() { m_socket.abort(); }
    QTcpSocket &socket() { return m_socket; }

private:
    bool isWhole() const { return m_bytes.contains("\r\n\r\n") && m_bytes.size() >= wholeSize(); }
    qsizetype wholeSize() const
    {
        static const QRegularExpression Length(u"\r\nContent-Length: (\\d+)"_s);
        const qsizetype header = m_bytes.indexOf("\r\n\r\n") + 4;
        const auto match = Length.match(QString::fromLatin1(m_bytes.first(header)));
        return header + match.captured(1).toInt();
    }

    QTcpSocket m_socket;
    QByteArray m_bytes;
};

QByteArray get(const QByteArray &path, const QByteArray &lines = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: keg\r\n" + lines + "\r\n";
}

QByteArray postHeader(const QByteArray &path, qint64 size, const QByteArray &lines = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: keg\r\nContent-Length: " + QByteArray::number(size)
        + "\r\n" + lines + "\r\n";
}

int statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3).toInt();
}

/// Of this process, resident.
qint64 memory()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no /proc");
    return file.readAll().split(' ').at(1).toLongLong() * 4096;
}

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
        const QByteArray answer = Client(house).ask(get(path));
        QVERIFY(answer.startsWith("HTTP/1.1 "));
        QVERIFY(answer.contains("\r\nContent-Security-Policy: default-src 'self'; "
                                "frame-ancestors 'none'\r\n"));
        QVERIFY(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"));
        QVERIFY(answer.contains("\r\nReferrer-Policy: no-referrer\r\n"));
    }
    QVERIFY(Client(house).ask(get("/")).endsWith("\r\n\r\nhello"));
}

void tst_Server::requests_overOneConnection_areAnsweredInOrder()
{
    const House house;
    Client client(house);
    QByteArray requests;
    for (int i = 0; i < 100; ++i)
        requests += postHeader("/echo/" + QByteArray::number(i), 1) + "!";
    client.send(requests);
    for (int i = 0; i < 100; ++i)
        QVERIFY(client.answer().endsWith("\r\n" + QByteArray::number(i) + "!"));
    const QByteArray last = client.ask(get("/", "Connection: close\r\n"));
    QVERIFY(last.contains("Connection: close"));
    QVERIFY(client.isClosed());
}

void tst_Server::head_hasLengthAndNoBody()
{
    const House house;
    Client client(house);
    client.send("HEAD / HTTP/1.1\r\nHost: keg\r\nConnection: close\r\n\r\n");
    QVERIFY(client.isClosed());
    const QByteArray answer = client.rest();
    QVERIFY(answer.contains("Content-Length: 5\r\n"));
    QVERIFY(answer.endsWith("\r\n\r\n"));
}

void tst_Server::refusal_withoutBody_keepsTheConnection()
{
    const House house;
    Client client(house);
    QCOMPARE(statusOf(client.ask(get("/nothing"))), 404);
    const QByteArray answer = client.ask(get("/secret"));
    QCOMPARE(statusOf(answer), 405);
    QVERIFY(answer.contains("\r\nAllow: POST\r\n"));
    QCOMPARE(statusOf(client.ask(get("/"))), 200);
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
    Client client(house);
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
    QCOMPARE(statusOf(Client(house).ask(postHeader("/secret", 1'000))), 401);
    QCOMPARE(statusOf(Client(house).ask(postHeader("/secret", 1, "Cookie: name=jo\r\n") + "x")),
             200);
}

void tst_Server::request_tellsPathHostAndUser()
{
    const House house;
    const QByteArray answer = Client(house).ask(
        "GET /tell/a%20b?c=d HTTP/1.1\r\nHost: keg:80\r\nCookie: name=jo\r\n\r\n");
    QVERIFY2(answer.endsWith("\r\n\r\n/tell/a b keg:80 jo"), answer);
    QVERIFY(Client(house).ask("GET /tell/ HTTP/1.0\r\n\r\n").contains(" 404 "));
    QVERIFY(Client(house).ask("GET /tell/x HTTP/1.0\r\n\r\n").endsWith("/tell/x  "));
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

void tst_Server::hostile_isAnsweredAndClosed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("\1\2\3\4\r\n\r\n") << 400;
    QTest::newRow("lengths") << postHeader("/large", 4, "Content-Length: 3\r\n") + "abcd" << 400;
    QTest::newRow("header") << get("/", "A: " + QByteArray(1'000'000, 'a') + "\r\n") << 431;
    QTest::newRow("body") << postHeader("/echo/x", 2'000'000) + QByteArray(2'000'000, 'a') << 413;
    QTest::newRow("method") << QByteArray("BREW / HTTP/1.1\r\nHost: keg\r\n\r\n") << 501;
}

void tst_Server::hostile_isAnsweredAndClosed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const House house;
    Client client(house);
    const QByteArray answer = client.ask(bytes);
    QCOMPARE(statusOf(answer), status);
    QVERIFY(answer.contains("\r\n\r\n{\"error\":\""));
    QVERIFY(answer.contains("Connection: close"));
    QVERIFY(client.isClosed());
    QCOMPARE(statusOf(Client(house).ask(get("/"))), 200);
}

void tst_Server::slowHeader_gets408()
{
    Limits limits;
    limits.headerTime = milliseconds(200);
    const House house(limits);
    Client client(house);
    client.send("GET / HTTP/1.1\r\nHo");
    QCOMPARE(statusOf(client.answer()), 408);
    QVERIFY(client.isClosed());
}

void tst_Server::slowBody_gets408()
{
    Limits limits;
    limits.bodyTime = milliseconds(200);
    const House house(limits);
    Client client(house);
    client.send(postHeader("/echo/x", 10) + "abc");
    QCOMPARE(statusOf(client.answer()), 408);
    QVERIFY(client.isClosed());
}

void tst_Server::idle_isClosed()
{
    Limits limits;
    limits.idleTime = milliseconds(200);
    limits.headerTime = milliseconds(60'000);
    const House house(limits);
    Client client(house);
    QCOMPARE(statusOf(client.ask(get("/"))), 200);
    QVERIFY(client.isClosed());
}

void tst_Server::halfRequests_ofOneAddress_keepNobodyOut()
{
    const House house;
    Client patient(house, u"127.0.0.2"_s);
    std::vector<std::unique_ptr<Client>> crowd;
    for (int i = 0; i < 3'000; ++i) {
        crowd.push_back(std::make_unique<Client>(house));
        crowd.back()->send("GET / HTTP/1.1\r\nHost:");
        if (i % 300 == 299) {
            QCOMPARE(statusOf(Client(house).ask(get("/"))), 200);
            crowd.erase(crowd.begin(), crowd.end() - 100); // closed by the server long ago
        }
    }
    QCOMPARE(statusOf(patient.ask(get("/"))), 200); // of another address: it was never in the way
    QVERIFY(m_log->count(u"turned away"_s) > 0);
    QVERIFY(m_log->count(u"turned away"_s) < 50);
}

void tst_Server::halfRequests_ofManyAddresses_keepNobodyOut()
{
    const House house;
    std::vector<std::unique_ptr<Client>> crowd;
    for (int i = 0; i < 600; ++i) {
        crowd.push_back(std::make_unique<Client>(house, u"127.0.1.%1"_s.arg(1 + i % 20)));
        crowd.back()->send("GET / HTTP/1.1\r\nHost:");
    }
    QCOMPARE(statusOf(Client(house).ask(get("/"))), 200);
}

void tst_Server::hugeBody_isRefusedAndCostsNoMemory()
{
    const House house;
    Client(house).ask(get("/"));
    const qint64 before = memory();
    const QByteArray piece(1024 * 1024, 'a');
    for (const char *path : {"/echo/x", "/large"}) {
        Client client(house);
        client.send(postHeader(path, 500'000'000));
        for (int i = 0; i < 50 && client.isOpen(); ++i) {
            client.send(piece);
            client.socket().waitForBytesWritten(100);
        }
        QCOMPARE(statusOf(client.answer()), 413);
    }
    QVERIFY2(memory() - before < 48'000'000, QByteArray::number(memory() - before));
}

void tst_Server::bodies_together_areLimited()
{
    Limits limits;
    limits.bodies = 1'000'000;
    const House house(limits);
    std::vector<std::unique_ptr<Client>> crowd;
    for (int i = 0; i < 8; ++i) {
        crowd.push_back(std::make_unique<Client>(house));
        crowd.back()->send(postHeader("/large", 8'000'000) + QByteArray(300'000, 'a'));
        crowd.back()->socket().waitForBytesWritten(Patience);
    }
    QTRY_VERIFY(m_log->count(u"bodies together"_s) >= 4);
    QCOMPARE(statusOf(Client(house).ask(postHeader("/echo/x", 5) + "hello")), 200);
}

void tst_Server::connection_withoutADescriptor_waitsUntilOneIsFree()
{
    const House house;
    QCOMPARE(statusOf(Client(house).ask(get("/"))), 200);
    QTcpSocket socket;
    QVERIFY(socket.bind(QHostAddress(u"127.0.0.1"_s))); // has its descriptor now
    {
        const FewDescriptors none(0);
        socket.connectToHost(u"127.0.0.1"_s, house.server.port());
        QTRY_COMPARE(m_log->count(u"cannot accept connections"_s), 1);
        socket.write(get("/", "Connection: close\r\n"));
    }
    QVERIFY(socket.waitForDisconnected(Patience));
    QVERIFY(socket.readAll().endsWith("hello"));
    QVERIFY(m_log->count(u"cannot accept connections"_s) <= 2); // it rests in between
}

void tst_Server::answer_fromAnotherThread_arrives()
{
    House house;
    Client client(house);
    client.send(get("/wait"));
    QVERIFY(house.pending.wait(1));
    for (const Completion &completion : house.pending.take()) {
        completion.answer(text("first"));
        completion.answer(text("second"));
    }
    QVERIFY(client.answer().endsWith("\r\n\r\nfirst"));
    QVERIFY(client.ask(get("/")).endsWith("\r\n\r\nhello"));
}

void tst_Server::answer_neverGiven_becomes500()
{
    const House house;
    QCOMPARE(statusOf(Client(house).ask(get("/forget"))), 500);
}

void tst_Server::answer_tooLate_becomes503()
{
    Limits limits;
    limits.answerTime = milliseconds(200);
    House house(limits);
    Client client(house);
    QCOMPARE(statusOf(client.ask(get("/wait"))), 503);
    client.send(get("/wait"));
    QVERIFY(house.pending.wait(2));
    const auto completions = house.pending.take();
    completions.front().answer(text("late"));
    QCOMPARE(statusOf(client.answer()), 503); // the late one was not for this request
}

void tst_Server::client_leavingDuringAnAnswer_harmsNobody()
{
    House house;
    for (int i = 0; i < 20; ++i) {
        Client client(house);
        client.send(get("/wait"));
        QVERIFY(house.pending.wait(1));
        client.leave();
    }
    for (const Completion &completion : house.pending.take())
        completion.answer(text(QByteArray(1'000'000, 'a')));
    QCOMPARE(statusOf(Client(house).ask(get("/"))), 200);
}

void tst_Server::stop_duringEverything_isQuick()
{
    House house({}, true);
    std::vector<std::unique_ptr<Client>> crowd;
    for (const QByteArray &bytes :
         {QByteArray(), QByteArray("GET / HT"), get("/"), get("/wait"), postHeader("/large", 9'000),
          QByteArray(1, '\x16'), QByteArray("\1\r\n\r\n"), postHeader("/large", 900'000'000)})
    {
        for (int i = 0; i < 5; ++i) {
            crowd.push_back(std::make_unique<Client>(house));
            crowd.back()->send(bytes);
        }
    }
    QVERIFY(house.pending.wait(5));
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
        Client one(house);
        Client other(house);
        one.send(get("/wait"));
        other.send(get("/wait"));
        QVERIFY(house.pending.wait(2));
        late = house.pending.take();
        house.server.stop();
        late.front().answer(text("after stop"));
    }
    late.back().answer(text("after the end"));
}

void tst_Server::tls_onTheSamePort_isServed()
{
    const House house({}, true);
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, house.server.port());
    QVERIFY(socket.waitForEncrypted(Patience));
    socket.write(get("/", "Connection: close\r\n"));
    QVERIFY(socket.waitForDisconnected(Patience));
    QVERIFY(socket.readAll().endsWith("\r\n\r\nhello"));
    QVERIFY(Client(house).ask(get("/")).endsWith("\r\n\r\nhello"));
}

void tst_Server::tls_withoutCertificate_isClosed()
{
    const House house;
    Client client(house);
    client.send(QByteArray::fromHex("1603010005"));
    QVERIFY(client.isClosed());
    QTRY_COMPARE(m_log->count(u"speaks TLS, which is not served here"_s), 1);
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
