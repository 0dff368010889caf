// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"
#include "core/service/local_folder.h"
#include "core/web/web_interface.h"
#include "tests/support/bar/bar.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/web/web_client.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;
using identity::Role;

/// The web interface of an instance that runs.
class tst_WebInterface : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_log = std::make_unique<LogLines>(); }
    void cleanup();
    void start_onATakenPort_leavesTheInstanceAlone();
    void stop_duringRequests_isQuickAndLosesNothing_data();
    void stop_duringRequests_isQuickAndLosesNothing();
    void stop_beforeAnyRequest_isQuick_data();
    void stop_beforeAnyRequest_isQuick();
    void change_isAnsweredWhenItIsCommitted();
    void change_isSeenByWhoeverAsksAfterwards_data();
    void change_isSeenByWhoeverAsksAfterwards();
    void list_isDeflatedForWhoTakesItSo_data();
    void list_isDeflatedForWhoTakesItSo();
    void change_ofWhatAnotherHasChanged_isRefused_data();
    void change_ofWhatAnotherHasChanged_isRefused();
    void commit_ofAnotherProgram_outdatesWhatIsKept();
    void commit_ofAnotherProgram_isTold();
    void menu_thatChangedBackUnseen_isTold();
    void logIn_givesASessionOfItsOwn();
    void logIn_wrong_givesNone();
    void password_changed_endsOtherSessions();
    void logOut_endsItsStreams();
    void key_removed_endsItsStreams();
    void client_hasTheMenuAlone();
    void client_leadsStaffToItsPrimary();
    void client_thatKnowsNoPrimary_leadsNobody();
    void backup_isTheWholeDatabase();
    void backup_large_costsNoMemory();
    void certificate_isRenewedInTime();

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

constexpr int Patience = 20'000; // ms; what takes longer hangs
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 MostMemory = 256'000'000; // bytes; what is freed is kept for a while
#else
constexpr qint64 MostMemory = 16'000'000; // bytes
#endif
constexpr int StopTime = 2'000; // ms
const QString Password = u"correct horse"_s;
const QByteArray Deflating = "Accept-Encoding: gzip, deflate\r\n";

/// The machine's, or so many days later.
class LaterClock final : public Clock
{
public:
    milliseconds monotonic() const override { return m_clock.monotonic(); }
    QDateTime utcNow() const override { return m_clock.utcNow().addDays(days); }

    std::atomic<int> days = 0;

private:
    SystemClock m_clock;
};

quint16 webPortOf(service::Instance &instance)
{
    return quint16(test::statusOf(instance)[u"listen"_s].toObject()[u"web"_s].toInt());
}

/// What every web interface of this test is told.
Settings settingsFor(const service::Instance &instance, const QString &path, quint16 port)
{
    Settings settings;
    settings.databasePath = path;
    settings.themeFile = u":/no theme"_s;
    settings.house = u"cellar"_s;
    settings.isPrimary = instance.role() == store::Role::Primary;
    settings.bindAddress = u"127.0.0.1"_s;
    settings.port = port;
    settings.notifyPort = instance.notifyPort();
    settings.snapshotPort = instance.snapshotPort();
    return settings;
}

/// A display of the bar, with its web interface.
struct Wall
{
    Wall(const Bar &bar, const Ports &primary)
        : instance(bar.startClient(u"one.db"_s, primary))
        , web(std::make_unique<WebInterface>(*instance, clock))
    {
        web->start(settingsFor(*instance, bar.path(u"one.db"_s), 0));
        port = webPortOf(*instance);
    }
    ~Wall()
    {
        web->stop();
        instance->stop();
    }

    SystemClock clock;
    std::unique_ptr<service::Instance> instance;
    std::unique_ptr<WebInterface> web;
    quint16 port = 0;
};

/// An instance on a folder of its own, with its web interface.
struct House
{
    /// `fill` is called before anything runs.
    explicit House(const std::function<void(const Bar &)> &fill = {})
    {
        bar.fillCellar();
        if (fill)
            fill(bar);
        need(service::LocalFolder::make(bar.primaryPath()));
        identity::Users users(service::LocalFolder::pathFor(bar.primaryPath()));
        need(users.add(u"anna"_s, Role::Admin, Password));
        key = "Authorization: Bearer " + need(users.addKey(u"till"_s, Role::Admin)).toLatin1()
            + "\r\n";
        startPrimary();
    }
    ~House() { stop(); }

    void startPrimary(quint16 webPort = 0)
    {
        start(bar.startPrimary(), bar.primaryPath(), webPort);
    }
    void startClient(quint16 webPort = 0)
    {
        auto client = bar.make(bar.clientOptions(u"one.db"_s, {1, 1}));
        need(client->start());
        start(std::move(client), bar.path(u"one.db"_s), webPort);
    }
    void start(std::unique_ptr<service::Instance> one, const QString &path, quint16 webPort)
    {
        instance = std::move(one);
        web = std::make_unique<WebInterface>(*instance, clock);
        web->start(settingsFor(*instance, path, webPort));
        port = webPortOf(*instance);
    }
    void stop()
    {
        web->stop();
        instance->stop();
    }

    QByteArray get(const QByteArray &path, const QByteArray &lines = {}) const
    {
        return getRequest(path, key + lines);
    }
    QByteArray send(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                    const QByteArray &lines = {}) const
    {
        return method + ' ' + path + " HTTP/1.1\r\nHost: keg\r\n" + key + lines
            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

    LaterClock clock;
    Bar bar;
    QByteArray key; ///< an admin's header line
    std::unique_ptr<service::Instance> instance; // before web, which outlives its stop()
    std::unique_ptr<WebInterface> web;
    quint16 port = 0;
};

QByteArray bodyOf(const QByteArray &answer)
{
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

/// Of an answer that may be deflated.
QByteArray textOf(const QByteArray &answer)
{
    if (!answer.contains("\r\nContent-Encoding: deflate\r\n"))
        return bodyOf(answer);
    return qUncompress(QByteArray(4, '\0') + bodyOf(answer)); // a length that nobody knows
}

QJsonObject jsonOf(const QByteArray &answer)
{
    return QJsonDocument::fromJson(bodyOf(answer)).object();
}

QByteArray headerOf(const QByteArray &answer, const QString &name)
{
    const QRegularExpression line(u"\r\n%1: ([^\r]*)\r\n"_s.arg(name),
                                  QRegularExpression::CaseInsensitiveOption);
    return line.match(QString::fromLatin1(answer)).captured(1).toLatin1();
}

/// The id that the answer sets.
QByteArray sessionOf(const QByteArray &answer)
{
    const QByteArray cookie = headerOf(answer, u"Set-Cookie"_s);
    return cookie.startsWith("keg_session=") ? cookie.mid(12, cookie.indexOf(';') - 12)
                                             : QByteArray();
}

QByteArray logInRequest(const QString &name, const QString &password, const QByteArray &lines = {})
{
    const QByteArray form = "username=" + name.toUtf8().toPercentEncoding()
        + "&password=" + password.toUtf8().toPercentEncoding();
    return postHeader("/login", form.size(), lines) + form;
}

QByteArray withSession(const QByteArray &id)
{
    return "Cookie: keg_session=" + id + "\r\n";
}

/// Clients in threads of their own, each of which asks the same again and again until it is cut
/// off.
class Crowd
{
public:
    Crowd(quint16 port, const QByteArray &request, int size)
    {
        for (int i = 0; i < size; ++i) {
            m_threads.emplace_back(QThread::create([this, port, request] { ask(port, request); }));
            m_threads.back()->start();
        }
    }
    ~Crowd() { wait(); }

    bool wait()
    {
        return std::ranges::all_of(m_threads,
                                   [](const auto &thread) { return thread->wait(Patience); });
    }
    /// Whole ones.
    int answers() const { return m_answers; }
    /// Ids of beers that were said to be added.
    QList<qint64> added()
    {
        const QMutexLocker locker(&m_mutex);
        return m_added;
    }

private:
    void ask(quint16 port, const QByteArray &request)
    {
        WebClient client(port);
        while (client.isOpen()) {
            const QByteArray answer = client.ask(request);
            if (!answer.startsWith("HTTP/1.1 "))
                break;
            ++m_answers;
            const QMutexLocker locker(&m_mutex);
            if (const qint64 id = jsonOf(answer)[u"beer_id"_s].toInteger())
                m_added.append(id);
        }
    }

    std::vector<std::unique_ptr<QThread>> m_threads;
    std::atomic<int> m_answers = 0;
    QMutex m_mutex;
    QList<qint64> m_added;
};

/// Asks while this thread goes on with its events.
QByteArray askMeanwhile(quint16 port, const QByteArray &request)
{
    QByteArray answer;
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { answer = WebClient(port).ask(request); }));
    thread->start();
    if (!QTest::qWaitFor([&] { return thread->isFinished(); }, Patience))
        qFatal("nobody answers");
    return answer;
}

/// 30 MB in 3,000 beers.
void fillLarge(const Bar &bar)
{
    const QByteArray done = PlainSqlite(bar.primaryPath())
                                .run("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i+1 FROM "
                                     "n WHERE i<3100) INSERT INTO beers(idBeer,Name,Notes) "
                                     "SELECT i,'Beer '||i,printf('%.*c',10000,'x') FROM n");
    if (!done.isEmpty())
        qFatal("%s", done.constData());
}

/// The rows of all tables that people know.
QByteArray contentOf(const QString &path)
{
    return PlainSqlite(path).run("SELECT * FROM beers ORDER BY idBeer; "
                                 "SELECT * FROM taps ORDER BY idTap; "
                                 "SELECT name, sql FROM sqlite_master ORDER BY name");
}

/// The most memory that this process has had since the last call, in bytes; 0: nobody knows.
qint64 peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    QFile reset(u"/proc/self/clear_refs"_s);
    if (!status.open(QFile::ReadOnly) || !reset.open(QFile::WriteOnly | QFile::Unbuffered))
        return 0;
    static const QRegularExpression Peak(u"VmHWM:\\s*(\\d+) kB"_s);
    const qint64 peak
        = Peak.match(QString::fromLatin1(status.readAll())).captured(1).toLongLong() * 1024;
    return reset.write("5") == 1 ? peak : 0;
}

} // namespace

void tst_WebInterface::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_WebInterface::start_onATakenPort_leavesTheInstanceAlone()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
    House house;
    house.stop();
    house.startPrimary(other.serverPort());
    const QJsonObject listen = test::statusOf(*house.instance)[u"listen"_s].toObject();
    QVERIFY(listen[u"web"_s].isNull());
    const QString error = listen[u"web_error"_s].toString();
    QVERIFY2(error.contains(QString::number(other.serverPort())), qPrintable(error));
    QCOMPARE(m_log->count(u"no web interface: "_s + error), 1);

    const auto added = house.instance->edit([](service::Editing &editing) {
        Beer beer;
        beer.name = u"Bock"_s;
        return editing.addBeer(beer);
    });
    QTRY_VERIFY(added.isFinished());
    QVERIFY(added.result());
}

struct Load
{
    QByteArray method;
    QByteArray path;
    QByteArray body;
};
Q_DECLARE_METATYPE(Load)

void tst_WebInterface::stop_duringRequests_isQuickAndLosesNothing_data()
{
    QTest::addColumn<QList<Load>>("loads");
    const Load read{"GET", "/api/taps", {}};
    const Load list{"GET", "/api/beers", {}};
    const Load change{"POST", "/api/beers", "{\"Name\": \"Bock\"}"};
    const Load status{"GET", "/api/status", {}};
    const Load displays{"GET", "/api/displays", {}};
    const Load users{"GET", "/api/users", {}};
    const Load backup{"GET", "/api/backup", {}};
    const Load page{"GET", "/taps", {}};
    const Load pair{"POST", "/api/pair", "{}"};
    QTest::newRow("reads") << QList<Load>{read, list};
    QTest::newRow("changes") << QList<Load>{change, change};
    QTest::newRow("files") << QList<Load>{users, pair, page};
    QTest::newRow("status") << QList<Load>{status, displays};
    QTest::newRow("backups") << QList<Load>{backup, change};
    QTest::newRow("all") << QList<Load>{read,  list,   change, status, displays,
                                        users, backup, page,   pair};
}

void tst_WebInterface::stop_duringRequests_isQuickAndLosesNothing()
{
    QFETCH(QList<Load>, loads);
    House house;
    std::vector<std::unique_ptr<Crowd>> crowds;
    for (const Load &load : std::as_const(loads))
        crowds.push_back(
            std::make_unique<Crowd>(house.port, house.send(load.method, load.path, load.body), 2));
    for (const auto &crowd : crowds)
        QTRY_VERIFY_WITH_TIMEOUT(crowd->answers() >= 5, Patience);
    QElapsedTimer timer;
    timer.start();
    house.stop();
    QVERIFY2(timer.elapsed() < StopTime, QByteArray::number(timer.elapsed()));
    const QByteArray content = contentOf(house.bar.primaryPath());
    for (const auto &crowd : crowds) {
        QVERIFY(crowd->wait());
        const QList<qint64> added = crowd->added();
        for (const qint64 id : added)
            QVERIFY(content.contains('\n' + QByteArray::number(id) + "|Bock|"));
    }
    house.startPrimary();
    QCOMPARE(test::statusOf(WebClient(house.port).ask(house.get("/api/taps"))), 200);
}

void tst_WebInterface::stop_beforeAnyRequest_isQuick_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << QString();
    QTest::newRow("a large backup") << u"backup"_s;
    QTest::newRow("passwords") << u"passwords"_s;
    QTest::newRow("a large import") << u"import"_s;
    QTest::newRow("streams") << u"streams"_s;
    QTest::newRow("status") << u"status"_s;
}

/// What was asked is still being worked on, or just begins.
void tst_WebInterface::stop_beforeAnyRequest_isQuick()
{
    QFETCH(QString, what);
    House house(what == u"backup"_s ? fillLarge : std::function<void(const Bar &)>());
    QByteArray request;
    if (what == u"backup"_s)
        request = house.get("/api/backup");
    else if (what == u"passwords"_s)
        request = logInRequest(u"anna"_s, Password);
    else if (what == u"streams"_s)
        request = house.get("/api/events");
    else if (what == u"status"_s)
        request = house.get("/api/status");
    else if (what == u"import"_s)
        request = house.send("POST", "/api/beers/import",
                             "--x\r\nContent-Disposition: form-data; name=\"file\"; "
                             "filename=\"a.csv\"\r\n\r\nName,Notes\r\n"
                                 + QByteArray("Bock,and a note on it\r\n").repeated(40'000)
                                 + "\r\n--x--",
                             "Content-Type: multipart/form-data; boundary=x\r\n");
    std::vector<std::unique_ptr<WebClient>> clients;
    for (int i = 0; i < 8 && !request.isEmpty(); ++i) {
        clients.push_back(std::make_unique<WebClient>(house.port));
        clients.back()->send(request);
    }
    for (const auto &client : clients) {
        while (client->socket().bytesToWrite() > 0)
            QVERIFY(client->socket().waitForBytesWritten(Patience));
    }
    QCOMPARE(test::statusOf(WebClient(house.port).ask(getRequest("/healthz"))), 200);
    QElapsedTimer timer;
    timer.start();
    house.stop();
    QVERIFY2(timer.elapsed() < StopTime, QByteArray::number(timer.elapsed()));
    for (const auto &client : clients)
        QVERIFY(client->isClosed());
}

void tst_WebInterface::change_isAnsweredWhenItIsCommitted()
{
    const House house;
    PlainSqlite other(house.bar.primaryPath());
    WebClient client(house.port);
    for (int i = 0; i < 50; ++i) {
        const QByteArray name = "Beer " + QByteArray::number(i);
        const QByteArray body = "{\"Name\": \"" + name + "\"}";
        QCOMPARE(test::statusOf(client.ask(house.send("PUT", "/api/beers/1", body))), 200);
        QCOMPARE(other.run("SELECT Name FROM beers WHERE idBeer=1").trimmed(), name);
    }
}

void tst_WebInterface::change_isSeenByWhoeverAsksAfterwards_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("lines");
    for (const QByteArray path :
         {"/api/taps", "/api/beers", "/api/menu", "/api/beers/1", "/api/taps/1"})
    {
        QTest::newRow(path) << path << QByteArray();
        QTest::newRow(path + ", deflated") << path << QByteArray(Deflating);
    }
}

void tst_WebInterface::change_isSeenByWhoeverAsksAfterwards()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, lines);
    House house;
    const Crowd readers(house.port, house.get(path, lines), 2); // keep it in the cache
    const auto end = qScopeGuard([&house] { house.stop(); }); // and the readers
    WebClient editor(house.port);
    WebClient reader(house.port);
    for (int i = 0; i < 200; ++i) {
        const QByteArray name = "Beer " + QByteArray::number(i) + '!';
        const QByteArray body = "{\"Name\": \"" + name + "\"}";
        QCOMPARE(test::statusOf(editor.ask(house.send("PUT", "/api/beers/1", body))), 200);
        const QByteArray text = textOf(reader.ask(house.get(path, lines)));
        QVERIFY2(text.contains(name), name + " is not in " + text);
    }
}

void tst_WebInterface::list_isDeflatedForWhoTakesItSo_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
        QTest::newRow(path) << QByteArray(path);
}

void tst_WebInterface::list_isDeflatedForWhoTakesItSo()
{
    QFETCH(QByteArray, path);
    House house;
    const auto end = qScopeGuard([&house] { house.stop(); });
    WebClient client(house.port);
    const QByteArray plain = client.ask(house.get(path));
    const QByteArray deflated = client.ask(house.get(path, Deflating));
    QCOMPARE(headerOf(deflated, u"Content-Encoding"_s), QByteArray("deflate"));
    QVERIFY(headerOf(plain, u"Content-Encoding"_s).isEmpty());
    QVERIFY(bodyOf(deflated).size() < bodyOf(plain).size());
    QCOMPARE(textOf(deflated), bodyOf(plain));

    const QByteArray tag = headerOf(deflated, u"ETag"_s);
    QVERIFY(tag != headerOf(plain, u"ETag"_s));
    const QByteArray known = "If-None-Match: " + tag + "\r\n";
    const QByteArray same = client.ask(house.get(path, Deflating + known));
    QCOMPARE(test::statusOf(same), 304);
    QCOMPARE(test::statusOf(client.ask(house.get(path, known))), 200);
    for (const QByteArray &answer : {plain, deflated, same})
        QCOMPARE(headerOf(answer, u"Vary"_s), QByteArray("Accept-Encoding"));
}

void tst_WebInterface::change_ofWhatAnotherHasChanged_isRefused_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("beer") << QByteArray("/api/beers/1") << QByteArray("PUT")
                          << QByteArray("{\"ABV\": 9}");
    QTest::newRow("beer, away") << QByteArray("/api/beers/1") << QByteArray("DELETE")
                                << QByteArray();
    QTest::newRow("tap") << QByteArray("/api/taps/1") << QByteArray("PUT")
                         << QByteArray("{\"beer_id\": 2}");
    QTest::newRow("tap, away") << QByteArray("/api/taps/1") << QByteArray("DELETE") << QByteArray();
}

void tst_WebInterface::change_ofWhatAnotherHasChanged_isRefused()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    const House house;
    WebClient one(house.port);
    WebClient other(house.port);
    const QByteArray seen = headerOf(one.ask(house.get(path)), u"ETag"_s);
    QVERIFY(!seen.isEmpty());
    QCOMPARE(test::statusOf(other.ask(house.send("PUT", "/api/beers/1", "{\"Name\": \"Other\"}"))),
             200);
    const QByteArray before = contentOf(house.bar.primaryPath());
    const QByteArray answer = one.ask(house.send(method, path, body, "If-Match: " + seen + "\r\n"));
    QCOMPARE(test::statusOf(answer), 412);
    const QByteArray now = one.ask(house.get(path));
    QCOMPARE(jsonOf(answer)[u"current"_s].toObject(), jsonOf(now));
    QCOMPARE(contentOf(house.bar.primaryPath()), before);
    const QByteArray again
        = one.ask(house.send(method, path, body, "If-Match: " + headerOf(now, u"ETag"_s) + "\r\n"));
    QCOMPARE(test::statusOf(again), 200);
    QVERIFY(contentOf(house.bar.primaryPath()) != before);
}

void tst_WebInterface::commit_ofAnotherProgram_outdatesWhatIsKept()
{
    const House house;
    PlainSqlite other(house.bar.primaryPath());
    WebClient client(house.port);
    for (int i = 0; i < 10; ++i) {
        const QByteArray name = "Theirs " + QByteArray::number(i) + '!';
        for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
            QVERIFY(!client.ask(house.get(path)).contains(name));
        QCOMPARE(other.run("UPDATE beers SET Name='" + name + "' WHERE idBeer=1"), QByteArray());
        for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
            QTRY_VERIFY(client.ask(house.get(path)).contains(name));
    }
}

void tst_WebInterface::commit_ofAnotherProgram_isTold()
{
    const House house;
    WebClient stream(house.port);
    stream.send(house.get("/api/events"));
    QVERIFY(stream.until("\n\n").contains("text/event-stream")); // or the state as it is
    PlainSqlite other(house.bar.primaryPath());
    for (int i = 0; i < 5; ++i) {
        const QByteArray name = "Theirs " + QByteArray::number(i) + '!';
        QCOMPARE(other.run("UPDATE beers SET Name='" + name + "' WHERE idBeer=1"), QByteArray());
        const QByteArray sequence = other.run("SELECT max(id) FROM change_log").trimmed();
        QVERIFY2(stream.until("data: {\"sequence\":" + sequence + "}\n\n").endsWith("}\n\n"),
                 sequence);
        QVERIFY(WebClient(house.port).ask(house.get("/api/taps")).contains(name));
    }
}

void tst_WebInterface::menu_thatChangedBackUnseen_isTold()
{
    const House house;
    WebClient editor(house.port);
    const auto name = [&](const QByteArray &wanted) {
        const QByteArray body = "{\"Name\": \"" + wanted + "\"}";
        return test::statusOf(editor.ask(house.send("PUT", "/api/beers/1", body)));
    };
    const auto listen = [&house] {
        auto guest = std::make_unique<WebClient>(house.port);
        guest->send(getRequest("/api/menu/events"));
        return guest;
    };
    constexpr char Told[] = "event: change\ndata: {}\n\n";
    auto first = listen();
    QVERIFY(first->until(Told).endsWith(Told)); // the menu as it is
    QCOMPARE(name("One"), 200);
    QVERIFY(first->until(Told).endsWith(Told));
    first.reset();
    QCOMPARE(name("Other"), 200);
    const auto second = listen();
    QVERIFY(second->until(Told).endsWith(Told));
    QCOMPARE(name("One"), 200); // as the first one was told last
    QVERIFY(second->until(Told).endsWith(Told));
}

void tst_WebInterface::logIn_givesASessionOfItsOwn()
{
    const House house;
    WebClient client(house.port);
    const QByteArray first = client.ask(logInRequest(u"anna"_s, Password));
    QCOMPARE(test::statusOf(first), 302);
    const QByteArray id = sessionOf(first);
    QVERIFY(!id.isEmpty());
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(id)))), 200);
    for (const QByteArray &brought : {id, QByteArray(52, 'A')}) {
        const QByteArray answer
            = client.ask(logInRequest(u"anna"_s, Password, withSession(brought)));
        QCOMPARE(test::statusOf(answer), 302);
        QVERIFY(!sessionOf(answer).isEmpty());
        QVERIFY(sessionOf(answer) != brought);
        QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(brought)))), 401);
        const QByteArray me = client.ask(getRequest("/api/me", withSession(sessionOf(answer))));
        QCOMPARE(jsonOf(me)[u"name"_s].toString(), u"anna"_s);
    }
}

void tst_WebInterface::logIn_wrong_givesNone()
{
    const House house;
    WebClient client(house.port);
    for (const auto &[name, password] :
         {std::pair(u"anna"_s, u"wrong horse"_s), std::pair(u"nobody"_s, Password)})
    {
        const QByteArray answer = client.ask(logInRequest(name, password));
        QCOMPARE(test::statusOf(answer), 401);
        QVERIFY(sessionOf(answer).isEmpty());
        QVERIFY(answer.contains("<form"));
    }
    const QByteArray foreign
        = client.ask(logInRequest(u"anna"_s, Password, "Origin: http://evil\r\n"));
    QCOMPARE(test::statusOf(foreign), 403);
}

void tst_WebInterface::password_changed_endsOtherSessions()
{
    const House house;
    WebClient client(house.port);
    const QByteArray here = sessionOf(client.ask(logInRequest(u"anna"_s, Password)));
    const QByteArray there = sessionOf(client.ask(logInRequest(u"anna"_s, Password)));
    const QByteArray body
        = "{\"current\": \"" + Password.toUtf8() + "\", \"new\": \"another horse\"}";
    const QByteArray answer
        = client.ask(postHeader("/api/account/password", body.size(), withSession(here)) + body);
    QCOMPARE(test::statusOf(answer), 200);
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(there)))), 401);
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(here)))), 401);
    const QByteArray now = withSession(sessionOf(answer));
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", now))), 200);
}

void tst_WebInterface::logOut_endsItsStreams()
{
    House house;
    const auto end = qScopeGuard([&house] { house.stop(); });
    WebClient reader(house.port);
    const QByteArray session = sessionOf(reader.ask(logInRequest(u"anna"_s, Password)));
    reader.send(getRequest("/api/events", withSession(session)));
    QVERIFY(reader.until("data: {").contains("event: change"));
    WebClient other(house.port);
    QCOMPARE(test::statusOf(other.ask(getRequest("/logout", withSession(session)))), 302);
    QVERIFY(reader.isClosed());
}

void tst_WebInterface::key_removed_endsItsStreams()
{
    House house;
    const auto end = qScopeGuard([&house] { house.stop(); });
    WebClient reader(house.port);
    reader.send(house.get("/api/events"));
    QVERIFY(reader.until("}\n\n").contains("event: change"));
    WebClient editor(house.port);
    const QByteArray session = sessionOf(editor.ask(logInRequest(u"anna"_s, Password)));
    need(identity::Users(service::LocalFolder::pathFor(house.bar.primaryPath()))
             .removeKey(u"till"_s));
    const QByteArray body = "{\"count\": 7}";
    const QByteArray lines = withSession(session);
    QCOMPARE(test::statusOf(editor.ask(postHeader("/api/taps/count", body.size(), lines) + body)),
             200);
    QVERIFY(reader.isClosed());
    QVERIFY(!reader.rest().contains("change"));
}

void tst_WebInterface::client_hasTheMenuAlone()
{
    House house;
    house.stop();
    house.startClient();
    WebClient client(house.port);
    for (const char *path : {"/", "/menu", "/healthz", "/api/menu", "/assets/menu.js"})
        QCOMPARE(test::statusOf(client.ask(house.get(path))), 200);
    for (const char *path : {"/api/taps", "/api/beers", "/api/status", "/api/backup", "/api/users",
                             "/metrics", "/api/events"})
        QCOMPARE(test::statusOf(client.ask(house.get(path))), 404);
    QCOMPARE(test::statusOf(WebClient(house.port).ask(logInRequest(u"anna"_s, Password))), 405);
    QCOMPARE(test::statusOf(
                 WebClient(house.port).ask(house.send("PUT", "/api/taps/1", "{\"beer_id\": 1}"))),
             404);
}

void tst_WebInterface::client_leadsStaffToItsPrimary()
{
    House house;
    const QByteArray goal = "https://keg:" + QByteArray::number(house.port) + "/login";
    QCOMPARE(headerOf(askMeanwhile(house.port, getRequest("/staff")), u"Location"_s),
             QByteArray("/login"));
    QVERIFY(askMeanwhile(house.port, getRequest("/menu")).contains("<a href=\"/staff\">"));
    QCOMPARE(
        headerOf(askMeanwhile(house.port, getRequest("/staff?lang=en&next=/taps")), u"Location"_s),
        QByteArray("/login?lang=en&next=/taps"));

    const Wall display(house.bar, portsOf(*house.instance));
    QVERIFY(display.port != house.port);
    QTRY_VERIFY_WITH_TIMEOUT(
        headerOf(askMeanwhile(display.port, getRequest("/staff")), u"Location"_s) == goal,
        Patience);
    for (const char *path :
         {"/login", "/setup", "/taps", "/beers", "/displays", "/dbmanage", "/account", "/users"})
    {
        const QByteArray answer = askMeanwhile(display.port, getRequest(path));
        QCOMPARE(test::statusOf(answer), 302);
        QCOMPARE(headerOf(answer, u"Location"_s), goal);
    }
    for (const char *path : {"/", "/menu"})
        QVERIFY(askMeanwhile(display.port, getRequest(path)).contains("<a href=\"/staff\">"));
}

void tst_WebInterface::client_thatKnowsNoPrimary_leadsNobody()
{
    const House house;
    const Wall display(house.bar, {1, 1});
    QCOMPARE(test::statusOf(askMeanwhile(display.port, getRequest("/staff"))), 503);
    for (const char *path : {"/", "/menu"})
        QVERIFY(askMeanwhile(display.port, getRequest(path)).contains("<a href=\"\">"));
}

void tst_WebInterface::backup_isTheWholeDatabase()
{
    const House house;
    WebClient client(house.port);
    QCOMPARE(test::statusOf(client.ask(house.send("POST", "/api/beers", "{\"Name\":\"Böck\"}"))),
             201);
    const QByteArray answer = client.ask(house.get("/api/backup"));
    QCOMPARE(test::statusOf(answer), 200);
    static const QRegularExpression Named(u"^attachment; filename=kegdisplay-[0-9TZ-]+\\.db$"_s);
    const QByteArray disposition = headerOf(answer, u"Content-Disposition"_s);
    QVERIFY2(Named.match(QString::fromLatin1(disposition)).hasMatch(), disposition);
    QFile file(house.bar.path(u"backup.db"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(bodyOf(answer));
    file.close();
    QCOMPARE(PlainSqlite(file.fileName()).run("PRAGMA integrity_check").trimmed(),
             QByteArray("ok"));
    QCOMPARE(contentOf(file.fileName()), contentOf(house.bar.primaryPath()));
    QVERIFY(contentOf(file.fileName()).contains("Böck"));
}

void tst_WebInterface::backup_large_costsNoMemory()
{
    const House house(fillLarge);
    WebClient client(house.port);
    QCOMPARE(test::statusOf(client.ask(house.get("/api/taps"))), 200);
    QFile file(house.bar.path(u"backup.db"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    client.socket().setReadBufferSize(256 * 1024);
    peakMemory();
    const qint64 before = peakMemory();
    client.send(house.get("/api/backup"));
    const QByteArray header = client.until("\r\n\r\n");
    QCOMPARE(test::statusOf(header), 200);
    const qint64 size = headerOf(header, u"Content-Length"_s).toLongLong();
    QVERIFY(size > 30'000'000);
    file.write(client.rest());
    while (file.pos() < size && client.socket().waitForReadyRead(Patience))
        file.write(client.socket().readAll());
    file.close();
    QCOMPARE(file.size(), size);
    const qint64 after = peakMemory();
    QVERIFY(before > 0);
    QVERIFY2(after - before < MostMemory, QByteArray::number(after - before));
    QCOMPARE(
        PlainSqlite(file.fileName()).run("SELECT count(*), sum(length(Notes)) FROM beers"),
        PlainSqlite(house.bar.primaryPath()).run("SELECT count(*), sum(length(Notes)) FROM beers"));
    QCOMPARE(PlainSqlite(file.fileName()).run("PRAGMA integrity_check").trimmed(),
             QByteArray("ok"));
}

void tst_WebInterface::certificate_isRenewedInTime()
{
    House house;
    const auto certificate = [&house] {
        return WebClient(house.port, WebClient::Via::Tls).socket().peerCertificate();
    };
    const QSslCertificate first = certificate();
    QVERIFY(!first.isNull());
    house.web->renewCertificate();
    QVERIFY(certificate() == first);
    WebClient old(house.port, WebClient::Via::Tls);
    house.clock.days = 380;
    house.web->renewCertificate();
    QTRY_VERIFY(certificate() != first);
    QVERIFY(certificate().expiryDate() > first.expiryDate().addDays(300));
    QCOMPARE(test::statusOf(old.ask(house.get("/api/taps"))), 200); // it goes on as it began
}

QTEST_GUILESS_MAIN(tst_WebInterface)
#include "tst_webinterface.moc"
