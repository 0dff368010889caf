// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/router.h"

#include <QTest>

using namespace keg::web;
using namespace Qt::StringLiterals;

/// Paths find who answers them.
class tst_Router : public QObject
{
    Q_OBJECT

private slots:
    void path_known_findsItsRoute_data();
    void path_known_findsItsRoute();
    void path_unknown_answers404_data();
    void path_unknown_answers404();
    void method_unknownOfPath_answers405WithAllow();
    void target_decodes();
    void target_hostile_isRefused_data();
    void target_hostile_isRefused();
    void cookie_amongOthers_isFound();
    void json_whichIsNone_saysSo_data();
    void json_whichIsNone_saysSo();
    void header_withLineBreak_staysOneLine();
};

namespace {

Router someRouter()
{
    Router router;
    const QList<std::pair<QByteArray, QString>> routes{{"GET", u"/"_s},
                                                       {"GET", u"/api/beers"_s},
                                                       {"GET", u"/api/beers/{id}"_s},
                                                       {"PUT", u"/api/beers/{id}"_s},
                                                       {"GET", u"/api/beers/backup"_s},
                                                       {"GET", u"/api/beers/{id}/taps"_s}};
    for (const auto &[method, pattern] : routes)
        router.add({method, pattern, Access::Viewer, {}});
    return router;
}

QStringList parts(const QString &path)
{
    return parseTarget(path.toUtf8()).value().parts;
}

} // namespace

void tst_Router::path_known_findsItsRoute_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("id");
    QTest::newRow("root") << QByteArray("GET") << u"/"_s << u"/"_s << QString();
    QTest::newRow("plain") << QByteArray("GET") << u"/api/beers"_s << u"/api/beers"_s << QString();
    QTest::newRow("name") << QByteArray("GET") << u"/api/beers/12"_s << u"/api/beers/{id}"_s
                          << u"12"_s;
    QTest::newRow("method") << QByteArray("PUT") << u"/api/beers/b%C3%A4r"_s << u"/api/beers/{id}"_s
                            << u"b\u00e4r"_s;
    QTest::newRow("word before name")
        << QByteArray("GET") << u"/api/beers/backup"_s << u"/api/beers/backup"_s << QString();
    QTest::newRow("name within") << QByteArray("GET") << u"/api/beers/7/taps"_s
                                 << u"/api/beers/{id}/taps"_s << u"7"_s;
}

void tst_Router::path_known_findsItsRoute()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QString, pattern);
    QFETCH(QString, id);
    const Router router = someRouter();
    const auto found = router.find(method, parts(path));
    const auto *match = std::get_if<Router::Match>(&found);
    QVERIFY(match);
    QCOMPARE(match->route->pattern, pattern);
    QCOMPARE(match->route->method, method);
    QCOMPARE(match->parameters.value(u"id"_s), id);
}

void tst_Router::path_unknown_answers404_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("other") << u"/nothing"_s;
    QTest::newRow("longer") << u"/api/beers/1/2"_s;
    QTest::newRow("shorter") << u"/api"_s;
    QTest::newRow("empty name") << u"/api/beers/"_s;
    QTest::newRow("double slash") << u"//api/beers"_s;
}

void tst_Router::path_unknown_answers404()
{
    QFETCH(QString, path);
    const auto found = someRouter().find("GET", parts(path));
    const auto *response = std::get_if<Response>(&found);
    QVERIFY(response);
    QCOMPARE(response->status, 404);
    QVERIFY(response->body.startsWith("{\"error\":\""));
}

void tst_Router::method_unknownOfPath_answers405WithAllow()
{
    const auto found = someRouter().find("DELETE", parts(u"/api/beers/1"_s));
    const auto *response = std::get_if<Response>(&found);
    QVERIFY(response);
    QCOMPARE(response->status, 405);
    QCOMPARE(response->headers.value("allow"), QByteArray("GET, HEAD, PUT"));
}

void tst_Router::target_decodes()
{
    const auto target = parseTarget("/a%20b/c+d?q=x%26y&n=1");
    QVERIFY(target);
    QCOMPARE(target->parts, QStringList({u"a b"_s, u"c+d"_s}));
    QCOMPARE(target->query.queryItemValue(u"q"_s, QUrl::FullyDecoded), u"x&y"_s);
    QCOMPARE(target->query.queryItemValue(u"n"_s), u"1"_s);
}

void tst_Router::target_hostile_isRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "api",
                             "http://other/api",
                             "*",
                             "/../etc/passwd",
                             "/a/./b",
                             "/%2e%2e/x",
                             "/a/%2E./x",
                             "/a%2fb",
                             "/a%5cb",
                             "/a\\b",
                             "/a%00",
                             "/a%0d%0aSet-Cookie:x",
                             "/a%",
                             "/a%4",
                             "/a%zz",
                             "/%ff",
                             "/%c0%ae%c0%ae/",
                             "/a?b=%0d%0a",
                             "/a?b=%fe",
                             "/%c2%85"})
        QTest::newRow(*text ? text : "nothing") << QByteArray(text);
}

void tst_Router::target_hostile_isRefused()
{
    QFETCH(QByteArray, text);
    const auto target = parseTarget(text);
    QVERIFY(!target);
    QCOMPARE(target.error().code, keg::ErrorCode::Refused);
}

void tst_Router::cookie_amongOthers_isFound()
{
    Request request;
    request.headers.add("cookie", "a=1; keg_session=abc=; b");
    QCOMPARE(request.cookie("keg_session"), QByteArray("abc="));
    QCOMPARE(request.cookie("session"), QByteArray());
    QCOMPARE(request.cookie("b"), QByteArray());
}

void tst_Router::json_whichIsNone_saysSo_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("broken") << QByteArray("{\"a\":");
    QTest::newRow("deep") << QByteArray(100'000, '[');
    QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(5'000);
}

void tst_Router::json_whichIsNone_saysSo()
{
    QFETCH(QByteArray, body);
    Request request;
    request.body = body;
    const auto object = request.jsonObject();
    QVERIFY(!object);
    QVERIFY(object.error().message.startsWith(u"the body must be"_s));
}

void tst_Router::header_withLineBreak_staysOneLine()
{
    Response response;
    response.headers.add("Location", "/a\r\nSet-Cookie: keg_session=evil");
    response.headers.add("X\n-Y", "z");
    const QByteArray bytes = headerBytes(response, true);
    QVERIFY(!bytes.contains("\nSet-Cookie"));
    QVERIFY(!bytes.contains("\n-Y"));
    QCOMPARE(bytes.count("\r\n"), bytes.count('\n'));
}

QTEST_GUILESS_MAIN(tst_Router)
#include "tst_router.moc"
