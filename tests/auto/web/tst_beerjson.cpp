// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer_fields.h"
#include "core/web/beer_json.h"
#include "core/web/cached_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Beers and taps as JSON, and back.
class tst_BeerJson : public QObject
{
    Q_OBJECT

private slots:
    void beer_hasItsColumnsInOrder();
    void beer_empty_isNullInAll();
    void number_isWrittenExactly_data();
    void number_isWrittenExactly();
    void text_comesBackAsItWas_data();
    void text_comesBackAsItWas();
    void beers_areByNameAndHaveTheTagOfEach();
    void tap_isBeerAndNumber_data();
    void tap_isBeerAndNumber();
    void taps_areInTheirOrder();
    void menu_tellsGuestsNoMore();
    void excerpt_hasTheColumnsAndCutsTexts_data();
    void excerpt_hasTheColumnsAndCutsTexts();
    void excerpt_ofNumbersAndNothing();
    void fields_areTaken_data();
    void fields_areTaken();
    void fields_leftOut_stay();
    void fields_ofTheWrongType_areRefused_data();
    void fields_ofTheWrongType_areRefused();
    void fields_unknown_arePassedOver();
};

namespace {

Beer fullBeer()
{
    Beer beer;
    beer.id = 7;
    beer.name = u"Pils"_s;
    beer.abv = 4.9;
    beer.ibu = 30;
    beer.color = 3.5;
    beer.originalGravity = 1.048;
    beer.finalGravity = 1.01;
    beer.description = u"Crisp"_s;
    beer.brewed = u"2026-01-02"_s;
    beer.kegged = u"2026-02-03"_s;
    beer.tapped = u"2026-03-04 18:30:00"_s;
    beer.notes = u"Ours"_s;
    beer.style = u"Pilsner"_s;
    beer.brewery = u"Here"_s;
    return beer;
}

QJsonObject objectOf(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        qWarning("%s: %s", qPrintable(error.errorString()), json.constData());
    return object;
}

QJsonArray arrayOf(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).array();
}

/// As a row stands in a list, with its tag.
QByteArray rowWithTag(const QByteArray &row)
{
    QByteArray tag = entityTag(row);
    tag.replace('"', "\\\"");
    return row.chopped(1) + ",\"etag\":\"" + tag + "\"}";
}

} // namespace

void tst_BeerJson::beer_hasItsColumnsInOrder()
{
    const QByteArray wanted
        = R"({"idBeer":7,"Name":"Pils","ABV":4.9,"IBU":30,"Color":3.5,"OriginalGravity":1.048,)"
          R"("FinalGravity":1.01,"Description":"Crisp","Brewed":"2026-01-02",)"
          R"("Kegged":"2026-02-03","Tapped":"2026-03-04 18:30:00","Notes":"Ours",)"
          R"("style":"Pilsner","brewery":"Here"})";
    QCOMPARE(beerJson(fullBeer()), wanted);
}

void tst_BeerJson::beer_empty_isNullInAll()
{
    const QJsonObject json = objectOf(beerJson(Beer()));
    QCOMPARE(json.size(), qsizetype(beerFields().size()));
    QCOMPARE(json[u"idBeer"_s], QJsonValue(0));
    for (const BeerField &field : beerFields()) {
        if (field.column != "idBeer"_L1)
            QVERIFY2(json[field.column].isNull(), field.column.data());
    }
}

void tst_BeerJson::number_isWrittenExactly_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("whole") << 5.0 << QByteArray("5");
    QTest::newRow("zero") << 0.0 << QByteArray("0");
    QTest::newRow("tenths") << 0.1 << QByteArray("0.1");
    QTest::newRow("sum") << 0.1 + 0.2 << QByteArray("0.30000000000000004");
    QTest::newRow("gravity") << 1.048 << QByteArray("1.048");
    QTest::newRow("negative") << -1.5 << QByteArray("-1.5");
    QTest::newRow("large") << 1e15 << QByteArray("1000000000000000");
    QTest::newRow("huge") << 1e300 << QByteArray("1e+300");
    QTest::newRow("tiny") << 1e-7 << QByteArray("1e-07");
    QTest::newRow("endless") << qInf() << QByteArray("null");
    QTest::newRow("none") << qQNaN() << QByteArray("null");
}

void tst_BeerJson::number_isWrittenExactly()
{
    QFETCH(double, number);
    QFETCH(QByteArray, text);
    Beer beer;
    beer.abv = number;
    const QByteArray json = beerJson(beer);
    QVERIFY2(json.contains("\"ABV\":" + text + ','), json);
    if (qIsFinite(number))
        QCOMPARE(objectOf(json)[u"ABV"_s].toDouble(), number);
}

void tst_BeerJson::text_comesBackAsItWas_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("markup") << u"<script>alert('\"&')</script>"_s;
    QTest::newRow("quotes") << u"\"\\\\\"/'"_s;
    QTest::newRow("lines") << u"a\nb\r\n\tc"_s;
    QString controls;
    for (char16_t code = 1; code < 0xa0; ++code)
        controls += QChar(code);
    QTest::newRow("controls") << controls;
    QTest::newRow("zero") << QString(u"a"_s + QChar(u'\0') + u'b');
    QTest::newRow("unicode") << u"Kölsch Ω 啤酒 🍺 \u2028 \ufeff"_s;
    QTest::newRow("right to left") << u"\u202eבירה"_s;
    QTest::newRow("long") << u"🍺"_s.repeated(100'000);
}

void tst_BeerJson::text_comesBackAsItWas()
{
    QFETCH(QString, text);
    Beer beer;
    beer.name = text;
    beer.notes = text;
    QCOMPARE(objectOf(beerJson(beer))[u"Name"_s].toString(), text);
    const QJsonObject inList = arrayOf(beersJson({beer})).first().toObject();
    QCOMPARE(inList[u"Notes"_s].toString(), text);
    const PouringTap tap{{1, 1}, beer};
    QCOMPARE(objectOf(tapJson(tap))[u"BeerName"_s].toString(), text);
    const QJsonObject menu = objectOf(menuJson(text, {tap}));
    QCOMPARE(menu[u"name"_s].toString(), text);
    QCOMPARE(menu[u"taps"_s][0][u"name"_s].toString(), text);
}

void tst_BeerJson::beers_areByNameAndHaveTheTagOfEach()
{
    QCOMPARE(beersJson({}), QByteArray("[]"));
    QByteArrayList rows;
    QList<Beer> beers;
    const QList<std::pair<QString, qint64>> sorted{
        {QString(), 9}, {u"Ale"_s, 4}, {u"Pils"_s, 2}, {u"Pils"_s, 3}, {u"Stout"_s, 1}};
    for (const auto &[name, id] : sorted) {
        Beer beer = fullBeer();
        beer.name = name;
        beer.id = id;
        rows.append(rowWithTag(beerJson(beer)));
        beers.prepend(beer);
    }
    QCOMPARE(beersJson(beers), '[' + rows.join(',') + ']');
}

void tst_BeerJson::tap_isBeerAndNumber_data()
{
    QTest::addColumn<std::optional<qint64>>("id");
    QTest::addColumn<bool>("hasBeer");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, std::optional<qint64> id, bool hasBeer,
                        const QByteArray &json) { QTest::newRow(name) << id << hasBeer << json; };
    row("pouring", 7, true, R"({"idTap":3,"idBeer":7,"BeerName":"Pils"})");
    row("vacant", {}, false, R"({"idTap":3,"idBeer":null,"BeerName":null})");
    row("as another program may leave it", 99, false, R"({"idTap":3,"idBeer":99,"BeerName":null})");
}

void tst_BeerJson::tap_isBeerAndNumber()
{
    QFETCH(std::optional<qint64>, id);
    QFETCH(bool, hasBeer);
    QFETCH(QByteArray, json);
    const PouringTap tap{{3, id}, hasBeer ? std::optional(fullBeer()) : std::nullopt};
    QCOMPARE(tapJson(tap), json);
    const QJsonObject inList = arrayOf(tapsJson({tap})).first().toObject();
    QCOMPARE(inList[u"etag"_s].toString().toLatin1(), entityTag(json));
    QCOMPARE(inList[u"ABV"_s].isNull(), !hasBeer);
}

void tst_BeerJson::taps_areInTheirOrder()
{
    QCOMPARE(tapsJson({}), QByteArray("[]"));
    const QByteArray json = tapsJson({{{3, 7}, fullBeer()}, {{1, {}}, {}}});
    const QByteArray start = R"([{"idTap":3,"idBeer":7,"BeerName":"Pils","ABV":4.9,"IBU":30,)"
                             R"("Description":"Crisp","Color":3.5,"style":"Pilsner",)"
                             R"("brewery":"Here","etag":)";
    QVERIFY2(json.startsWith(start), json);
    QVERIFY2(json.contains("},{\"idTap\":1,"), json);
}

void tst_BeerJson::menu_tellsGuestsNoMore()
{
    const QByteArray empty = R"({"name":"cellar","taps":[]})";
    QCOMPARE(menuJson(u"cellar"_s, {}), empty);
    const QByteArray json = menuJson(u"cellar"_s, {{{3, 7}, fullBeer()}, {{4, {}}, {}}});
    const QByteArray color = objectOf(json)[u"taps"_s][0][u"color"_s].toString().toLatin1();
    QVERIFY2(color.size() == 7 && color.startsWith('#'), color);
    const QByteArray wanted
        = R"({"name":"cellar","taps":[{"tap":3,"name":"Pils","style":"Pilsner",)"
          R"("brewery":"Here","abv":4.9,"ibu":30,"description":"Crisp","color":")"
        + color
        + R"("},{"tap":4,"name":null,"style":null,"brewery":null,"abv":null,"ibu":null,)"
          R"("description":null,"color":null}]})";
    QCOMPARE(json, wanted);
}

void tst_BeerJson::excerpt_hasTheColumnsAndCutsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("expected");
    const QString eighty = u"1234567890"_s.repeated(8);
    const QString glasses = u"🍺"_s.repeated(60);
    const QString ellipsis = u"…"_s;
    QTest::newRow("short") << u"Crisp"_s << u"Dry"_s << u"Crisp"_s;
    QTest::newRow("just short enough") << eighty << eighty + u'!' << eighty;
    QTest::newRow("other beginning") << eighty + u'!' << u"?"_s << eighty + ellipsis;
    QTest::newRow("other end") << eighty + u'!' << eighty << ellipsis + eighty.last(20) + u'!';
    QTest::newRow("in the middle") << eighty + eighty << eighty.first(50) + u"!"_s
                                   << ellipsis + (eighty + eighty).sliced(30, 80) + ellipsis;
    QTest::newRow("pairs stay together")
        << u'!' + glasses << u'!' + glasses.first(41) << ellipsis + glasses.first(80) + ellipsis;
}

void tst_BeerJson::excerpt_hasTheColumnsAndCutsTexts()
{
    QFETCH(const QString, text);
    QFETCH(const QString, other);
    QFETCH(const QString, expected);
    Beer beer = fullBeer();
    Beer another = fullBeer();
    beer.notes = text;
    another.notes = other;
    QCOMPARE(excerptJson({u"Notes"_s}, beer, another), QJsonObject({{u"Notes"_s, expected}}));
}

void tst_BeerJson::excerpt_ofNumbersAndNothing()
{
    const QStringList columns{u"ABV"_s, u"Tapped"_s};
    QCOMPARE(excerptJson(columns, fullBeer(), Beer()),
             QJsonObject({{u"ABV"_s, 4.9}, {u"Tapped"_s, u"2026-03-04 18:30:00"_s}}));
    QCOMPARE(excerptJson(columns, Beer(), fullBeer()),
             QJsonObject({{u"ABV"_s, QJsonValue()}, {u"Tapped"_s, QJsonValue()}}));
}

void tst_BeerJson::fields_areTaken_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &column, const QJsonValue &value,
                        const QString &text) { QTest::newRow(name) << column << value << text; };
    row("text", u"Name"_s, u" Bock "_s, u" Bock "_s);
    row("unicode", u"Notes"_s, u"🍺"_s, u"🍺"_s);
    row("number as text", u"Name"_s, 1664, u"1664"_s);
    row("number", u"ABV"_s, 5.25, u"5.25"_s);
    row("text as number", u"ABV"_s, u" 5.25 "_s, u"5.25"_s);
    row("with exponent", u"IBU"_s, u"3e1"_s, u"30"_s);
    row("null number", u"ABV"_s, QJsonValue(), QString());
    row("blank number", u"ABV"_s, u" "_s, QString());
    row("null text", u"Notes"_s, QJsonValue(), QString());
    row("empty text", u"Notes"_s, u""_s, QString());
    row("date", u"Brewed"_s, u"12/28/2016"_s, u"2016-12-28"_s);
    row("null date", u"Brewed"_s, QJsonValue(), QString());
    row("newer", u"style"_s, u"Ale"_s, u"Ale"_s);
}

void tst_BeerJson::fields_areTaken()
{
    QFETCH(QString, column);
    QFETCH(QJsonValue, value);
    QFETCH(QString, text);
    Beer beer = fullBeer();
    QVERIFY(takeFields({{column, value}}, beer));
    QCOMPARE(fieldText(beer, *findBeerField(column)), text);
    QVERIFY(setField(beer, *findBeerField(column), fieldText(fullBeer(), *findBeerField(column))));
    QVERIFY(beer == fullBeer()); // nothing else has changed
}

void tst_BeerJson::fields_leftOut_stay()
{
    Beer beer = fullBeer();
    QVERIFY(takeFields({}, beer));
    QVERIFY(beer == fullBeer());
    QVERIFY(takeFields({{u"idBeer"_s, 99}}, beer)); // the path says which one
    QVERIFY(beer == fullBeer());
    QVERIFY(takeFields({{u"idBeer"_s, QJsonArray{1}}}, beer));
}

void tst_BeerJson::fields_ofTheWrongType_areRefused_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QJsonValue>("value");
    for (const BeerField &field : beerFields()) {
        if (field.column == "idBeer"_L1)
            continue;
        const auto row = [&field](const char *kind, const QJsonValue &value) {
            QTest::addRow("%s, %s", field.column.data(), kind) << QString(field.column) << value;
        };
        row("true", true);
        row("false", false);
        row("array", QJsonArray{1});
        row("empty array", QJsonArray());
        row("object", QJsonObject{{u"a"_s, 1}});
        row("empty object", QJsonObject());
        if (std::holds_alternative<std::optional<double> Beer::*>(field.member)) {
            row("word", u"strong"_s);
            row("comma", u"5,2"_s);
            row("two numbers", u"5 2"_s);
            row("hexadecimal", u"0x10"_s);
            row("endless", u"inf"_s);
            row("none", u"nan"_s);
            row("beyond", u"1e999"_s);
            row("long", QString(10'000, u'x'));
        }
        if (field.isDate) {
            row("word", u"yesterday"_s);
            row("no such day", u"2026-02-30"_s);
            row("number", 20260102);
            row("markup", u"<b>2026-01-02</b>"_s);
        }
    }
}

void tst_BeerJson::fields_ofTheWrongType_areRefused()
{
    QFETCH(QString, column);
    QFETCH(QJsonValue, value);
    Beer beer = fullBeer();
    const auto taken = takeFields({{column, value}}, beer);
    QVERIFY(!taken);
    QCOMPARE(taken.error().code, ErrorCode::Refused);
    QVERIFY2(taken.error().message.startsWith(column + u' '), qPrintable(taken.error().message));
    QVERIFY(beer == fullBeer());
}

void tst_BeerJson::fields_unknown_arePassedOver()
{
    Beer beer = fullBeer();
    QVERIFY(takeFields({{u"name"_s, u"Other"_s}, {u"etag"_s, true}, {u""_s, 1}}, beer));
    QVERIFY(beer == fullBeer());
}

QTEST_GUILESS_MAIN(tst_BeerJson)
#include "tst_beerjson.moc"
