// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/accept.h"
#include "core/web/pages.h"
#include "core/web/settings.h"
#include "core/web/words.h"
#include "gui/board/resources.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryFile>
#include <QTest>
#include <QtEndian>

#include <algorithm>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Pages, their texts and what else browsers fetch.
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
    void text_isFilledInAsTheLanguageWritesIt();
    void page_isDeflatedForWhoTakesIt_data();
    void page_isDeflatedForWhoTakesIt();
    void asset_isServed_data();
    void asset_isServed();
    void asset_unchanged_isNotSentAgain();
    void asset_unknown_isNotFound();
    void asset_thatPagesNeed_exists();
    void palette_hasTheThemesColors();
    void theme_isThatOfTheWholePage_data();
    void theme_isThatOfTheWholePage();
    void colors_areInThePaletteOnly();
    void language_isTheBestOfThoseOffered_data();
    void language_isTheBestOfThoseOffered();
    void words_areUniqueAndUsed();
    void words_ofPagesAndScripts_exist();
    void words_forEveryReason_exist();
    void words_areTranslated();
    void translation_thatCannotBeRead_leavesEnglish();

private:
    static Settings settings(const QString &house = u"cellar"_s);
};

namespace {

Request requestWith(const QByteArray &header = {}, const QByteArray &value = {})
{
    Request request;
    request.method = "GET";
    if (!header.isEmpty())
        request.headers.add(header, value);
    return request;
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        qFatal("%s", qPrintable(path));
    return file.readAll();
}

/// Of resources/web.
QStringList filesLike(const QString &pattern)
{
    return QDir(QStringLiteral(KEG_SOURCE_DIR "/resources/web")).entryList({pattern}, QDir::Files);
}

QByteArray webFile(const QString &name)
{
    return contentsOf(QStringLiteral(KEG_SOURCE_DIR "/resources/web/") + name);
}

/// All that are captured by the expression's first group.
QSet<QString> captured(const QString &text, const QString &expression)
{
    QSet<QString> found;
    auto matches = QRegularExpression(expression).globalMatch(text);
    while (matches.hasNext())
        found.insert(matches.next().captured(1));
    return found;
}

QSet<QString> keys()
{
    QSet<QString> all;
    for (const Word &word : words())
        all.insert(QString::fromLatin1(word.key));
    return all;
}

/// Those that are filled in with other things than words.
const QSet<QString> &values()
{
    static const QSet<QString> All{u"lang"_s,       u"page"_s,      u"query"_s,   u"house"_s,
                                   u"user"_s,       u"role"_s,      u"message"_s, u"content"_s,
                                   u"themeColor"_s, u"staffPath"_s, u"typed"_s};
    return All;
}

/// The codes of all reasons that the sources give. None is made in another way than by its name.
QSet<QString> reasons()
{
    QSet<QString> found;
    QDirIterator files(QStringLiteral(KEG_SOURCE_DIR "/core"), {u"*.cpp"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = QString::fromUtf8(contentsOf(files.next()));
        found += captured(source, u"\\bReason(?: \\w+)?\\{\\s*([^\\s,}]*)"_s);
    }
    QSet<QString> codes;
    for (const QString &name : std::as_const(found)) {
        if (!name.startsWith(u'"') || !name.endsWith(u'"'))
            qFatal("no name of a reason: %s", qPrintable(name));
        codes.insert(name.sliced(1).chopped(1));
    }
    return codes;
}

QString scripts()
{
    QByteArray all;
    const QStringList files = filesLike(u"*.js"_s);
    for (const QString &file : files)
        all += webFile(file);
    return QString::fromUtf8(all);
}

/// What stands in the brackets of each call of the function, nested ones included.
QStringList argumentsOf(const QString &function, const QString &script)
{
    QStringList all;
    const QRegularExpression call(u"(?<![\\w.])%1\\("_s.arg(function));
    auto matches = call.globalMatch(script);
    while (matches.hasNext()) {
        const qsizetype from = matches.next().capturedEnd();
        qsizetype end = from;
        for (int depth = 1; depth > 0 && end < script.size(); ++end) {
            const QChar letter = script[end];
            depth += letter == u'(' || letter == u'{' || letter == u'[';
            depth -= letter == u')' || letter == u'}' || letter == u']';
            if (depth == 1 && letter == u',')
                break; // the key is the first one
        }
        all.append(script.mid(from, end - from));
    }
    return all;
}

/// With what qUncompress() wants before it.
QByteArray inflated(const QByteArray &bytes)
{
    QByteArray size(4, '\0');
    qToBigEndian<quint32>(quint32(bytes.size()) * 8, size.data());
    return qUncompress(size + bytes);
}

QJsonObject wordsOf(const Pages &pages, const QString &language)
{
    const Response response = pages.asset(u"words.%1.js"_s.arg(language), requestWith());
    const QByteArray start = "export default ";
    if (!response.body.startsWith(start) || !response.body.endsWith(";\n"))
        return {};
    return QJsonDocument::fromJson(response.body.sliced(start.size()).chopped(2)).object();
}

} // namespace

void tst_Pages::initTestCase()
{
    registerBoardFiles();
}

Settings tst_Pages::settings(const QString &house)
{
    Settings settings;
    settings.house = house;
    settings.themeFile = u":/themes/dark.json"_s;
    settings.translationFiles = {u":/translations/kegdisplay_de.qm"_s};
    return settings;
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
    const Pages pages(settings());
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
    const Pages pages(settings(name));
    const Pages harmless(settings(u"cellar"_s));
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
    const Pages pages(settings());
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
    const Pages pages(settings());
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
    const Pages pages(settings());
    QVERIFY(pages.render(u"login"_s, requestWith()).body.contains("role=\"alert\"></p>"));
    const QByteArray body = pages
                                .render(u"login"_s, requestWith(),
                                        {{"message", u"No, \"Anna\""_s}, {"typed", u"<anna\">"_s}})
                                .body;
    QVERIFY(body.contains("role=\"alert\">No, &quot;Anna&quot;</p>"));
    QVERIFY(body.contains("value=\"&lt;anna&quot;&gt;\""));
}

void tst_Pages::text_isFilledInAsTheLanguageWritesIt()
{
    const Pages pages(settings());
    const Request german = requestWith("Accept-Language", "de");
    QCOMPARE(pages.text("error_tap_exists", {u"7"_s}, german), u"Hahn 7 gibt es schon."_s);
    QCOMPARE(pages.text("error_csv_lines", {10'000}, requestWith()),
             u"The file has more than 10,000 lines. Divide it and import the parts."_s);
    QVERIFY(pages.text("error_out_of_range", {0.9, 1.25}, german).contains(u"0,9 bis 1,25"_s));
    QVERIFY(pages.text("error_account_exists", {u"%1<b>"_s}, german).contains(u"%1<b>"_s));
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
    const Pages pages(settings());
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

void tst_Pages::asset_isServed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("style") << u"base.css"_s << QByteArray("text/css; charset=utf-8");
    QTest::newRow("script") << u"api.js"_s << QByteArray("text/javascript; charset=utf-8");
    QTest::newRow("picture") << u"icon.svg"_s << QByteArray("image/svg+xml");
    QTest::newRow("palette") << u"palette.css"_s << QByteArray("text/css; charset=utf-8");
    QTest::newRow("words") << u"words.de.js"_s << QByteArray("text/javascript; charset=utf-8");
}

void tst_Pages::asset_isServed()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, type);
    const Response response = Pages(settings()).asset(name, requestWith());
    QCOMPARE(response.status, 200);
    QCOMPARE(response.headers.value("Content-Type"), type);
    QCOMPARE(response.headers.value("Cache-Control"), QByteArray("no-cache"));
    QVERIFY(!response.headers.value("ETag").isEmpty());
    if (QFile::exists(QStringLiteral(KEG_SOURCE_DIR "/resources/web/") + name))
        QVERIFY(response.body.endsWith(webFile(name)));
}

void tst_Pages::asset_unchanged_isNotSentAgain()
{
    const Pages pages(settings());
    const QByteArray tag = pages.asset(u"api.js"_s, requestWith()).headers.value("ETag");
    const Response again = pages.asset(u"api.js"_s, requestWith("If-None-Match", tag));
    QCOMPARE(again.status, 304);
    QVERIFY(again.body.isEmpty());
    QCOMPARE(again.headers.value("ETag"), tag);
    QCOMPARE(again.headers.value("Cache-Control"), QByteArray("no-cache"));
    QCOMPARE(pages.asset(u"api.js"_s, requestWith("If-None-Match", "\"other\"")).status, 200);
    QVERIFY(pages.asset(u"dom.js"_s, requestWith()).headers.value("ETag") != tag);
    const Pages restarted(settings());
    QCOMPARE(restarted.asset(u"api.js"_s, requestWith("If-None-Match", tag)).status, 304);
}

void tst_Pages::asset_unknown_isNotFound()
{
    const Pages pages(settings());
    for (const QString &name : {u""_s, u"nothing.js"_s, u"login.html"_s, u"layout.html"_s,
                                u"../themes/dark.json"_s, u"API.js"_s, u"words.xx.js"_s})
        QCOMPARE(pages.asset(name, requestWith()).status, 404);
}

void tst_Pages::asset_thatPagesNeed_exists()
{
    const Pages pages(settings());
    QString all = scripts();
    const QStringList files = filesLike(u"*.html"_s) + filesLike(u"*.css"_s);
    for (const QString &file : files)
        all += QString::fromUtf8(webFile(file));
    QSet<QString> needed = captured(all, u"/assets/([\\w.{}-]+)"_s);
    needed += captured(all, u"(?:from|import) \"\\./([\\w.-]+)\""_s);
    QVERIFY(needed.size() > 20);
    for (QString name : std::as_const(needed)) {
        name.replace("{{lang}}"_L1, "en"_L1);
        const QStringList pageScripts = name == u"{{page}}.js"_s
            ? QStringList{u"taps.js"_s,     u"beers.js"_s,   u"displays.js"_s,
                          u"dbmanage.js"_s, u"account.js"_s, u"users.js"_s}
            : QStringList{name};
        for (const QString &one : pageScripts) {
            if (one != u"words."_s) // a template of a script goes on
                QVERIFY2(pages.asset(one, requestWith()).status == 200, qPrintable(one));
        }
    }
}

void tst_Pages::palette_hasTheThemesColors()
{
    const QByteArray css = Pages(settings()).asset(u"palette.css"_s, requestWith()).body;
    const QJsonObject theme = QJsonDocument::fromJson(contentsOf(u":/themes/dark.json"_s)).object();
    const QByteArray own = css.left(css.indexOf('}') + 2);
    QCOMPARE(own.count("--"), theme.size());
    QVERIFY(own.contains("--background: " + theme[u"background"_s].toString().toLatin1() + ';'));
    QVERIFY(own.contains("--card-top: " + theme[u"cardTop"_s].toString().toLatin1() + ';'));
    QVERIFY(own.startsWith(":root {") && own.endsWith("}\n"));
    QCOMPARE(css.sliced(own.size()), webFile(u"palette.css"_s));
}

void tst_Pages::theme_isThatOfTheWholePage_data()
{
    QTest::addColumn<QByteArray>("background");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("scheme");
    QTest::newRow("dark") << QByteArray("#0d0f14") << QByteArray("#f3f4f7") << QByteArray("dark");
    QTest::newRow("light") << QByteArray("#fbf7ee") << QByteArray("#1b1a17") << QByteArray("light");
    QTest::newRow("blue") << QByteArray("#0000ff") << QByteArray("#ffff00") << QByteArray("dark");
}

void tst_Pages::theme_isThatOfTheWholePage()
{
    QFETCH(const QByteArray, background);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, scheme);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(R"({"background": ")" + background + R"(", "text": ")" + text + R"("})");
    file.close();
    Settings themed = settings();
    themed.themeFile = file.fileName();
    const Pages pages(themed);
    QVERIFY(pages.asset(u"palette.css"_s, requestWith())
                .body.contains("    color-scheme: " + scheme + ";\n"));
    for (const QString &page : {u"menu"_s, u"taps"_s, u"login"_s, u"setup"_s}) {
        QVERIFY(pages.render(page, requestWith())
                    .body.contains("name=\"theme-color\" content=\"" + background + '"'));
    }
}

/// They would be the same under every theme. Of the icons, and of a beer, that is so.
void tst_Pages::colors_areInThePaletteOnly()
{
    const QRegularExpression color(
        u"#[0-9a-f]{3,8}\\b(?!-)|\\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\\("
        "|:[^;{]*\\b(?:black|white|gr[ae]y|red|green|blue|yellow)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    QStringList files = filesLike(u"*.css"_s) + filesLike(u"*.html"_s) + filesLike(u"*.js"_s);
    QVERIFY(files.removeOne(u"palette.css"_s) && files.removeOne(u"beer_color.js"_s));
    for (const QString &file : std::as_const(files)) {
        const auto found = color.match(QString::fromUtf8(webFile(file)));
        QVERIFY2(!found.hasMatch(), qPrintable(file + u": "_s + found.captured()));
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

void tst_Pages::words_areUniqueAndUsed()
{
    QCOMPARE(keys().size(), qsizetype(words().size()));
    const QString script = scripts();
    QSet<QString> used = captured(script, u"\"(\\w+)\""_s);
    const QSet<QString> endings = captured(script, u"\\$\\{\\w+\\}([A-Z]\\w*)`"_s);
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files)
        used += captured(QString::fromUtf8(webFile(file)), u"\\{\\{(\\w+)\\}\\}"_s);
    used.insert(u"loginWrong"_s); // the log-in page's message
    for (const QString &code : reasons())
        used.insert(u"error_"_s + code);
    QStringList unused;
    for (const Word &word : words()) {
        const QString key = QString::fromLatin1(word.key);
        const auto isBuilt = [&](const QString &ending) {
            return key.endsWith(ending) && used.contains(key.chopped(ending.size()));
        };
        if (!used.contains(key) && !isBuilt(u"One"_s) && !isBuilt(u"Other"_s)
            && !std::ranges::any_of(endings, isBuilt))
            unused.append(key);
    }
    QCOMPARE(unused.join(u' '), QString());
}

/// A failure without its sentence would be told in English, or not at all.
void tst_Pages::words_forEveryReason_exist()
{
    const QSet<QString> all = reasons();
    QVERIFY2(all.size() > 70, qPrintable(QString::number(all.size())));
    QVERIFY(all.contains(u"account_exists"_s)); // of identity
    QVERIFY(all.contains(u"beer_named_otherwise"_s)); // of service
    QVERIFY(all.contains(u"path_unknown"_s)); // of web
    QStringList missing;
    for (const QString &code : all) {
        if (!keys().contains(u"error_"_s + code))
            missing.append(code);
    }
    QCOMPARE(missing.join(u' '), QString());
}

void tst_Pages::words_ofPagesAndScripts_exist()
{
    QSet<QString> wanted;
    const QStringList files = filesLike(u"*.html"_s);
    for (const QString &file : files)
        wanted += captured(QString::fromUtf8(webFile(file)), u"\\{\\{(\\w+)\\}\\}"_s);
    wanted -= values();
    const QString script = scripts();
    for (const QString &argument : argumentsOf(u"text"_s, script))
        wanted += captured(argument, u"(?<!= )\"(\\w+)\""_s);
    wanted += captured(script, u"\\b(?:label|hint|words): \"(\\w+)\""_s);
    for (const QString &argument : argumentsOf(u"plural"_s, script)) {
        const QSet<QString> stems = captured(argument, u"\"(\\w+)\""_s);
        for (const QString &stem : stems)
            wanted += QSet<QString>{stem + u"One"_s, stem + u"Other"_s};
    }
    QVERIFY(wanted.size() > 150);
    QStringList missing = (wanted - keys()).values();
    missing.sort();
    QCOMPARE(missing.join(u' '), QString());
}

/// With the same places to fill in.
void tst_Pages::words_areTranslated()
{
    const Pages pages(settings());
    const QJsonObject english = wordsOf(pages, u"en"_s);
    const QJsonObject german = wordsOf(pages, u"de"_s);
    QCOMPARE(english.size(), qsizetype(words().size()));
    QCOMPARE(german.keys(), english.keys());
    int same = 0;
    for (const QString &key : english.keys()) {
        const QString one = english[key].toString();
        const QString other = german[key].toString();
        QVERIFY2(!one.isEmpty() && !other.isEmpty(), qPrintable(key));
        QVERIFY2(captured(one, u"(%[1-9])"_s) == captured(other, u"(%[1-9])"_s), qPrintable(key));
        same += one == other;
    }
    QVERIFY2(same < english.size() / 5, qPrintable(QString::number(same)));
}

void tst_Pages::translation_thatCannotBeRead_leavesEnglish()
{
    Settings broken = settings();
    broken.translationFiles = {u":/translations/kegdisplay_xx.qm"_s, u":/themes/dark.json"_s};
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no web pages in \"?xx"_s));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"no web pages in"_s));
    const Pages pages(broken);
    QCOMPARE(pages.render(u"login"_s, requestWith("Accept-Language", "xx"))
                 .headers.value("Content-Language"),
             QByteArray("en"));
    QCOMPARE(pages.asset(u"words.xx.js"_s, requestWith()).status, 404);
}

QTEST_GUILESS_MAIN(tst_Pages)
#include "tst_pages.moc"
