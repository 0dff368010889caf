// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/resources.h"
#include "gui/board/words.h"

#include <QFile>
#include <QGuiApplication>
#include <QLocale>
#include <QTest>

using namespace keg;

class tst_Language : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void installLanguage_german_translatesWordsAndNumbers();
    void installLanguage_englishAgain_forgetsTheLastOne();
    void installLanguage_withoutTranslation_keepsItsNumbersAndDirection();
    void installLanguage_none_isRefused_data();
    void installLanguage_none_isRefused();
    void installLanguage_systemWithoutLanguage_isPlainEnglish();
    void abv_showsOneDecimalOrTwo();
    void samples_areThere();
};

void tst_Language::initTestCase()
{
    initBoardResources();
}

void tst_Language::installLanguage_german_translatesWordsAndNumbers()
{
    for (const QString &code :
         {QStringLiteral("de"), QStringLiteral("de-AT"), QStringLiteral("de_CH")}) {
        QVERIFY(installLanguage(code));
        QCOMPARE(BoardWords(QLocale()).title(), QStringLiteral("Vom Fass"));
        QCOMPARE(QLocale().language(), QLocale::German);
    }
    QVERIFY(installLanguage(QStringLiteral("de")));
    QCOMPARE(BoardWords(QLocale()).abv(5.4), QStringLiteral("5,4\u00a0%"));
    QCOMPARE(QGuiApplication::layoutDirection(), Qt::LeftToRight);
}

void tst_Language::installLanguage_englishAgain_forgetsTheLastOne()
{
    QVERIFY(installLanguage(QStringLiteral("de")));
    QVERIFY(installLanguage(QStringLiteral("en")));
    const BoardWords words{QLocale()};
    QCOMPARE(words.title(), QStringLiteral("On tap"));
    QCOMPARE(words.abv(5.4), QStringLiteral("5.4%"));
}

void tst_Language::installLanguage_withoutTranslation_keepsItsNumbersAndDirection()
{
    QVERIFY(installLanguage(QStringLiteral("he")));
    QCOMPARE(QGuiApplication::layoutDirection(), Qt::RightToLeft);
    QCOMPARE(BoardWords(QLocale()).title(), QStringLiteral("On tap"));
    QVERIFY(installLanguage(QStringLiteral("fr")));
    QCOMPARE(BoardWords(QLocale()).abv(5.4), QStringLiteral("5,4%"));
    QCOMPARE(QGuiApplication::layoutDirection(), Qt::LeftToRight);
}

void tst_Language::installLanguage_none_isRefused_data()
{
    QTest::addColumn<QString>("code");
    for (const char *code : {"xx", "klingon", "-", "12", "../de"})
        QTest::newRow(code) << QString::fromLatin1(code);
}

void tst_Language::installLanguage_none_isRefused()
{
    QFETCH(const QString, code);
    const auto installed = installLanguage(code);
    QVERIFY(!installed);
    QCOMPARE(installed.error().code, ErrorCode::Usage);
    QVERIFY(installed.error().message.contains(code));
}

void tst_Language::installLanguage_systemWithoutLanguage_isPlainEnglish()
{
    QVERIFY(installLanguage({})); // the tests' own environment has LC_ALL=C.UTF-8
    const QDateTime asOf({2026, 11, 23}, {19, 42}, Qt::UTC);
    QCOMPARE(BoardWords(QLocale()).primaryAway(asOf, asOf.addSecs(60)),
             QStringLiteral("primary away, as of 19:42"));
}

void tst_Language::abv_showsOneDecimalOrTwo()
{
    const BoardWords words{QLocale(QLocale::English)};
    QCOMPARE(words.abv(5), QStringLiteral("5.0%"));
    QCOMPARE(words.abv(6.66), QStringLiteral("6.66%"));
    QCOMPARE(words.abv(6.1999998), QStringLiteral("6.2%"));
    QCOMPARE(words.abv(0), QStringLiteral("0.0%"));
    QCOMPARE(words.abv(100), QStringLiteral("100.0%"));
}

void tst_Language::samples_areThere()
{
    for (const QString &name :
         {QStringLiteral(":/samples/beers.csv"), QStringLiteral(":/samples/taps.csv")})
    {
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 13);
    }
}

QTEST_MAIN(tst_Language)
#include "tst_language.moc"
