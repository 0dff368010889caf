// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The JSON body of a request that changes a beer or a tap.

#include "core/domain/beer_fields.h"
#include "core/web/beer_json.h"
#include "core/web/body_fields.h"
#include "core/web/request.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/input.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace keg;
using namespace keg::fuzz;
using namespace keg::web;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestNumber = qint64(1) << 53;
constexpr qsizetype LongestExcerpt = 82; // code units; with a mark at each end

QJsonObject objectOf(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    EXPECT(document.isObject());
    return document.object();
}

/// Half of a surrogate pair is no letter, and is not given back.
bool isText(const Beer &beer)
{
    return std::ranges::all_of(beerFields(), [&beer](const BeerField &field) {
        return fieldText(beer, field).isValidUtf16();
    });
}

void checkBeer(const QJsonObject &body)
{
    Beer beer;
    if (const auto taken = takeFields(body, beer); !taken) {
        const QString column = taken.error().message.section(u' ', 0, 0);
        EXPECT(taken.error().code == ErrorCode::Refused && findBeerField(column));
        EXPECT(body.contains(column));
        return;
    }
    EXPECT(beer.id == 0); // that one is the path's
    if (const auto valid = validate(beer); !valid)
        EXPECT(valid.error().code == ErrorCode::Refused);
    Beer again;
    const QJsonObject json = objectOf(beerJson(beer));
    EXPECT(json.size() == qsizetype(beerFields().size()));
    if (isText(beer)) {
        EXPECT(takeFields(json, again));
        EXPECT(again == beer);
    }
    const PouringTap pouring{{1, 1}, beer};
    const PouringTap vacant{{2, {}}, {}};
    EXPECT(QJsonDocument::fromJson(beersJson({beer, beer})).array().size() == 2);
    EXPECT(QJsonDocument::fromJson(tapsJson({pouring, vacant})).array().size() == 2);
    EXPECT(objectOf(menuJson(beer.name, {pouring, vacant}))[u"taps"_s].toArray().size() == 2);
}

/// Of texts that differ in their middle, as two editors are shown.
void checkExcerpts(const Beer &beer)
{
    Beer other = beer;
    other.notes.chop(other.notes.size() / 2);
    QStringList columns;
    for (const BeerField &field : beerFields())
        columns.append(QString(field.column));
    const QJsonObject excerpts = excerptJson(columns, beer, other);
    EXPECT(excerpts.size() == columns.size());
    for (const QJsonValue &excerpt : excerpts) {
        EXPECT(excerpt.toString().size() <= LongestExcerpt);
        EXPECT(!isText(beer) || excerpt.toString().isValidUtf16());
    }
}

/// What else is done with the fields of a beer.
void checkFields(const QJsonObject &body)
{
    Beer beer;
    static_cast<void>(takeFields(body, beer));
    if (!setField(beer, *findBeerField(u"idBeer"_s), body[u"idBeer"_s].toString()))
        EXPECT(beer.id == 0);
    EXPECT(withTidyDates(beer) == beer);
    Beer copy;
    for (const BeerField &field : beerFields())
        copyField(beer, copy, field);
    EXPECT(copy == beer);
    checkExcerpts(beer);
}

void checkNumber(const QJsonObject &body, const QString &key)
{
    const auto number = optionalNumber(body, key);
    if (!number)
        EXPECT(number.error().code == ErrorCode::Refused && number.error().message.contains(key));
    else if (*number)
        EXPECT(**number >= 1 && **number <= LargestNumber);
    else
        EXPECT(body[key].isNull() || body[key].isUndefined());
}

void checkText(const QJsonObject &body, const QString &key)
{
    const auto text = optionalText(body, key);
    if (!text)
        EXPECT(text.error().code == ErrorCode::Refused && text.error().message.contains(key));
    else
        EXPECT(*text == body[key].toString());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    Request request;
    request.body = Input(data, size).rest();
    const auto body = request.jsonObject();
    if (!body) {
        EXPECT(body.error().code == ErrorCode::Refused);
        return 0;
    }
    checkBeer(*body);
    checkFields(*body);
    for (const auto &key : {u"tap_id"_s, u"beer_id"_s, u"count"_s})
        checkNumber(*body, key);
    for (const auto &key : {u"name"_s, u"Name"_s, u"token"_s})
        checkText(*body, key);
    return 0;
}
