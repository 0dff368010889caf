// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"
#include "core/service/local_folder.h"
#include "core/web/limits.h"
#include "tests/support/bar/log_lines.h"
#include "tests/support/need.h"
#include "tests/support/web/pub.h"

#include <QElapsedTimer>
#include <QFile>
#include <QScopeGuard>
#include <QTest>

#include <memory>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Sessions of the web interface of an instance that runs.
class tst_WebLogIns : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_log = std::make_unique<LogLines>(); }
    void cleanup();
    void logIn_givesASessionOfItsOwn();
    void logIn_wrong_givesNone();
    void logInPage_leadsOnWhoIsLoggedIn();
    void error_offersNoLogInToWhoIsLoggedIn();
    void password_changed_endsOtherSessions();
    void logOut_endsItsStreams();
    void key_removed_endsItsStreams();
    void key_removedByItsOwner_endsItsStreamsAtOnce();
    void key_removedDuringARequest_isGoodForNothing();
    void usersFile_damaged_tellsStrangersNothing();

private:
    std::unique_ptr<LogLines> m_log;
};

void tst_WebLogIns::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_WebLogIns::logIn_givesASessionOfItsOwn()
{
    const Pub pub;
    WebClient client(pub.port);
    const QByteArray first = client.ask(logInRequest(u"anna"_s, Pub::Password));
    QCOMPARE(test::statusOf(first), 302);
    const QByteArray id = sessionOf(first);
    QVERIFY(!id.isEmpty());
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(id)))), 200);
    for (const QByteArray &brought : {id, QByteArray(52, 'A')}) {
        const QByteArray answer
            = client.ask(logInRequest(u"anna"_s, Pub::Password, withSession(brought)));
        QCOMPARE(test::statusOf(answer), 302);
        QVERIFY(!sessionOf(answer).isEmpty());
        QVERIFY(sessionOf(answer) != brought);
        QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(brought)))), 401);
        const QByteArray me = client.ask(getRequest("/api/me", withSession(sessionOf(answer))));
        QCOMPARE(jsonOf(me)[u"name"_s].toString(), u"anna"_s);
    }
}

void tst_WebLogIns::logIn_wrong_givesNone()
{
    const Pub pub;
    WebClient client(pub.port);
    for (const auto &[name, password] :
         {std::pair(u"anna"_s, u"wrong horse"_s), std::pair(u"nobody"_s, Pub::Password)})
    {
        const QByteArray answer = client.ask(logInRequest(name, password));
        QCOMPARE(test::statusOf(answer), 401);
        QVERIFY(sessionOf(answer).isEmpty());
        QVERIFY(answer.contains("<form"));
    }
    const QByteArray foreign
        = client.ask(logInRequest(u"anna"_s, Pub::Password, "Origin: http://evil\r\n"));
    QCOMPARE(test::statusOf(foreign), 403);
}

void tst_WebLogIns::logInPage_leadsOnWhoIsLoggedIn()
{
    const Pub pub;
    WebClient client(pub.port);
    QCOMPARE(test::statusOf(client.ask(getRequest("/login?next=/users"))), 200);
    const QByteArray session
        = withSession(sessionOf(client.ask(logInRequest(u"anna"_s, Pub::Password))));
    const auto placeOf = [&](const QByteArray &path) {
        return headerOf(client.ask(getRequest(path, session)), u"Location"_s);
    };
    QCOMPARE(placeOf("/login"), QByteArray("/"));
    QCOMPARE(placeOf("/login?next=/users"), QByteArray("/users"));
    QCOMPARE(placeOf("/login?next=//evil"), QByteArray("/"));
    const QByteArray again = client.ask(getRequest("/login?next=/users&again=1", session));
    QCOMPARE(test::statusOf(again), 200);
    QVERIFY(again.contains("action=\"/login?next=/users\""));
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", session))), 200);
}

void tst_WebLogIns::error_offersNoLogInToWhoIsLoggedIn()
{
    const Pub pub;
    WebClient client(pub.port);
    const QByteArray session
        = withSession(sessionOf(client.ask(logInRequest(u"anna"_s, Pub::Password))));
    const QByteArray browser = "Accept: text/html\r\n";
    QVERIFY(client.ask(getRequest("/nothing", browser)).contains("href=\"/login\""));
    const QByteArray answer = client.ask(getRequest("/nothing", browser + session));
    QCOMPARE(test::statusOf(answer), 404);
    QVERIFY(answer.contains("href=\"/\"") && !answer.contains("/login"));
}

void tst_WebLogIns::password_changed_endsOtherSessions()
{
    const Pub pub;
    WebClient client(pub.port);
    const QByteArray here = sessionOf(client.ask(logInRequest(u"anna"_s, Pub::Password)));
    const QByteArray there = sessionOf(client.ask(logInRequest(u"anna"_s, Pub::Password)));
    const QByteArray body
        = "{\"current\": \"" + Pub::Password.toUtf8() + "\", \"new\": \"another horse\"}";
    const QByteArray answer
        = client.ask(postHeader("/api/account/password", body.size(), withSession(here)) + body);
    QCOMPARE(test::statusOf(answer), 200);
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(there)))), 401);
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", withSession(here)))), 401);
    const QByteArray now = withSession(sessionOf(answer));
    QCOMPARE(test::statusOf(client.ask(getRequest("/api/me", now))), 200);
}

void tst_WebLogIns::logOut_endsItsStreams()
{
    Pub pub;
    const auto end = qScopeGuard([&pub] { pub.stop(); });
    WebClient reader(pub.port);
    const QByteArray session = sessionOf(reader.ask(logInRequest(u"anna"_s, Pub::Password)));
    reader.send(getRequest("/api/events", withSession(session)));
    QVERIFY(reader.until("data: {").contains("event: change"));
    WebClient other(pub.port);
    QCOMPARE(test::statusOf(other.ask(getRequest("/logout", withSession(session)))), 302);
    QVERIFY(reader.isClosed());
}

void tst_WebLogIns::key_removed_endsItsStreams()
{
    Pub pub;
    const auto end = qScopeGuard([&pub] { pub.stop(); });
    WebClient reader(pub.port);
    reader.send(pub.get("/api/events"));
    QVERIFY(reader.until("}\n\n").contains("event: change"));
    WebClient editor(pub.port);
    const QByteArray session = sessionOf(editor.ask(logInRequest(u"anna"_s, Pub::Password)));
    need(
        identity::Users(service::LocalFolder::pathFor(pub.bar.primaryPath())).removeKey(u"till"_s));
    const QByteArray body = "{\"count\": 7}";
    const QByteArray lines = withSession(session);
    QCOMPARE(test::statusOf(editor.ask(postHeader("/api/taps/count", body.size(), lines) + body)),
             200);
    QVERIFY(reader.isClosed());
    QVERIFY(!reader.rest().contains("change"));
}

void tst_WebLogIns::key_removedByItsOwner_endsItsStreamsAtOnce()
{
    Pub pub;
    const auto end = qScopeGuard([&pub] { pub.stop(); });
    WebClient reader(pub.port);
    reader.send(pub.get("/api/events"));
    QVERIFY(reader.until("}\n\n").contains("event: change"));
    QElapsedTimer elapsed;
    elapsed.start();
    WebClient owner(pub.port);
    QCOMPARE(test::statusOf(owner.ask(pub.send("DELETE", "/api/keys/till", {}))), 200);
    QVERIFY(reader.isClosed());
    QVERIFY(
        !elapsed.hasExpired(Limits().streamInterval.count())); // when rights are looked at anyway
}

void tst_WebLogIns::key_removedDuringARequest_isGoodForNothing()
{
    Pub pub;
    const QByteArray before = contentOf(pub.bar.primaryPath());
    const QByteArray body = "{\"count\": 7}";
    const QByteArray request = pub.send("POST", "/api/taps/count", body);
    WebClient client(pub.port);
    client.send(request.first(request.size() - 1));
    QCOMPARE(test::statusOf(askMeanwhile(pub.port, pub.get("/api/me"))), 200);
    need(
        identity::Users(service::LocalFolder::pathFor(pub.bar.primaryPath())).removeKey(u"till"_s));
    QCOMPARE(test::statusOf(client.ask(request.last(1))), 401);
    QVERIFY(contentOf(pub.bar.primaryPath()) == before);
}

void tst_WebLogIns::usersFile_damaged_tellsStrangersNothing()
{
    Pub pub;
    WebClient client(pub.port);
    const QByteArray session = sessionOf(client.ask(logInRequest(u"anna"_s, Pub::Password)));
    const QString folder = service::LocalFolder::pathFor(pub.bar.primaryPath());
    QFile file(folder + u"/users.json"_s);
    const QByteArray token = "{\"token\": \"x\", \"password\": \"correct horse\"}";
    const auto ask = [&client](const QByteArray &request) { return client.ask(request); };
    for (const bool isReadableByAll : {false, true}) {
        QVERIFY(isReadableByAll ? file.setPermissions(file.permissions() | QFile::ReadOther)
                                : file.resize(20));
        for (const QByteArray &answer :
             {ask(pub.get("/api/taps")), ask(getRequest("/taps", withSession(session))),
              ask(logInRequest(u"anna"_s, Pub::Password)),
              ask(postHeader("/api/setup", token.size()) + token),
              ask(postHeader("/api/setup/check", token.size()) + token)})
        {
            QCOMPARE(test::statusOf(answer), 500);
            QVERIFY(!answer.contains("users.json") && !answer.contains(folder.toUtf8()));
            QVERIFY(answer.contains("the log of this machine"));
        }
        QVERIFY(m_log->count(u"users.json"_s) > 0);
        QCOMPARE(test::statusOf(ask(getRequest("/api/menu"))), 200);
    }
    const QByteArray end = ask(getRequest("/logout", withSession(session)));
    QCOMPARE(test::statusOf(end), 302);
    QVERIFY(end.contains("Max-Age=0"));
}

QTEST_GUILESS_MAIN(tst_WebLogIns)
#include "tst_weblogins.moc"
