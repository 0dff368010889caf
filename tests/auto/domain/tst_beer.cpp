// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer.h"
#include "core/domain/srm.h"

#include <QTest>

#include <cmath>

using namespace keg;

class tst_Beer : public QObject
{
    Q_OBJECT

private slots:
    void validate_plausibleBeer_passes();
    void validate_outOfRange_namesTheField_data();
    void validate_outOfRange_namesTheField();
    void beerColor_clampsAndRounds();
};

namespace {

Beer plausible()
{
    Beer beer;
    beer.name = QStringLiteral("Porter");
    beer.abv = 8.1;
    beer.ibu = 24;
    beer.color = 30;
    beer.originalGravity = 1.072;
    beer.finalGravity = 1.01;
    return beer;
}

} // namespace

void tst_Beer::validate_plausibleBeer_passes()
{
    QVERIFY(validate(plausible()));
    Beer bare;
    bare.name = QStringLiteral("x");
    QVERIFY(validate(bare));
}

void tst_Beer::validate_outOfRange_namesTheField_data()
{
    QTest::addColumn<Beer>("beer");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, auto change, const char *field) {
        Beer beer = plausible();
        change(beer);
        QTest::newRow(name) << beer << QString::fromLatin1(field);
    };
    row(
        "no name", [](Beer &b) { b.name = QStringLiteral("  "); }, "Name");
    row(
        "name that nobody sees", [](Beer &b) { b.name = QStringLiteral(" \u200b\u2060"); }, "Name");
    row(
        "name with an escape", [](Beer &b) { b.name = QStringLiteral("Porter\x1b[2J"); }, "Name");
    row(
        "long name", [](Beer &b) { b.name = QString(201, u'x'); }, "Name");
    row(
        "abv", [](Beer &b) { b.abv = 100.5; }, "ABV");
    row(
        "negative ibu", [](Beer &b) { b.ibu = -1; }, "IBU");
    row(
        "colour", [](Beer &b) { b.color = 101; }, "Color");
    row(
        "og", [](Beer &b) { b.originalGravity = 1.26; }, "OriginalGravity");
    row(
        "fg", [](Beer &b) { b.finalGravity = 0.89; }, "FinalGravity");
    row(
        "fg above og", [](Beer &b) { b.finalGravity = 1.119; }, "FinalGravity");
    row(
        "not a number", [](Beer &b) { b.abv = std::nan(""); }, "ABV");
    row(
        "long notes", [](Beer &b) { b.notes = QString(10'001, u'x'); }, "Notes");
}

void tst_Beer::validate_outOfRange_namesTheField()
{
    QFETCH(const Beer, beer);
    QFETCH(const QString, field);
    const auto checked = validate(beer);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::Refused);
    QVERIFY2(checked.error().message.startsWith(field), qPrintable(checked.error().message));
}

void tst_Beer::beerColor_clampsAndRounds()
{
    QCOMPARE(beerColor(1.0), Rgb(0xFFE699));
    QCOMPARE(beerColor(0.0), beerColor(1.0));
    QCOMPARE(beerColor(39.6), Rgb(0x36080A));
    QCOMPARE(beerColor(90.0), beerColor(40.0));
    QCOMPARE(beerColor({}), beerColor(10.0));
}

QTEST_GUILESS_MAIN(tst_Beer)
#include "tst_beer.moc"
