// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/srm.h"
#include "gui/board/render.h"
#include "gui/board/resources.h"
#include "gui/board/theme.h"
#include "tests/auto/board/boards.h"
#include "tests/support/qr_reader.h"

#include <QBuffer>
#include <QJsonObject>
#include <QTest>

using namespace keg;

class tst_Render : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void renderBoard_sameData_givesSameBytes();
    void renderBoard_anyBoard_isReadable_data();
    void renderBoard_anyBoard_isReadable();
    void renderBoard_glass_hasTheBeersColour();
    void renderBoard_darkBeer_standsOut();
    void renderBoard_vacantTap_leavesNoHole();
    void renderBoard_layout_listsTextsAndPictures();
    void renderBoard_contrast_isThatOfTheWorstPixel();
    void renderBoard_longName_saysThatItIsShortened();
    void renderBoard_emptyBoard_isOneSentence_data();
    void renderBoard_emptyBoard_isOneSentence();
    void renderBoard_pages_differ();
    void renderBoard_menu_isReadByAnotherProgram_data();
    void renderBoard_menu_isReadByAnotherProgram();
    void renderBoard_menu_isListed();
    void renderBoard_impossible_isRefused_data();
    void renderBoard_impossible_isRefused();
};

namespace {

QJsonObject find(const QJsonArray &layout, const char *role, int tap)
{
    for (const auto &value : layout) {
        QJsonObject item = value.toObject();
        if (item[u"role"] == QLatin1String(role) && item[u"tap"] == tap)
            return item;
    }
    return {};
}

QRect rectOf(const QJsonObject &item)
{
    const QJsonArray rect = item[u"rect"].toArray();
    return {rect[0].toInt(), rect[1].toInt(), rect[2].toInt(), rect[3].toInt()};
}

RenderedBoard rendered(const Board &board, const RenderOptions &options = {})
{
    auto result = renderBoard(board, {}, options);
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    return std::move(result).value();
}

} // namespace

void tst_Render::initTestCase()
{
    initBoardResources();
}

void tst_Render::init()
{
    QVERIFY(installLanguage(QStringLiteral("en")));
}

void tst_Render::renderBoard_sameData_givesSameBytes()
{
    for (const int taps : {0, 5, 24}) {
        const Board board = test::boardOf(test::nastyBeers(), taps);
        const RenderedBoard once = rendered(board);
        const RenderedBoard twice = rendered(board);
        QCOMPARE(once.image, twice.image);
        QCOMPARE(once.layout, twice.layout);
    }
}

void tst_Render::renderBoard_anyBoard_isReadable_data()
{
    QTest::addColumn<int>("taps");
    QTest::addColumn<QSize>("size");
    for (const int taps : {0, 1, 3, 5, 12, 24}) {
        for (const QSize &size : {QSize(800, 480), QSize(1920, 1080), QSize(1080, 1920)})
            QTest::addRow("%d at %dx%d", taps, size.width(), size.height()) << taps << size;
    }
}

void tst_Render::renderBoard_anyBoard_isReadable()
{
    QFETCH(const int, taps);
    QFETCH(const QSize, size);
    Board board = test::boardOf(test::nastyBeers(), taps);
    for (int i = 3; i < taps; i += 4)
        board.taps[i].beer.reset();
    board.menuUrl = QStringLiteral("http://192.168.100.20:8080/");
    RenderOptions options;
    options.size = size;
    const Freshness old{false, {}};
    const auto result = renderBoard(board, old, options);
    QVERIFY(result);
    QCOMPARE(result->image.size(), size);
    for (const auto &value : result->layout) {
        const QJsonObject item = value.toObject();
        const QByteArray what
            = item[u"role"].toString().toUtf8() + ' ' + QByteArray::number(item[u"tap"].toInt());
        QVERIFY2(result->image.rect().contains(rectOf(item)), what);
        if (item[u"kind"] == QStringLiteral("area"))
            continue;
        QVERIFY2(item[u"contrast"].toDouble() >= 7.0, what);
        QVERIFY2(item[u"pixelSize"].toInt() >= std::min(size.width(), size.height()) * 0.022, what);
    }
}

void tst_Render::renderBoard_glass_hasTheBeersColour()
{
    const char *styles[] = {"Stout", "Tripel", "Hefeweizen", "Pilsner", "Märzen"};
    Board board;
    QList<double> colors{1, 8, 18, 30, 40};
    for (int i = 0; i < 5; ++i)
        board.taps.append({i + 1, test::beer(i, "x", styles[i], "", "", {}, colors.at(i))});
    const RenderedBoard picture = rendered(board);
    for (int tap = 1; tap <= 5; ++tap) {
        const QJsonObject glass = find(picture.layout, "glass", tap);
        const QColor expected = QColor::fromRgb(beerColor(colors.at(tap - 1)));
        QCOMPARE(glass[u"color"].toString(), expected.name());
        // The middle of the beer; a mug's is left of its handle.
        const QRect rect = rectOf(glass);
        const int middle = rect.center().x() - (tap == 5 ? rect.height() * 85 / 1000 : 0);
        QCOMPARE(picture.image.pixelColor(middle, rect.top() + rect.height() * 48 / 100), expected);
    }
    // No colour known: amber.
    const RenderedBoard unknown = rendered(test::boardOf({test::beer(1, "x")}, 1));
    QCOMPARE(find(unknown.layout, "glass", 1)[u"color"].toString(),
             QColor::fromRgb(beerColor({})).name());
}

void tst_Render::renderBoard_darkBeer_standsOut()
{
    const RenderedBoard picture
        = rendered(test::boardOf({test::beer(1, "x", "Stout", "", "", {}, 40)}, 6));
    const QRect glass = rectOf(find(picture.layout, "glass", 1));
    const int y = glass.center().y();
    const QColor beer = picture.image.pixelColor(glass.center().x(), y);
    double rim = 0;
    for (int x = glass.left(); x < glass.center().x(); ++x)
        rim = std::max(rim, contrastRatio(picture.image.pixelColor(x, y), beer));
    QVERIFY2(rim >= 4.5, qPrintable(QString::number(rim)));
    // The light around the glass is brighter than the card far from it.
    const QRect card = rectOf(find(picture.layout, "card", 1));
    const QColor around = picture.image.pixelColor(glass.left() - 3, y);
    const QColor away = picture.image.pixelColor(card.right() - 10, y);
    QVERIFY(around.lightness() > away.lightness());
}

void tst_Render::renderBoard_vacantTap_leavesNoHole()
{
    Board board = test::boardOf({test::plainBeer()}, 4);
    board.taps[2].beer.reset();
    const RenderedBoard picture = rendered(board);
    QCOMPARE(find(picture.layout, "vacant", 3)[u"shown"].toString(), QStringLiteral("Back soon"));
    QVERIFY(find(picture.layout, "glass", 3)[u"color"].isNull());
    QCOMPARE(find(picture.layout, "number", 3)[u"text"].toString(), QStringLiteral("3"));
}

void tst_Render::renderBoard_layout_listsTextsAndPictures()
{
    const RenderedBoard picture = rendered(test::boardOf({test::plainBeer()}, 2));
    const QJsonObject name = find(picture.layout, "name", 2);
    QCOMPARE(name[u"kind"].toString(), QStringLiteral("text"));
    QCOMPARE(name[u"text"].toString(), QStringLiteral("Night Shift"));
    QCOMPARE(name[u"shown"].toString(), QStringLiteral("Night Shift"));
    QCOMPARE(name[u"lines"].toInt(), 1);
    QCOMPARE(name[u"color"].toString(), QStringLiteral("#f3f4f7"));
    QCOMPARE(name[u"shortened"].toBool(), false);
    QVERIFY(name[u"contrast"].toDouble() > 7);
    // What is listed is there: the letters' colour is in its rectangle.
    const QRect rect = rectOf(name);
    bool seen = false;
    for (int x = rect.left(); x <= rect.right(); ++x)
        seen = seen || picture.image.pixelColor(x, rect.center().y()) == QColor(0xf3, 0xf4, 0xf7);
    QVERIFY(seen);
    QVERIFY(rectOf(find(picture.layout, "card", 2)).contains(rect));
    QCOMPARE(find(picture.layout, "glass", 2)[u"kind"].toString(), QStringLiteral("picture"));
}

void tst_Render::renderBoard_contrast_isThatOfTheWorstPixel()
{
    // The corners of a text's rectangle have no letters, but different light: here the glass is
    // at the right.
    QVERIFY(installLanguage(QStringLiteral("he")));
    const RenderedBoard picture = rendered(test::boardOf({test::plainBeer()}, 6));
    for (const auto &value : picture.layout) {
        const QJsonObject text = value.toObject();
        if (text[u"kind"] != QStringLiteral("text"))
            continue;
        const QRect rect = rectOf(text);
        const QColor color(text[u"color"].toString());
        for (const QPoint &corner : {rect.topLeft(), rect.topRight(), rect.bottomLeft()}) {
            const double here = contrastRatio(picture.image.pixelColor(corner), color);
            QVERIFY2(text[u"contrast"].toDouble() <= here + 0.01,
                     qPrintable(text[u"role"].toString()));
        }
    }
}

void tst_Render::renderBoard_longName_saysThatItIsShortened()
{
    const RenderedBoard picture
        = rendered(test::boardOf({test::beer(1, QByteArray(200, 'W'))}, 12));
    const QJsonObject name = find(picture.layout, "name", 1);
    QVERIFY(name[u"shortened"].toBool());
    QCOMPARE(name[u"text"].toString().size(), 200);
    QVERIFY(name[u"shown"].toString().endsWith(QChar(0x2026)));
}

void tst_Render::renderBoard_emptyBoard_isOneSentence_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("en") << QStringLiteral(
        "en") << QStringLiteral("Nothing on tap just yet, but the first keg is on its way.");
    QTest::newRow("de") << QStringLiteral("de")
                        << QStringLiteral("Noch läuft nichts, aber das erste Fass ist unterwegs.");
}

void tst_Render::renderBoard_emptyBoard_isOneSentence()
{
    QFETCH(const QString, language);
    QVERIFY(installLanguage(language));
    const RenderedBoard picture = rendered({});
    QTEST(find(picture.layout, "sentence", 0)[u"text"].toString(), "sentence");
    QCOMPARE(picture.pageCount, 1);
}

void tst_Render::renderBoard_pages_differ()
{
    RenderOptions options;
    const Board board = test::boardOf({test::plainBeer()}, 13);
    const RenderedBoard first = rendered(board, options);
    QCOMPARE(first.pageCount, 2);
    QVERIFY(!find(first.layout, "name", 7).isEmpty() && find(first.layout, "name", 8).isEmpty());
    options.page = 2;
    const RenderedBoard second = rendered(board, options);
    QVERIFY(find(second.layout, "name", 7).isEmpty() && !find(second.layout, "name", 13).isEmpty());
    QVERIFY(first.image != second.image);
}

void tst_Render::renderBoard_menu_isReadByAnotherProgram_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("taps");
    QTest::addColumn<QString>("language");
    const QString url = QStringLiteral("http://192.168.100.20:8080/");
    const QString english = QStringLiteral("en");
    for (const QSize &size : test::screenSizes()) {
        for (const int taps : {0, 1, 5, 12, 60}) {
            QTest::addRow("%d taps at %dx%d", taps, size.width(), size.height())
                << url << size << taps << english;
        }
    }
    const QString longest = QStringLiteral("https://bar.example/") + QString(180, u'm');
    QTest::newRow("the longest") << longest << QSize(1280, 720) << 8 << english;
    QTest::newRow("a hundred") << longest.left(100) << QSize(800, 480) << 8 << english;
    QTest::newRow("right to left") << url << QSize(800, 480) << 5 << QStringLiteral("he");
    QTest::newRow("UTF-8") << QStringLiteral("http://bräu.example/🍺") << QSize(1024, 600) << 5
                           << english;
}

void tst_Render::renderBoard_menu_isReadByAnotherProgram()
{
    QFETCH(const QString, url);
    QFETCH(const int, taps);
    QFETCH(const QString, language);
    QVERIFY(installLanguage(language));
    Board board = test::boardOf(test::nastyBeers(), taps);
    board.menuUrl = url;
    RenderOptions options;
    QFETCH(const QSize, size);
    options.size = size;
    QBuffer png;
    QVERIFY(png.open(QIODevice::WriteOnly));
    QVERIFY(rendered(board, options).image.save(&png, "PNG"));
    QCOMPARE(test::qrTextIn(png.data()), url);
}

void tst_Render::renderBoard_menu_isListed()
{
    Board board = test::boardOf({test::plainBeer()}, 5);
    QVERIFY(find(rendered(board).layout, "menuCode", 0).isEmpty());
    board.menuUrl = QStringLiteral("http://10.0.0.5/");
    const RenderedBoard picture = rendered(board);
    const QJsonObject code = find(picture.layout, "menuCode", 0);
    QCOMPARE(code[u"kind"].toString(), QStringLiteral("picture"));
    QCOMPARE(code[u"text"].toString(), board.menuUrl);
    QCOMPARE(code[u"contrast"].toDouble(), 21.0);
    const QRect rect = rectOf(code);
    const int module = code[u"moduleSize"].toInt();
    QCOMPARE(rect.width(), (21 + 8) * module);
    QCOMPARE(picture.image.pixelColor(rect.topLeft()), QColor(Qt::white));
    QCOMPARE(picture.image.pixelColor(rect.topLeft() + QPoint(1, 1) * 4 * module),
             QColor(Qt::black));
    QCOMPARE(find(picture.layout, "menuCaption", 0)[u"shown"].toString(),
             QStringLiteral("Our menu"));
}

void tst_Render::renderBoard_impossible_isRefused_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("page");
    QTest::addColumn<QString>("theme");
    QTest::addColumn<ErrorCode>("code");
    const QString dark = QStringLiteral("dark");
    QTest::newRow("page 0") << QSize(800, 480) << 0 << dark << ErrorCode::NotFound;
    QTest::newRow("page 2") << QSize(800, 480) << 2 << dark << ErrorCode::NotFound;
    QTest::newRow("no size") << QSize() << 1 << dark << ErrorCode::Usage;
    QTest::newRow("flat") << QSize(800, 10) << 1 << dark << ErrorCode::Usage;
    QTest::newRow("huge") << QSize(100'000, 100'000) << 1 << dark << ErrorCode::Usage;
    QTest::newRow("theme") << QSize(800, 480) << 1 << QStringLiteral("x") << ErrorCode::Usage;
}

void tst_Render::renderBoard_impossible_isRefused()
{
    RenderOptions options;
    QFETCH(const QSize, size);
    QFETCH(const int, page);
    QFETCH(const QString, theme);
    options.size = size;
    options.page = page;
    options.theme = theme;
    const auto result = renderBoard(test::boardOf({test::plainBeer()}, 1), {}, options);
    QVERIFY(!result);
    QTEST(result.error().code, "code");
    QVERIFY(!result.error().message.isEmpty());
}

QTEST_MAIN(tst_Render)
#include "tst_render.moc"
