// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/resources.h"
#include "gui/board/textfit.h"

#include <QTest>

using namespace keg;

class tst_TextFit : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void fitText_short_keepsSizeAndLine();
    void fitText_longer_takesLinesBeforeShrinking();
    void fitText_tooLong_shrinksToTheFloor();
    void fitText_farTooLong_endsWithAnEllipsisAtTheFloor();
    void fitText_longWord_isHyphenatedOnlyAtTheFloor();
    void fitText_apostrophe_isNoPlaceToBreak();
    void fitText_twoLines_areBalanced();
    void fitText_noRoom_hasNoLines();
    void fitText_rightToLeft_isMarkedAndFits();
    void fitText_oddSpaces_areOne();
    void fitText_everyLine_fitsItsRoom_data();
    void fitText_everyLine_fitsItsRoom();
};

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

constexpr TextStyle Name{Face::Display, 48, 24, 2};

} // namespace

void tst_TextFit::initTestCase()
{
    initBoardResources();
}

void tst_TextFit::fitText_short_keepsSizeAndLine()
{
    const FittedText fitted = fitText(text("Porter"), Name, {400, 400});
    QCOMPARE(fitted.pixelSize, 48);
    QCOMPARE(fitted.lines.size(), 1);
    QCOMPARE(fitted.lines.constFirst().text, text("Porter"));
    QVERIFY(!fitted.isShortened);
}

void tst_TextFit::fitText_longer_takesLinesBeforeShrinking()
{
    const FittedText fitted = fitText(text("Harbour Pilsner"), Name, {280, 400});
    QCOMPARE(fitted.pixelSize, 48);
    QCOMPARE(fitted.lines.size(), 2);
}

void tst_TextFit::fitText_tooLong_shrinksToTheFloor()
{
    const FittedText fitted = fitText(text("Bourbon Barrel Aged Imperial Stout"), Name, {280, 400});
    QVERIFY(fitted.pixelSize < 48);
    QVERIFY(fitted.pixelSize >= 24);
    QCOMPARE(fitted.lines.size(), 2);
    QVERIFY(!fitted.isShortened);
}

void tst_TextFit::fitText_farTooLong_endsWithAnEllipsisAtTheFloor()
{
    const FittedText fitted = fitText(text("one two three ").repeated(20), Name, {280, 400});
    QCOMPARE(fitted.pixelSize, 24);
    QCOMPARE(fitted.lines.size(), 2);
    QVERIFY(fitted.isShortened);
    QVERIFY(fitted.lines.constLast().text.endsWith(QChar(0x2026)));
}

void tst_TextFit::fitText_longWord_isHyphenatedOnlyAtTheFloor()
{
    const FittedText fitted = fitText(text("Weizendoppelbock"), Name, {170, 400});
    QCOMPARE(fitted.pixelSize, 24);
    QCOMPARE(fitted.lines.size(), 2);
    QVERIFY(fitted.lines.constFirst().text.endsWith(u'-'));
    QVERIFY(!fitted.isShortened);
    QString whole = fitted.lines.at(0).text;
    whole.chop(1);
    QCOMPARE(whole + fitted.lines.at(1).text, text("Weizendoppelbock"));
}

void tst_TextFit::fitText_apostrophe_isNoPlaceToBreak()
{
    const double word = fitText(text("Miller's"), Name, {1000, 400}).size().width();
    const FittedText fitted = fitText(text("Miller's Best"), Name, {word - 5, 400});
    QCOMPARE(fitted.lines.constFirst().text, text("Miller's"));
    QVERIFY(fitted.pixelSize < 48);
}

void tst_TextFit::fitText_twoLines_areBalanced()
{
    // As wide as can be, only the last word would go to the second line.
    const double whole
        = fitText(text("Old Foghorn Barley Wine"), {Face::Display, 48, 48, 1}, {2000, 400})
              .size()
              .width();
    const FittedText fitted = fitText(text("Old Foghorn Barley Wine"), Name, {whole - 1, 400});
    QCOMPARE(fitted.lines.size(), 2);
    QCOMPARE(fitted.lines.at(0).text, text("Old Foghorn"));
    QCOMPARE(fitted.lines.at(1).text, text("Barley Wine"));
}

void tst_TextFit::fitText_noRoom_hasNoLines()
{
    const FittedText fitted = fitText(text("Porter"), Name, {400, 10});
    QVERIFY(fitted.lines.isEmpty());
    QVERIFY(fitted.isShortened);
    QVERIFY(!fitText({}, Name, {400, 10}).isShortened);
}

void tst_TextFit::fitText_rightToLeft_isMarkedAndFits()
{
    const FittedText fitted = fitText(text("بيرة القمح الذهبية من الجبل العالي البعيد"),
                                      {Face::Display, 40, 40, 2}, {330, 400});
    QVERIFY(fitted.isRightToLeft);
    QVERIFY(fitted.isShortened);
    QVERIFY(fitted.size().width() <= 330);
    QVERIFY(!fitText(text("Porter"), Name, {400, 400}).isRightToLeft);
}

void tst_TextFit::fitText_oddSpaces_areOne()
{
    QCOMPARE(fitText(text(" a \n\t b "), Name, {400, 400}).lines.constFirst().text, text("a b"));
}

void tst_TextFit::fitText_everyLine_fitsItsRoom_data()
{
    QTest::addColumn<QString>("words");
    QTest::newRow("latin") << text("Eleven months in bourbon barrels, then a good long rest.");
    QTest::newRow("one word") << QString(60, u'W');
    QTest::newRow("cjk") << text("東京ブラックポーター・プレミアム限定醸造");
    QTest::newRow("emoji") << text("🍺🎉🌈🚀🍋🍊🌿🍺🎉🌈🚀🍋🍊🌿");
    QTest::newRow("hebrew") << text("בירה בהירה מהגליל העליון והתחתון");
    QTest::newRow("mixed") << text("IPA של הגליל number 7 (חדש)");
}

void tst_TextFit::fitText_everyLine_fitsItsRoom()
{
    QFETCH(const QString, words);
    for (int width = 60; width <= 600; width += 27) {
        const QSizeF room(width, 90);
        const FittedText fitted = fitText(words, {Face::Text, 30, 22, 3}, room);
        QVERIFY(!fitted.lines.isEmpty());
        QVERIFY(fitted.lines.size() <= 3);
        QVERIFY2(fitted.size().width() <= width + 1, qPrintable(QString::number(width)));
        QVERIFY(fitted.size().height() <= room.height());
    }
}

QTEST_MAIN(tst_TextFit)
#include "tst_textfit.moc"
