// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/accept.h"
#include "core/web/pages.h"
#include "gui/board/resources.h"
#include "tests/support/web/web_files.h"

#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Pages as browsers get them.
class tst_Pages : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void page_isFilled_data();
    void page_isFilled();
    void page_hasHostileNamesAsText_data();
    void page_hasHostileNamesAsText();
    void template_hasKeysOnlyWhereTheyAreEscaped_data();
    void template_hasKeysOnlyWhereTheyAreEscaped();
    void page_isInTheLanguageAskedFor_data();
    void page_isInTheLanguageAskedFor();
    void links_keepWhatTheReaderChose_data();
    void links_keepWhatTheReaderChose();
    void message_isShownWhereThereIsOne();
    void page_isDeflatedForWhoTakesIt_data();
    void page_isDeflatedForWhoTakesIt();
    void language_isTheBestOfThoseOffered_data();
    void language_isTheBestOfThoseOffered();
};

namespace {

/// With what qUncompress() wants before it.
QByteArray inflated(const QByteArray &bytes)
{
    QByteArray size(4, '\0');
    qToBigEndian<quint32>(quint32(bytes.size()) * 8, size.data());
    return qUncompress(size + bytes);
}

} // namespace

void tst_Pages::initTestCase()
{
    registerBoardFiles();
}

void tst_Pages::page_isFilled_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("language");
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files) {
        const QString page = file.chopped(5);
        if (page == u"layout"_s)
            continue;
        for (const auto &language : {u"en"_s, u"de"_s})
            QTest::addRow("%s %s", qPrintable(page), qPrintable(language)) << page << language;
    }
}

void tst_Pages::page_isFilled()
{
    QFETCH(QString, page);
    QFETCH(QString, language);
    const Pages pages(pageSettings());
    Request request = requestWith("Accept-Language", language.toLatin1());
    request.user = identity::User{u"anna"_s, identity::Role::Editor};
    const Response response = pages.render(page, request);
    QCOMPARE(response.status, 200);
    QCOMPARE(response.headers.value("Content-Type"), QByteArray("text/html; charset=utf-8"));
    QCOMPARE(response.headers.value("Content-Language"), language.toLatin1());
    QVERIFY(!response.headers.contains("Content-Encoding"));
    QVERIFY(response.body.startsWith("<!doctype html>"));
    QVERIFY(response.body.contains("<html lang=\"" + language.toLatin1() + "\">"));
    QVERIFY(response.body.trimmed().endsWith("</html>"));
    QVERIFY2(!response.body.contains("{{"), response.body);
    QCOMPARE(response.body.count("<html"), 1);
    QCOMPARE(response.body.count("<main"), 1);
    if (!webFile(page + u".html"_s).contains("<html")) // of the staff
        QVERIFY(response.body.contains("data-page=\"" + page.toUtf8()
                                       + "\" data-role=\"editor\" data-user=\"anna\""));
}

void tst_Pages::page_hasHostileNamesAsText_data()
{
    page_isFilled_data();
}

void tst_Pages::page_hasHostileNamesAsText()
{
    QFETCH(QString, page);
    QFETCH(QString, language);
    const QString name = u"<script>alert(\"&'x\")</script>{{role}}"_s;
    const QByteArray escaped = "&lt;script&gt;alert(&quot;&amp;'x&quot;)&lt;/script&gt;{{role}}";
    const Pages pages(pageSettings(name));
    const Pages harmless(pageSettings(u"cellar"_s));
    Request request = requestWith("Accept-Language", language.toLatin1());
    request.user = identity::User{name, identity::Role::Admin};
    const QByteArray body = pages.render(page, request).body;
    QVERIFY(!body.contains("<script>alert"));
    QCOMPARE(body.count('<'), harmless.render(page, request).body.count('<'));
    QCOMPARE(body.count('"'), harmless.render(page, request).body.count('"'));
    const qsizetype places = webFile(page + u".html"_s).contains("<html")
        ? webFile(page + u".html"_s).count("{{house}}")
        : webFile(u"layout.html"_s).count("{{house}}") + webFile(u"layout.html"_s).count("{{user}}")
            + webFile(page + u".html"_s).count("{{user}}");
    QCOMPARE(body.count(escaped), places);
}

void tst_Pages::template_hasKeysOnlyWhereTheyAreEscaped_data()
{
    QTest::addColumn<QString>("file");
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file;
}

/// A text, or a value between double quotes: in a script or style, or in an attribute without
/// quotes, escaping would not be enough. Those would not run either, by our security policy.
void tst_Pages::template_hasKeysOnlyWhereTheyAreEscaped()
{
    QFETCH(QString, file);
    const QString text = QString::fromUtf8(webFile(file));
    static const QRegularExpression Tag(u"<[^>]*>"_s);
    static const QRegularExpression Value(u"\"[^\"]*\""_s);
    auto tags = Tag.globalMatch(text);
    while (tags.hasNext()) {
        QString tag = tags.next().captured();
        QVERIFY2(!tag.contains(QRegularExpression(u"\\s(on\\w+|style)\\s*="_s)), qPrintable(tag));
        QVERIFY2(!tag.remove(Value).contains("{{"_L1), qPrintable(tag));
    }
    QVERIFY(!text.contains("<style"_L1));
    QVERIFY(!text.contains("javascript:"_L1));
    QVERIFY(!text.contains("data:"_L1));
    static const QRegularExpression Inline(u"<script[^>]*>[^<]"_s);
    QVERIFY(!text.contains(Inline));
}

void tst_Pages::page_isInTheLanguageAskedFor_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<QByteArray>("language");
    QTest::newRow("none") << QString() << QByteArray() << QByteArray("en");
    QTest::newRow("accepted") << QString() << QByteArray("de-AT,de;q=0.9") << QByteArray("de");
    QTest::newRow("chosen") << u"lang=de"_s << QByteArray("en") << QByteArray("de");
    QTest::newRow("chosen, unknown") << u"lang=xx"_s << QByteArray("de") << QByteArray("de");
    QTest::newRow("chosen, hostile")
        << u"lang=\"><script>"_s << QByteArray("de") << QByteArray("de");
}

void tst_Pages::page_isInTheLanguageAskedFor()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, accepted);
    QFETCH(QByteArray, language);
    const Pages pages(pageSettings());
    Request request = requestWith("Accept-Language", accepted);
    request.query = QUrlQuery(query);
    const Response response = pages.render(u"login"_s, request);
    QCOMPARE(response.headers.value("Content-Language"), language);
    QVERIFY(response.headers.value("Vary").contains("Accept-Language"));
    QVERIFY(response.body.contains("<html lang=\"" + language + "\">"));
    QCOMPARE(response.body.contains("Angemeldet") || response.body.contains("Anmelden"),
             language == "de");
}

void tst_Pages::links_keepWhatTheReaderChose_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("kept");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("language") << u"lang=de"_s << u"?lang=de"_s;
    QTest::newRow("unknown language") << u"lang=xx&x=y"_s << QString();
    QTest::newRow("page") << u"next=/displays"_s << u"?next=/displays"_s;
    QTest::newRow("page, encoded") << u"next=%2Fusers"_s << u"?next=/users"_s;
    QTest::newRow("both") << u"next=/taps&lang=de"_s << u"?lang=de&next=/taps"_s;
    for (const char *elsewhere :
         {"//evil", "/\\evil", "/%5Cevil", "%2F%2Fevil", "https://evil", "/taps/..//evil", "taps",
          "/taps%0d%0aX:y", "/%09/evil", "/login", "/logout", "/setup", "/api/backup", "/taps?x",
          "/", "", "\"><script>", "javascript:alert(1)"})
    {
        QTest::newRow(elsewhere) << u"next="_s + QLatin1String(elsewhere) << QString();
    }
}

void tst_Pages::links_keepWhatTheReaderChose()
{
    QFETCH(QString, query);
    QFETCH(QString, kept);
    const Pages pages(pageSettings());
    Request request;
    request.query = QUrlQuery(query);
    QCOMPARE(pages.queryToKeep(request), kept);
    const QByteArray html = kept.toHtmlEscaped().toUtf8();
    const QByteArray logIn = pages.render(u"login"_s, request).body;
    QVERIFY(logIn.contains("action=\"/login" + html + '"'));
    QVERIFY(logIn.contains("href=\"/menu" + html + '"'));
    const Pages::Values staff{{"staffPath", u"/staff"_s + pages.queryToKeep(request)}};
    QVERIFY(pages.render(u"menu"_s, request, staff).body.contains("href=\"/staff" + html + '"'));
}

void tst_Pages::message_isShownWhereThereIsOne()
{
    const Pages pages(pageSettings());
    QVERIFY(pages.render(u"login"_s, requestWith()).body.contains("role=\"alert\"></p>"));
    const QByteArray body = pages
                                .render(u"login"_s, requestWith(),
                                        {{"message", u"No, \"Anna\""_s}, {"typed", u"<anna\">"_s}})
                                .body;
    QVERIFY(body.contains("role=\"alert\">No, &quot;Anna&quot;</p>"));
    QVERIFY(body.contains("value=\"&lt;anna&quot;&gt;\""));
}

void tst_Pages::page_isDeflatedForWhoTakesIt_data()
{
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<bool>("isDeflated");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("gzip") << QByteArray("gzip, br") << false;
    QTest::newRow("browser") << QByteArray("gzip, deflate, br") << true;
    QTest::newRow("alone") << QByteArray("deflate") << true;
    QTest::newRow("with a weight") << QByteArray("gzip;q=0.5,Deflate;q=0.1") << true;
    QTest::newRow("unwanted") << QByteArray("gzip, deflate;q=0") << false;
    QTest::newRow("unwanted, with blanks") << QByteArray("deflate ; q=0.000") << false;
    QTest::newRow("other name") << QByteArray("deflate64, x-deflate") << false;
}

void tst_Pages::page_isDeflatedForWhoTakesIt()
{
    QFETCH(QByteArray, accepted);
    QFETCH(bool, isDeflated);
    const Pages pages(pageSettings());
    const Request request = requestWith("Accept-Encoding", accepted);
    for (const auto &give :
         {std::function([&](const Request &asked) { return pages.render(u"taps"_s, asked); }),
          std::function([&](const Request &asked) { return pages.asset(u"base.css"_s, asked); })})
    {
        const Response plain = give(requestWith());
        const Response response = give(request);
        QVERIFY(response.headers.value("Vary").contains("Accept-Encoding"));
        QCOMPARE(response.headers.contains("Content-Encoding"), isDeflated);
        if (!isDeflated) {
            QCOMPARE(response.body, plain.body);
            continue;
        }
        QCOMPARE(response.headers.value("Content-Encoding"), QByteArray("deflate"));
        QVERIFY(response.body.size() < plain.body.size());
        QCOMPARE(inflated(response.body), plain.body);
    }
}

void tst_Pages::language_isTheBestOfThoseOffered_data()
{
    QTest::addColumn<QByteArray>("accepted");
    QTest::addColumn<QString>("language");
    const auto row = [](const QByteArray &accepted, const QString &language) {
        QTest::newRow(accepted.isEmpty() ? "nothing" : accepted.left(40).constData())
            << accepted << language;
    };
    row("", u"en"_s);
    row("de", u"de"_s);
    row("de-AT", u"de"_s);
    row("DE-at", u"de"_s);
    row("de-Latn-AT-1996", u"de"_s);
    row("en-US,en;q=0.9,de;q=0.8", u"en"_s);
    row("fr,de;q=0.8,en;q=0.7", u"de"_s);
    row("en;q=0.5,de;q=0.7", u"de"_s);
    row("de,en", u"de"_s);
    row("en,de", u"en"_s);
    row("fr, it", u"en"_s);
    row("*", u"en"_s);
    row("de;q=0", u"en"_s);
    row("de;q=0,en;q=0", u"en"_s);
    row("de ; q=0.1 , en", u"en"_s);
    row("de; q=0.1, en; q=0.2", u"en"_s);
    row("de;Q=0.1,en;q=0.2", u"en"_s);
    row("en;q=0.1,de;q=nonsense", u"en"_s);
    row("en;q=0.1,de;q=nan", u"en"_s);
    row("en;q=0.1,de;q=-1", u"en"_s);
    row("deutsch", u"en"_s);
    row("d  e, en;q=0.1", u"en"_s);
    row(",,;q=1,-,;;", u"en"_s);
    row(QByteArray("fr,").repeated(9) + "de", u"de"_s);
    row(QByteArray("fr,").repeated(5'000) + "de", u"en"_s); // nobody likes so many
    row("\xff\xfe,de", u"de"_s);
}

void tst_Pages::language_isTheBestOfThoseOffered()
{
    QFETCH(QByteArray, accepted);
    QFETCH(QString, language);
    QCOMPARE(bestLanguage(accepted, {u"de"_s, u"en"_s}), language);
    QCOMPARE(bestLanguage(accepted, {u"en"_s, u"de"_s}), language);
    QCOMPARE(bestLanguage(accepted, {}), u"en"_s);
}

QTEST_GUILESS_MAIN(tst_Pages)
#include "tst_pages.moc"
