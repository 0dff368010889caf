// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/pages.h"
#include "gui/board/resources.h"
#include "tests/support/web/web_files.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryFile>
#include <QTest>

using namespace keg;
using namespace keg::test;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// What else browsers fetch: scripts, colours, pictures.
class tst_Assets : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void asset_isServed_data();
    void asset_isServed();
    void asset_unchanged_isNotSentAgain();
    void asset_unknown_isNotFound();
    void asset_thatPagesNeed_exists();
    void palette_hasTheThemesColors();
    void theme_isThatOfTheWholePage_data();
    void theme_isThatOfTheWholePage();
    void colors_areInThePaletteOnly();
};

namespace {

QString scripts()
{
    QByteArray all;
    const QStringList files = filesLike(u"*.js"_s);
    for (const QString &file : files)
        all += webFile(file);
    return QString::fromUtf8(all);
}

} // namespace

void tst_Assets::initTestCase()
{
    registerBoardFiles();
}

void tst_Assets::asset_isServed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("type");
    QTest::newRow("style") << u"base.css"_s << QByteArray("text/css; charset=utf-8");
    QTest::newRow("script") << u"api.js"_s << QByteArray("text/javascript; charset=utf-8");
    QTest::newRow("picture") << u"icon.svg"_s << QByteArray("image/svg+xml");
    QTest::newRow("palette") << u"palette.css"_s << QByteArray("text/css; charset=utf-8");
    QTest::newRow("words") << u"words.de.js"_s << QByteArray("text/javascript; charset=utf-8");
}

void tst_Assets::asset_isServed()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, type);
    const Response response = Pages(pageSettings()).asset(name, requestWith());
    QCOMPARE(response.status, 200);
    QCOMPARE(response.headers.value("Content-Type"), type);
    QCOMPARE(response.headers.value("Cache-Control"), QByteArray("no-cache"));
    QVERIFY(!response.headers.value("ETag").isEmpty());
    if (QFile::exists(QStringLiteral(KEG_SOURCE_DIR "/resources/web/") + name))
        QVERIFY(response.body.endsWith(webFile(name)));
}

void tst_Assets::asset_unchanged_isNotSentAgain()
{
    const Pages pages(pageSettings());
    const QByteArray tag = pages.asset(u"api.js"_s, requestWith()).headers.value("ETag");
    const Response again = pages.asset(u"api.js"_s, requestWith("If-None-Match", tag));
    QCOMPARE(again.status, 304);
    for (const QByteArray &known : {"\"other\", " + tag, tag.mid(2), QByteArray("*")})
        QCOMPARE(pages.asset(u"api.js"_s, requestWith("If-None-Match", known)).status, 304);
    QVERIFY(again.body.isEmpty());
    QCOMPARE(again.headers.value("ETag"), tag);
    QCOMPARE(again.headers.value("Cache-Control"), QByteArray("no-cache"));
    QCOMPARE(pages.asset(u"api.js"_s, requestWith("If-None-Match", "\"other\"")).status, 200);
    QVERIFY(pages.asset(u"dom.js"_s, requestWith()).headers.value("ETag") != tag);
    const Pages restarted(pageSettings());
    QCOMPARE(restarted.asset(u"api.js"_s, requestWith("If-None-Match", tag)).status, 304);
}

void tst_Assets::asset_unknown_isNotFound()
{
    const Pages pages(pageSettings());
    for (const QString &name : {u""_s, u"nothing.js"_s, u"login.html"_s, u"layout.html"_s,
                                u"../themes/dark.json"_s, u"API.js"_s, u"words.xx.js"_s})
        QCOMPARE(pages.asset(name, requestWith()).status, 404);
}

void tst_Assets::asset_thatPagesNeed_exists()
{
    const Pages pages(pageSettings());
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

void tst_Assets::palette_hasTheThemesColors()
{
    const QByteArray css = Pages(pageSettings()).asset(u"palette.css"_s, requestWith()).body;
    const QJsonObject theme = QJsonDocument::fromJson(contentsOf(u":/themes/dark.json"_s)).object();
    const QByteArray own = css.left(css.indexOf('}') + 2);
    QCOMPARE(own.count("--"), theme.size());
    QVERIFY(own.contains("--background: " + theme[u"background"_s].toString().toLatin1() + ';'));
    QVERIFY(own.contains("--card-top: " + theme[u"cardTop"_s].toString().toLatin1() + ';'));
    QVERIFY(own.startsWith(":root {") && own.endsWith("}\n"));
    QCOMPARE(css.sliced(own.size()), webFile(u"palette.css"_s));
}

void tst_Assets::theme_isThatOfTheWholePage_data()
{
    QTest::addColumn<QByteArray>("background");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("scheme");
    QTest::newRow("dark") << QByteArray("#0d0f14") << QByteArray("#f3f4f7") << QByteArray("dark");
    QTest::newRow("light") << QByteArray("#fbf7ee") << QByteArray("#1b1a17") << QByteArray("light");
    QTest::newRow("blue") << QByteArray("#0000ff") << QByteArray("#ffff00") << QByteArray("dark");
}

void tst_Assets::theme_isThatOfTheWholePage()
{
    QFETCH(const QByteArray, background);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, scheme);
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(R"({"background": ")" + background + R"(", "text": ")" + text + R"("})");
    file.close();
    Settings themed = pageSettings();
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
void tst_Assets::colors_areInThePaletteOnly()
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

QTEST_GUILESS_MAIN(tst_Assets)
#include "tst_assets.moc"
