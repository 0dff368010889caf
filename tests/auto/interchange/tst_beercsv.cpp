// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/beer_csv.h"

#include <QRandomGenerator>
#include <QTest>

using namespace keg;
using namespace keg::interchange;
using namespace Qt::StringLiterals;

class tst_BeerCsv : public QObject
{
    Q_OBJECT

private slots:
    void readBeers_twelveColumns_fillTheBeer();
    void readBeers_nothing_isNullOrEmpty();
    void readBeers_columns_goByHeader();
    void readBeers_semicolons_areReadAsWritten();
    void readBeers_semicolons_takeCommasAndDaysFirst_data();
    void readBeers_semicolons_takeCommasAndDaysFirst();
    void readBeers_wrongHeader_isRefused_data();
    void readBeers_wrongHeader_isRefused();
    void readBeers_faults_nameEachReason_data();
    void readBeers_faults_nameEachReason();
    void readBeers_faults_ofManyRows_areOneForEach();
    void writeBeers_anyBeers_areReadBackIdentical();
    void writeBeers_foreignDates_areWrittenAsTheyWillBeRead();
};

namespace {

const QByteArray Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,"
                          "Description,Brewed,Kegged,Tapped,Notes";

BeerRow rowOf(const QByteArray &row)
{
    const auto file = readBeers(Header + "\r\n" + row + "\r\n");
    if (!file || file->rows.size() != 1)
        qFatal("no single row");
    return file->rows.first();
}

/// What is wrong with a row, as it is told.
QStringList textsOf(const QList<Error> &faults)
{
    QStringList texts;
    for (const Error &fault : faults)
        texts.append(fault.message);
    return texts;
}

} // namespace

void tst_BeerCsv::readBeers_twelveColumns_fillTheBeer()
{
    const BeerRow row = rowOf("7,Oat Stout,5.6,32,35,1.058,1.016,\"Silky, \"\"dark\"\"\","
                              "12/28/2016 0:00,2004-01-17 0:00:00,2017-02-01,quiet");
    QVERIFY(row.faults.isEmpty());
    QCOMPARE(row.line, 2);
    Beer expected;
    expected.id = 7;
    expected.name = u"Oat Stout"_s;
    expected.abv = 5.6;
    expected.ibu = 32;
    expected.color = 35;
    expected.originalGravity = 1.058;
    expected.finalGravity = 1.016;
    expected.description = u"Silky, \"dark\""_s;
    expected.brewed = u"2016-12-28 00:00:00"_s;
    expected.kegged = u"2004-01-17 00:00:00"_s;
    expected.tapped = u"2017-02-01"_s;
    expected.notes = u"quiet"_s;
    QCOMPARE(row.beer, expected);
}

void tst_BeerCsv::readBeers_nothing_isNullOrEmpty()
{
    const BeerRow row = rowOf("NULL,Oat Stout,NULL,,\"NULL\",NULL,\"\",NULL,0000-00-00 00:00:00,"
                              "NULL,\"NULL\",\"NULL\"");
    QVERIFY(row.faults.isEmpty());
    Beer expected;
    expected.name = u"Oat Stout"_s;
    expected.notes = u"NULL"_s; // quoted, it is the word
    QCOMPARE(row.beer, expected);
}

void tst_BeerCsv::readBeers_columns_goByHeader()
{
    const auto file = readBeers("Notes,Tapped,Kegged,Brewed,Description,FinalGravity,"
                                "OriginalGravity,Color,IBU,brewery,ABV,Name,idBeer\n"
                                "n,,,,d,,,,,Hill Farm,4.5,Bitter,3\n");
    QVERIFY(file);
    QCOMPARE(file->fields.size(), 13);
    const Beer &beer = file->rows.first().beer;
    QCOMPARE(beer.id, 3);
    QCOMPARE(beer.name, u"Bitter"_s);
    QCOMPARE(beer.abv, 4.5);
    QCOMPARE(beer.brewery, u"Hill Farm"_s);
    QCOMPARE(beer.notes, u"n"_s);
}

void tst_BeerCsv::readBeers_semicolons_areReadAsWritten()
{
    const auto file
        = readBeers("\xEF\xBB\xBF" + QByteArray(Header).replace(',', ';')
                    + "\r\n7;Helles;5,2;20,5;;1,048;1,010;\"hell, süffig; \"\"mild\"\"\""
                      ";28.12.2016;2.1.2017 18:30;;5,2 ist viel\r\n;;;;;;;;;;;\r\n");
    QVERIFY(file);
    QCOMPARE(file->rows.size(), 1);
    Beer expected;
    expected.id = 7;
    expected.name = u"Helles"_s;
    expected.abv = 5.2;
    expected.ibu = 20.5;
    expected.originalGravity = 1.048;
    expected.finalGravity = 1.01;
    expected.description = u"hell, süffig; \"mild\""_s;
    expected.brewed = u"2016-12-28"_s;
    expected.kegged = u"2017-01-02 18:30:00"_s;
    expected.notes = u"5,2 ist viel"_s;
    QCOMPARE(textsOf(file->rows.first().faults), QStringList());
    QCOMPARE(file->rows.first().beer, expected);
}

void tst_BeerCsv::readBeers_semicolons_takeCommasAndDaysFirst_data()
{
    QTest::addColumn<QByteArray>("abv");
    QTest::addColumn<QByteArray>("brewed");
    QTest::addColumn<QString>("expected"); // ABV and date, or what is wrong
    const auto row = [](const char *abv, const char *brewed, const QString &expected) {
        QTest::addRow("%s %s", abv, brewed) << QByteArray(abv) << QByteArray(brewed) << expected;
    };
    row("5.2", "2016-12-28", u"5.2 2016-12-28"_s);
    row(" ,5 ", "28/12/2016", u"0.5 2016-12-28"_s);
    row("+5,25", "03.04.2016 0:00", u"5.25 2016-04-03 00:00:00"_s);
    row("1.000,5", "", u"ABV is '1.000,5', no number such as 5.6"_s);
    row("5,2,1", "", u"ABV is '5,2,1', no number such as 5.6"_s);
    row("5", "28.12.16", u"Brewed is '28.12.16', no date such as 2016-12-28"_s);
    row("5", "28.12/2016", u"Brewed is '28.12/2016', no date such as 2016-12-28"_s);
    row("5", "31.02.2016", u"Brewed is '2016-02-31', no date such as 2016-12-28"_s);
}

void tst_BeerCsv::readBeers_semicolons_takeCommasAndDaysFirst()
{
    QFETCH(const QByteArray, abv);
    QFETCH(const QByteArray, brewed);
    QFETCH(const QString, expected);
    const auto file = readBeers(QByteArray(Header).replace(',', ';') + "\n;A;" + abv + ";;;;;;"
                                + brewed + ";;;\n");
    QVERIFY(file);
    const BeerRow &row = file->rows.first();
    QCOMPARE(row.faults.isEmpty() ? u"%1 %2"_s.arg(*row.beer.abv).arg(row.beer.brewed)
                                  : textsOf(row.faults).join(u"; "_s),
             expected);
}

void tst_BeerCsv::readBeers_wrongHeader_isRefused_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray()
                           << u"the file is empty; its first line must name the columns"_s;
    QTest::newRow("unknown") << QByteArray(Header).replace("IBU", "Bitterness")
                             << u"line 1: the header has an unknown column 'Bitterness'"_s;
    QTest::newRow("missing") << QByteArray(Header).replace("ABV,IBU,", "")
                             << u"line 1: the header lacks ABV, IBU"_s;
    QTest::newRow("twice") << Header + ",Name" << u"line 1: the header has the column Name twice"_s;
    QTest::newRow("commas and semicolons")
        << Header + ";Name" << u"line 1: the header has an unknown column 'Notes;Name'"_s;
    QTest::newRow("semicolons, missing") << QByteArray(Header).replace("ABV,", "").replace(',', ';')
                                         << u"line 1: the header lacks ABV"_s;
    QTest::newRow("data only") << QByteArray("\n1,Porter")
                               << u"line 2: the header has an unknown column '1'"_s;
}

void tst_BeerCsv::readBeers_wrongHeader_isRefused()
{
    QFETCH(const QByteArray, header);
    QFETCH(const QString, message);
    const auto file = readBeers(header);
    QVERIFY(!file);
    QCOMPARE(file.error().code, ErrorCode::Refused);
    QCOMPARE(file.error().message, message);
}

void tst_BeerCsv::readBeers_faults_nameEachReason_data()
{
    QTest::addColumn<QByteArray>("row");
    QTest::addColumn<QStringList>("faults");
    const auto row = [](const char *name, const QByteArray &line, const QStringList &faults) {
        QTest::newRow(name) << line << faults;
    };
    row("one field too many", "1,A,5,20,8,1.05,1.01,a \"\"b, c,,,,",
        {u"13 fields where the header has 12"_s});
    row("too many, and its numbers cannot be", "1,A,5,20,8,1.05,1.119,a, b,,,,",
        {u"13 fields where the header has 12"_s,
         u"FinalGravity 1.119 is above OriginalGravity 1.05"_s});
    row("too many before the numbers", "1,A, B,5,20,8,1.05,1.119,,,,,",
        {u"13 fields where the header has 12"_s});
    row("too few", "1,A", {u"2 fields where the header has 12"_s});
    row("no name", "1,NULL,,,,,,,,,,", {u"Name is missing"_s});
    row("two that are no numbers", "1,A,5%,many,,,,,,,,",
        {u"ABV is '5%', no number such as 5.6"_s, u"IBU is 'many', no number such as 5.6"_s});
    row("decimal comma", "1,A,\"5,6\",,,,,,,,,", {u"ABV is '5,6', no number such as 5.6"_s});
    row("not finite", "1,A,inf,,,,,,,,,", {u"ABV is 'inf', no number such as 5.6"_s});
    row("too large to be a number", "1,A,1e999,,,,,,,,,",
        {u"ABV is '1e999', no number such as 5.6"_s});
    row("out of range", "1,A,101,,,,,,,,,", {u"ABV is 101, which is not between 0 and 100"_s});
    row("id zero", "0,A,,,,,,,,,,", {u"idBeer is '0', no whole number above 0"_s});
    row("id with a fraction", "1.5,A,,,,,,,,,,", {u"idBeer is '1.5', no whole number above 0"_s});
    row("no date", "1,A,,,,,,,soon,,,", {u"Brewed is 'soon', no date such as 2016-12-28"_s});
    row("no such day", "1,A,,,,,,,2/30/2017 0:00,,,",
        {u"Brewed is '2/30/2017 0:00', no date such as 2016-12-28"_s});
    row("day before month", "1,A,,,,,,,28/12/2016,,,",
        {u"Brewed is '28/12/2016', no date such as 2016-12-28"_s});
    row("no such second", "1,A,,,,,,,2016-12-28 18:30:60,,,",
        {u"Brewed is '2016-12-28 18:30:60', no date such as 2016-12-28"_s});
    row("no such time", "1,A,,,,,,,2016-12-28 24:00,,,",
        {u"Brewed is '2016-12-28 24:00', no date such as 2016-12-28"_s});
}

void tst_BeerCsv::readBeers_faults_nameEachReason()
{
    QFETCH(const QByteArray, row);
    QFETCH(const QStringList, faults);
    QCOMPARE(textsOf(rowOf(row).faults), faults);
}

void tst_BeerCsv::readBeers_faults_ofManyRows_areOneForEach()
{
    const int count = 1'000;
    const QByteArray row = "1,Ale,x,x,x,x,x,,,,,\r\n";
    const auto file = readBeers(Header + "\r\n" + row.repeated(count));
    QCOMPARE(file->rows.size(), count);
    QCOMPARE(file->rows.first().faults.size(), 5);
    QCOMPARE(textsOf(file->rows.last().faults), textsOf(file->rows.first().faults).first(1));
}

void tst_BeerCsv::writeBeers_anyBeers_areReadBackIdentical()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QStringList texts{u"NULL"_s,       u""_s,           u" padded "_s, u"a,b"_s,
                            u"say \"hi\""_s, u"two\nlines"_s, u"\r\n"_s,     u"=HYPERLINK(1)"_s,
                            u"-1"_s,         u"Kölsch 🍺"_s,   u"\""_s,       u"#N/A"_s,
                            u"0"_s,          u"\\N"_s,        u"null"_s};
    const QStringList dates{QString(), u"2016-12-28"_s, u"2016-12-28 18:30:05"_s,
                            u"2026-01-02T03:04:05Z"_s, u"2025-05-06 07:08:09.123456"_s};
    const auto any
        = [&](const QStringList &list) { return list.at(random.bounded(int(list.size()))); };
    const auto number = [&](double low, double high) -> std::optional<double> {
        if (random.bounded(4) == 0)
            return {};
        return low + random.generateDouble() * (high - low);
    };
    QList<Beer> beers;
    for (int id = 1; id <= 500; ++id) {
        Beer beer;
        beer.id = id;
        beer.name = u"x"_s + any(texts);
        if (id % 7 == 0)
            beer.name = u"NULL"_s;
        beer.abv = number(0, 100);
        beer.ibu = number(0, 1000);
        beer.color = number(0, 100);
        beer.originalGravity = number(1.05, 1.25);
        beer.finalGravity = number(0.9, 1.05);
        beer.description = any(texts);
        beer.brewed = any(dates);
        beer.kegged = any(dates);
        beer.tapped = any(dates);
        beer.notes = any(texts);
        beer.style = any(texts);
        beer.brewery = any(texts);
        beers.append(beer);
    }
    const QByteArray csv = writeBeers(beers);
    const auto file = readBeers(csv);
    QVERIFY(file);
    QCOMPARE(file->rows.size(), beers.size());
    QList<Beer> read;
    for (const BeerRow &row : file->rows) {
        QVERIFY2(row.faults.isEmpty(),
                 qPrintable(u"seed %1: %2"_s.arg(seed).arg(textsOf(row.faults).join(u' '))));
        read.append(row.beer);
    }
    QVERIFY2(read == beers, qPrintable(u"seed %1"_s.arg(seed)));
    QCOMPARE(writeBeers(read), csv);
}

void tst_BeerCsv::writeBeers_foreignDates_areWrittenAsTheyWillBeRead()
{
    Beer beer;
    beer.id = 1;
    beer.name = u"A"_s;
    beer.brewed = u"12/28/2016 0:00"_s;
    beer.kegged = u"0000-00-00 00:00:00"_s;
    beer.tapped = u"some day"_s;
    QCOMPARE(writeBeers({beer}),
             Header + ",style,brewery\r\n1,A,,,,,,,2016-12-28 00:00:00,,some day,,,\r\n");
}

QTEST_GUILESS_MAIN(tst_BeerCsv)
#include "tst_beercsv.moc"
