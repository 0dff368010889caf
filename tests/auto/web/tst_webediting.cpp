// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/log_lines.h"
#include "tests/support/plain_sqlite.h"
#include "tests/support/web/pub.h"

#include <QScopeGuard>
#include <QTest>

#include <memory>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// What is changed by the web interface of an instance that runs, and what is told of changes.
class tst_WebEditing : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_log = std::make_unique<LogLines>(); }
    void cleanup();
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

private:
    std::unique_ptr<LogLines> m_log;
};

namespace {

const QByteArray Deflating = "Accept-Encoding: gzip, deflate\r\n";

} // namespace

void tst_WebEditing::cleanup()
{
    if (QTest::currentTestFailed())
        m_log->print();
    m_log.reset();
}

void tst_WebEditing::change_isAnsweredWhenItIsCommitted()
{
    const Pub pub;
    PlainSqlite other(pub.bar.primaryPath());
    WebClient client(pub.port);
    for (int i = 0; i < 50; ++i) {
        const QByteArray name = "Beer " + QByteArray::number(i);
        const QByteArray body = "{\"Name\": \"" + name + "\"}";
        QCOMPARE(test::statusOf(client.ask(pub.send("PUT", "/api/beers/1", body))), 200);
        QCOMPARE(other.run("SELECT Name FROM beers WHERE idBeer=1").trimmed(), name);
    }
}

void tst_WebEditing::change_isSeenByWhoeverAsksAfterwards_data()
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

void tst_WebEditing::change_isSeenByWhoeverAsksAfterwards()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, lines);
    Pub pub;
    const Askers readers(pub.port, pub.get(path, lines), 2); // keep it in the cache
    const auto end = qScopeGuard([&pub] { pub.stop(); }); // and the readers
    WebClient editor(pub.port);
    WebClient reader(pub.port);
    for (int i = 0; i < 200; ++i) {
        const QByteArray name = "Beer " + QByteArray::number(i) + '!';
        const QByteArray body = "{\"Name\": \"" + name + "\"}";
        QCOMPARE(test::statusOf(editor.ask(pub.send("PUT", "/api/beers/1", body))), 200);
        const QByteArray text = textOf(reader.ask(pub.get(path, lines)));
        QVERIFY2(text.contains(name), name + " is not in " + text);
    }
}

void tst_WebEditing::list_isDeflatedForWhoTakesItSo_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
        QTest::newRow(path) << QByteArray(path);
}

void tst_WebEditing::list_isDeflatedForWhoTakesItSo()
{
    QFETCH(QByteArray, path);
    Pub pub;
    const auto end = qScopeGuard([&pub] { pub.stop(); });
    WebClient client(pub.port);
    const QByteArray plain = client.ask(pub.get(path));
    const QByteArray deflated = client.ask(pub.get(path, Deflating));
    QCOMPARE(headerOf(deflated, u"Content-Encoding"_s), QByteArray("deflate"));
    QVERIFY(headerOf(plain, u"Content-Encoding"_s).isEmpty());
    QVERIFY(bodyOf(deflated).size() < bodyOf(plain).size());
    QCOMPARE(textOf(deflated), bodyOf(plain));

    const QByteArray tag = headerOf(deflated, u"ETag"_s);
    QVERIFY(tag != headerOf(plain, u"ETag"_s));
    const QByteArray known = "If-None-Match: " + tag + "\r\n";
    const QByteArray same = client.ask(pub.get(path, Deflating + known));
    QCOMPARE(test::statusOf(same), 304);
    QCOMPARE(test::statusOf(client.ask(pub.get(path, known))), 200);
    for (const QByteArray &answer : {plain, deflated, same})
        QCOMPARE(headerOf(answer, u"Vary"_s), QByteArray("Accept-Encoding"));
}

void tst_WebEditing::change_ofWhatAnotherHasChanged_isRefused_data()
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

void tst_WebEditing::change_ofWhatAnotherHasChanged_isRefused()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    const Pub pub;
    WebClient one(pub.port);
    WebClient other(pub.port);
    const QByteArray seen = headerOf(one.ask(pub.get(path)), u"ETag"_s);
    QVERIFY(!seen.isEmpty());
    QCOMPARE(test::statusOf(other.ask(pub.send("PUT", "/api/beers/1", "{\"Name\": \"Other\"}"))),
             200);
    const QByteArray before = contentOf(pub.bar.primaryPath());
    const QByteArray answer = one.ask(pub.send(method, path, body, "If-Match: " + seen + "\r\n"));
    QCOMPARE(test::statusOf(answer), 412);
    const QByteArray now = one.ask(pub.get(path));
    QCOMPARE(jsonOf(answer)[u"current"_s].toObject(), jsonOf(now));
    QCOMPARE(contentOf(pub.bar.primaryPath()), before);
    const QByteArray again
        = one.ask(pub.send(method, path, body, "If-Match: " + headerOf(now, u"ETag"_s) + "\r\n"));
    QCOMPARE(test::statusOf(again), 200);
    QVERIFY(contentOf(pub.bar.primaryPath()) != before);
}

void tst_WebEditing::commit_ofAnotherProgram_outdatesWhatIsKept()
{
    const Pub pub;
    PlainSqlite other(pub.bar.primaryPath());
    WebClient client(pub.port);
    for (int i = 0; i < 10; ++i) {
        const QByteArray name = "Theirs " + QByteArray::number(i) + '!';
        for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
            QVERIFY(!client.ask(pub.get(path)).contains(name));
        QCOMPARE(other.run("UPDATE beers SET Name='" + name + "' WHERE idBeer=1"), QByteArray());
        for (const char *path : {"/api/taps", "/api/beers", "/api/menu"})
            QTRY_VERIFY(client.ask(pub.get(path)).contains(name));
    }
}

void tst_WebEditing::commit_ofAnotherProgram_isTold()
{
    const Pub pub;
    WebClient stream(pub.port);
    stream.send(pub.get("/api/events"));
    QVERIFY(stream.until("\n\n").contains("text/event-stream")); // or the state as it is
    PlainSqlite other(pub.bar.primaryPath());
    for (int i = 0; i < 5; ++i) {
        const QByteArray name = "Theirs " + QByteArray::number(i) + '!';
        QCOMPARE(other.run("UPDATE beers SET Name='" + name + "' WHERE idBeer=1"), QByteArray());
        const QByteArray sequence = other.run("SELECT max(id) FROM change_log").trimmed();
        QVERIFY2(stream.until("data: {\"sequence\":" + sequence + "}\n\n").endsWith("}\n\n"),
                 sequence);
        QVERIFY(WebClient(pub.port).ask(pub.get("/api/taps")).contains(name));
    }
}

void tst_WebEditing::menu_thatChangedBackUnseen_isTold()
{
    const Pub pub;
    WebClient editor(pub.port);
    const auto name = [&](const QByteArray &wanted) {
        const QByteArray body = "{\"Name\": \"" + wanted + "\"}";
        return test::statusOf(editor.ask(pub.send("PUT", "/api/beers/1", body)));
    };
    const auto listen = [&pub] {
        auto guest = std::make_unique<WebClient>(pub.port);
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

QTEST_GUILESS_MAIN(tst_WebEditing)
#include "tst_webediting.moc"
