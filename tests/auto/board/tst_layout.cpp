// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/layout.h"
#include "tests/auto/board/boards.h"

#include <QTest>

using namespace keg;

class tst_Layout : public QObject
{
    Q_OBJECT

private slots:
    void layoutBoard_anySizeAndCount_cardsStayApartInside();
    void layoutBoard_landscape_takesTheGridOfTheDesign_data();
    void layoutBoard_landscape_takesTheGridOfTheDesign();
    void layoutBoard_portrait_takesOneColumnThenTwo();
    void layoutBoard_manyTaps_makesAListWhereTypeAllows();
    void layoutBoard_betweenGridAndList_makesEvenPages();
    void layoutBoard_fullRows_haveNoHoles();
    void layoutBoard_farAway_pagesInsteadOfShrinking();
    void layoutBoard_code_anySizeAndCount_isApartFromAll_data();
    void layoutBoard_code_anySizeAndCount_isApartFromAll();
    void layoutBoard_code_isInTheSameCornerAlways();
    void layoutBoard_code_takesNoPageWhereCardsFit();
    void layoutBoard_code_growsWithTheDistance();
    void layoutBoard_codeTooFineForTheScreen_isLeftOut();
    void typeFloor_knownScreen_followsCapHeight();
};

namespace {

// Modules a side: of a short address, of one of 100 characters, of the longest.
constexpr int ShortCode = 25;
constexpr int LongCode = 37;
constexpr int LongestCode = 53;

QRect safePart(const QSize &size)
{
    const int x = size.width() * 25 / 1000;
    const int y = size.height() * 25 / 1000;
    return QRect({0, 0}, size).adjusted(x, y, -x, -y);
}

QByteArray nameOf(const QSize &size)
{
    return QByteArray::number(size.width()) + 'x' + QByteArray::number(size.height());
}

} // namespace

void tst_Layout::layoutBoard_anySizeAndCount_cardsStayApartInside()
{
    for (const QSize &size : test::screenSizes()) {
        const QRect safe = QRect({0, 0}, size)
                               .adjusted(size.width() * 25 / 1000, size.height() * 25 / 1000,
                                         -size.width() * 25 / 1000, -size.height() * 25 / 1000);
        for (int taps = 0; taps <= 60; ++taps) {
            const BoardLayout layout = layoutBoard({size}, taps);
            const QByteArray where = QByteArray::number(size.width()) + 'x'
                + QByteArray::number(size.height()) + ' ' + QByteArray::number(taps);
            QVERIFY2(safe.contains(layout.header), where);
            int seen = 0;
            for (int page = 0; page < layout.pageCount; ++page) {
                QList<QRect> cards{layout.header};
                for (int i = 0; i < layout.tapsOnPage(page); ++i) {
                    const int tap = layout.firstTap(page) + i;
                    QCOMPARE(layout.pageOf(tap), page);
                    const QRect card = layout.cardRect(tap);
                    QVERIFY2(card.isValid() && safe.contains(card), where);
                    for (const QRect &other : std::as_const(cards))
                        QVERIFY2(!card.intersects(other), where);
                    cards.append(card);
                    ++seen;
                }
            }
            QCOMPARE(seen, taps);
        }
    }
}

void tst_Layout::layoutBoard_landscape_takesTheGridOfTheDesign_data()
{
    QTest::addColumn<int>("taps");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    const auto row = [](int taps, int columns, int rows) {
        QTest::addRow("%d taps", taps) << taps << columns << rows;
    };
    row(1, 1, 1);
    row(2, 2, 1);
    row(3, 3, 1);
    row(4, 2, 2);
    row(5, 3, 2);
    row(6, 3, 2);
    row(7, 4, 2);
    row(8, 4, 2);
    row(9, 4, 3);
    row(12, 4, 3);
}

void tst_Layout::layoutBoard_landscape_takesTheGridOfTheDesign()
{
    QFETCH(const int, taps);
    for (const QSize &size : test::screenSizes()) {
        if (size.height() > size.width())
            continue;
        const BoardLayout layout = layoutBoard({size}, taps);
        QCOMPARE(layout.kind, BoardLayout::Kind::Cards);
        QCOMPARE(layout.pageCount, 1);
        QTEST(layout.columns, "columns");
        QTEST(layout.rows, "rows");
    }
}

void tst_Layout::layoutBoard_portrait_takesOneColumnThenTwo()
{
    for (int taps = 1; taps <= 12; ++taps) {
        const BoardLayout layout = layoutBoard({QSize(1080, 1920)}, taps);
        QCOMPARE(layout.pageCount, 1);
        QCOMPARE(layout.columns, taps <= 6 ? 1 : 2);
        QCOMPARE(layout.rows, taps <= 6 ? taps : (taps + 1) / 2);
    }
}

void tst_Layout::layoutBoard_manyTaps_makesAListWhereTypeAllows()
{
    const BoardLayout some = layoutBoard({QSize(1920, 1080)}, 24);
    QCOMPARE(some.kind, BoardLayout::Kind::List);
    QCOMPARE(some.pageCount, 1);
    QCOMPARE(some.columns, 3);
    QVERIFY(some.type.name > some.type.style);
    QCOMPARE(layoutBoard({QSize(1920, 1080)}, 60).pageCount, 1);
    QCOMPARE(layoutBoard({QSize(1080, 1920)}, 60).pageCount, 2);
    // Down the column: the second tap is below the first.
    QCOMPARE(some.cardRect(1).left(), some.cardRect(0).left());
    QVERIFY(some.cardRect(1).top() > some.cardRect(0).top());
}

void tst_Layout::layoutBoard_betweenGridAndList_makesEvenPages()
{
    const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, 13);
    QCOMPARE(layout.pageCount, 2);
    QCOMPARE(layout.tapsOnPage(0), 7);
    QCOMPARE(layout.tapsOnPage(1), 6);
    QCOMPARE(layout.firstTap(1), 7);
    QCOMPARE(layout.firstTap(2), 13);
}

void tst_Layout::layoutBoard_fullRows_haveNoHoles()
{
    // Five taps: the two of the lower row share its whole width.
    const BoardLayout layout = layoutBoard({QSize(1920, 1080)}, 5);
    QCOMPARE(layout.cardRect(3).left(), layout.body.left());
    QCOMPARE(layout.cardRect(4).right(), layout.body.right());
    QCOMPARE(layout.cardRect(2).right(), layout.body.right());
    QCOMPARE(layout.cardRect(4).bottom(), layout.body.bottom());
}

void tst_Layout::layoutBoard_farAway_pagesInsteadOfShrinking()
{
    const Screen far{QSize(1920, 1080), 1092, 9};
    const BoardLayout layout = layoutBoard(far, 12);
    QVERIFY(layout.pageCount > 1);
    QVERIFY(layout.type.floor > layoutBoard({far.size}, 12).type.floor);
    for (const int size : {layout.type.title, layout.type.name, layout.type.abv, layout.type.style,
                           layout.type.description})
        QVERIFY(size >= layout.type.floor);
    // So far that no grid is large enough: one tap a page.
    QCOMPARE(layoutBoard({far.size, 200, 20}, 30).pageCount, 30);
}

void tst_Layout::layoutBoard_code_anySizeAndCount_isApartFromAll_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("code");
    for (const QSize &size : test::screenSizes()) {
        for (const int code : {ShortCode, LongCode, LongestCode})
            QTest::addRow("%d at %s", code, nameOf(size).constData()) << size << code;
    }
}

void tst_Layout::layoutBoard_code_anySizeAndCount_isApartFromAll()
{
    QFETCH(const QSize, size);
    QFETCH(const int, code);
    for (int taps = 0; taps <= 60; ++taps) {
        const BoardLayout layout = layoutBoard({size}, taps, code);
        if (layout.code.panel.isEmpty()) {
            QVERIFY(code == LongestCode && std::min(size.width(), size.height()) <= 600);
            QCOMPARE(layout, layoutBoard({size}, taps));
            continue;
        }
        const CodePlace &place = layout.code;
        const QByteArray where = QByteArray::number(taps) + " taps";
        QVERIFY2(place.module >= 3, where);
        QCOMPARE(place.square.size(), QSize(code + 8, code + 8) * place.module);
        QVERIFY(place.square.width() <= 0.3 * std::min(size.width(), size.height()));
        QVERIFY2(safePart(size).contains(place.panel), where);
        QVERIFY2(place.panel.contains(place.square) && place.panel.contains(place.caption), where);
        QVERIFY2(!place.square.intersects(place.caption), where);
        QVERIFY2(place.caption.height() >= 1.3 * layout.type.floor, where);
        QVERIFY2(!place.panel.intersects(layout.header), where);
        if (layout.kind == BoardLayout::Kind::Empty)
            QVERIFY2(!place.panel.intersects(layout.body), where);
        for (int tap = 0; tap < taps; ++tap) {
            const QRect card = layout.cardRect(tap);
            QVERIFY2(card.isValid() && safePart(size).contains(card), where);
            QVERIFY2(!card.intersects(place.panel), where);
            QVERIFY2(!card.intersects(layout.header), where);
            for (int other = layout.firstTap(layout.pageOf(tap)); other < tap; ++other)
                QVERIFY2(!card.intersects(layout.cardRect(other)), where);
        }
    }
}

void tst_Layout::layoutBoard_code_isInTheSameCornerAlways()
{
    for (const QSize &size : test::screenSizes()) {
        const QRect square = layoutBoard({size}, 0, ShortCode).code.square;
        QCOMPARE(square.bottomRight(), layoutBoard({size}, 0).body.bottomRight());
        for (int taps = 1; taps <= 60; ++taps)
            QCOMPARE(layoutBoard({size}, taps, ShortCode).code.square, square);
    }
}

void tst_Layout::layoutBoard_code_takesNoPageWhereCardsFit()
{
    for (const QSize &size : test::screenSizes()) {
        for (int taps = 1; taps <= 60; ++taps) {
            const BoardLayout with = layoutBoard({size}, taps, ShortCode);
            const BoardLayout without = layoutBoard({size}, taps);
            if (without.kind == BoardLayout::Kind::List) { // pages as with a few taps more
                QVERIFY(with.pageCount <= layoutBoard({size}, taps + 8).pageCount);
                continue;
            }
            QCOMPARE(with.pageCount, without.pageCount);
            QCOMPARE(with.columns, without.columns);
            QCOMPARE(with.rows, without.rows);
        }
    }
}

void tst_Layout::layoutBoard_code_growsWithTheDistance()
{
    int last = 0;
    for (const double metres : {4.0, 6.0, 8.0}) {
        const BoardLayout layout = layoutBoard({QSize(1920, 1080), 1092, metres}, 6, ShortCode);
        QVERIFY(layout.code.module > last);
        last = layout.code.module;
    }
}

void tst_Layout::layoutBoard_codeTooFineForTheScreen_isLeftOut()
{
    const auto isLeftOut = [](const Screen &screen, int taps, int code) {
        return layoutBoard(screen, taps, code) == layoutBoard(screen, taps);
    };
    for (const int taps : {0, 1, 5, 13, 24}) {
        for (const QSize &size : {QSize(0, 0), QSize(1, 1), QSize(120, 120), QSize(3, 900),
                                  QSize(2000, 9), QSize(320, 240)})
            QVERIFY2(isLeftOut({size}, taps, ShortCode), nameOf(size));
        QVERIFY(isLeftOut({QSize(800, 480)}, taps, LongestCode));
        QVERIFY(!isLeftOut({QSize(1280, 720)}, taps, LongestCode));
        QVERIFY(isLeftOut({QSize(1920, 1080)}, taps, 177)); // the largest that there are
    }
    // So far that no card has room as it is.
    QVERIFY(isLeftOut({QSize(1920, 1080), 200, 20}, 30, ShortCode));
}

void tst_Layout::typeFloor_knownScreen_followsCapHeight()
{
    QCOMPARE(typeFloor({QSize(1920, 1080)}), 24); // 2.2 %
    QCOMPARE(typeFloor({QSize(1080, 1920)}), 24); // the same screen, turned
    // 43 inches, 4 m: 1.7 mm a metre is 19.6 px, less than 2.2 %; at 8 m it is 39.2 px.
    QCOMPARE(typeFloor({QSize(1920, 1080), 1092, 4}), 24);
    QCOMPARE(typeFloor({QSize(1920, 1080), 1092, 8}), 40);
    QCOMPARE(typeFloor({QSize(1080, 1920), 1092, 8}), 40);
}

QTEST_GUILESS_MAIN(tst_Layout)
#include "tst_layout.moc"
