// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/web/pub.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// The web interface of an instance that runs: its beginning, its end, and what a display has of
/// it.
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

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 MostMemory = 256'000'000; // bytes; what is freed is kept for a while
#else
constexpr qint64 MostMemory = 16'000'000; // bytes
#endif
constexpr int StopTime = 2'000; // ms

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
    Pub pub;
    pub.stop();
    pub.startPrimary(other.serverPort());
    const QJsonObject listen = test::statusOf(*pub.instance)[u"listen"_s].toObject();
    QVERIFY(listen[u"web"_s].isNull());
    const QString error = listen[u"web_error"_s].toString();
    QVERIFY2(error.contains(QString::number(other.serverPort())), qPrintable(error));
    QCOMPARE(m_log->count(u"no web interface: "_s + error), 1);

    const auto added = pub.instance->edit([](service::Editing &editing) {
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
    Pub pub;
    std::vector<std::unique_ptr<Askers>> crowds;
    for (const Load &load : std::as_const(loads))
        crowds.push_back(
            std::make_unique<Askers>(pub.port, pub.send(load.method, load.path, load.body), 2));
    for (const auto &crowd : crowds)
        QTRY_VERIFY_WITH_TIMEOUT(crowd->answers() >= 5, Pub::Patience);
    QElapsedTimer timer;
    timer.start();
    pub.stop();
    QVERIFY2(timer.elapsed() < StopTime, QByteArray::number(timer.elapsed()));
    const QByteArray content = contentOf(pub.bar.primaryPath());
    for (const auto &crowd : crowds) {
        QVERIFY(crowd->wait());
        const QList<qint64> added = crowd->added();
        for (const qint64 id : added)
            QVERIFY(content.contains('\n' + QByteArray::number(id) + "|Bock|"));
    }
    pub.startPrimary();
    QCOMPARE(test::statusOf(WebClient(pub.port).ask(pub.get("/api/taps"))), 200);
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
    Pub pub(what == u"backup"_s ? fillLarge : std::function<void(const Bar &)>());
    QByteArray request;
    if (what == u"backup"_s)
        request = pub.get("/api/backup");
    else if (what == u"passwords"_s)
        request = logInRequest(u"anna"_s, Pub::Password);
    else if (what == u"streams"_s)
        request = pub.get("/api/events");
    else if (what == u"status"_s)
        request = pub.get("/api/status");
    else if (what == u"import"_s)
        request
            = pub.send("POST", "/api/beers/import",
                       "--x\r\nContent-Disposition: form-data; name=\"file\"; "
                       "filename=\"a.csv\"\r\n\r\nName,Notes\r\n"
                           + QByteArray("Bock,and a note on it\r\n").repeated(40'000) + "\r\n--x--",
                       "Content-Type: multipart/form-data; boundary=x\r\n");
    std::vector<std::unique_ptr<WebClient>> clients;
    for (int i = 0; i < 8 && !request.isEmpty(); ++i) {
        clients.push_back(std::make_unique<WebClient>(pub.port));
        clients.back()->send(request);
    }
    for (const auto &client : clients) {
        while (client->socket().bytesToWrite() > 0)
            QVERIFY(client->socket().waitForBytesWritten(Pub::Patience));
    }
    QCOMPARE(test::statusOf(WebClient(pub.port).ask(getRequest("/healthz"))), 200);
    QElapsedTimer timer;
    timer.start();
    pub.stop();
    QVERIFY2(timer.elapsed() < StopTime, QByteArray::number(timer.elapsed()));
    for (const auto &client : clients)
        QVERIFY(client->isClosed());
}

void tst_WebInterface::client_hasTheMenuAlone()
{
    Pub pub;
    pub.stop();
    pub.startClient();
    WebClient client(pub.port);
    for (const char *path : {"/", "/menu", "/healthz", "/api/menu", "/assets/menu.js"})
        QCOMPARE(test::statusOf(client.ask(pub.get(path))), 200);
    for (const char *path : {"/api/taps", "/api/beers", "/api/status", "/api/backup", "/api/users",
                             "/metrics", "/api/events"})
        QCOMPARE(test::statusOf(client.ask(pub.get(path))), 404);
    QCOMPARE(test::statusOf(WebClient(pub.port).ask(logInRequest(u"anna"_s, Pub::Password))), 405);
    QCOMPARE(
        test::statusOf(WebClient(pub.port).ask(pub.send("PUT", "/api/taps/1", "{\"beer_id\": 1}"))),
        404);
}

void tst_WebInterface::client_leadsStaffToItsPrimary()
{
    Pub pub;
    const QByteArray goal = "https://keg:" + QByteArray::number(pub.port) + "/login";
    QCOMPARE(headerOf(askMeanwhile(pub.port, getRequest("/staff")), u"Location"_s),
             QByteArray("/login"));
    QVERIFY(askMeanwhile(pub.port, getRequest("/menu")).contains("<a href=\"/staff\">"));
    QCOMPARE(
        headerOf(askMeanwhile(pub.port, getRequest("/staff?lang=en&next=/taps")), u"Location"_s),
        QByteArray("/login?lang=en&next=/taps"));

    const Wall display(pub.bar, portsOf(*pub.instance));
    QVERIFY(display.port != pub.port);
    QTRY_VERIFY_WITH_TIMEOUT(
        headerOf(askMeanwhile(display.port, getRequest("/staff")), u"Location"_s) == goal,
        Pub::Patience);
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
    const Pub pub;
    const Wall display(pub.bar, {1, 1});
    QCOMPARE(test::statusOf(askMeanwhile(display.port, getRequest("/staff"))), 503);
    for (const char *path : {"/", "/menu"})
        QVERIFY(askMeanwhile(display.port, getRequest(path)).contains("<a href=\"\">"));
}

void tst_WebInterface::backup_isTheWholeDatabase()
{
    const Pub pub;
    WebClient client(pub.port);
    QCOMPARE(test::statusOf(client.ask(pub.send("POST", "/api/beers", "{\"Name\":\"Böck\"}"))),
             201);
    const QByteArray answer = client.ask(pub.get("/api/backup"));
    QCOMPARE(test::statusOf(answer), 200);
    static const QRegularExpression Named(u"^attachment; filename=kegdisplay-[0-9TZ-]+\\.db$"_s);
    const QByteArray disposition = headerOf(answer, u"Content-Disposition"_s);
    QVERIFY2(Named.match(QString::fromLatin1(disposition)).hasMatch(), disposition);
    QFile file(pub.bar.path(u"backup.db"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(bodyOf(answer));
    file.close();
    QCOMPARE(PlainSqlite(file.fileName()).run("PRAGMA integrity_check").trimmed(),
             QByteArray("ok"));
    QCOMPARE(contentOf(file.fileName()), contentOf(pub.bar.primaryPath()));
    QVERIFY(contentOf(file.fileName()).contains("Böck"));
}

void tst_WebInterface::backup_large_costsNoMemory()
{
    const Pub pub(fillLarge);
    WebClient client(pub.port);
    QCOMPARE(test::statusOf(client.ask(pub.get("/api/taps"))), 200);
    QFile file(pub.bar.path(u"backup.db"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    client.socket().setReadBufferSize(256 * 1024);
    peakMemory();
    const qint64 before = peakMemory();
    client.send(pub.get("/api/backup"));
    const QByteArray header = client.until("\r\n\r\n");
    QCOMPARE(test::statusOf(header), 200);
    const qint64 size = headerOf(header, u"Content-Length"_s).toLongLong();
    QVERIFY(size > 30'000'000);
    file.write(client.rest());
    while (file.pos() < size && client.socket().waitForReadyRead(Pub::Patience))
        file.write(client.socket().readAll());
    file.close();
    QCOMPARE(file.size(), size);
    const qint64 after = peakMemory();
    QVERIFY(before > 0);
    QVERIFY2(after - before < MostMemory, QByteArray::number(after - before));
    QCOMPARE(
        PlainSqlite(file.fileName()).run("SELECT count(*), sum(length(Notes)) FROM beers"),
        PlainSqlite(pub.bar.primaryPath()).run("SELECT count(*), sum(length(Notes)) FROM beers"));
    QCOMPARE(PlainSqlite(file.fileName()).run("PRAGMA integrity_check").trimmed(),
             QByteArray("ok"));
}

void tst_WebInterface::certificate_isRenewedInTime()
{
    Pub pub;
    const auto certificate
        = [&pub] { return WebClient(pub.port, WebClient::Via::Tls).socket().peerCertificate(); };
    const QSslCertificate first = certificate();
    QVERIFY(!first.isNull());
    pub.web->renewCertificate();
    QVERIFY(certificate() == first);
    WebClient old(pub.port, WebClient::Via::Tls);
    pub.clock.days = 380;
    pub.web->renewCertificate();
    QTRY_VERIFY(certificate() != first);
    QVERIFY(certificate().expiryDate() > first.expiryDate().addDays(300));
    QCOMPARE(test::statusOf(old.ask(pub.get("/api/taps"))), 200); // it goes on as it began
}

QTEST_GUILESS_MAIN(tst_WebInterface)
#include "tst_webinterface.moc"
