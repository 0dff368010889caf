// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/beer_json.h"

#include "core/domain/beer_fields.h"
#include "core/domain/srm.h"
#include "core/web/cached_text.h"
#include "core/web/ordered_object.h"

#include <algorithm>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const std::optional<double> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue valueOf(const Beer &beer, const BeerField &field)
{
    if (const auto *id = std::get_if<qint64 Beer::*>(&field.member))
        return beer.**id;
    if (const auto *number = std::get_if<std::optional<double> Beer::*>(&field.member))
        return orNull(beer.**number);
    return orNull(beer.*std::get<QString Beer::*>(field.member));
}

OrderedObject beerRow(const Beer &beer)
{
    OrderedObject row;
    for (const BeerField &field : beerFields())
        row.add(field.column, valueOf(beer, field));
    return row;
}

OrderedObject tapRow(const PouringTap &tap)
{
    OrderedObject row;
    row.add("idTap"_L1, tap.tap.number)
        .add("idBeer"_L1, tap.tap.beerId ? QJsonValue(*tap.tap.beerId) : QJsonValue())
        .add("BeerName"_L1, tap.beer ? QJsonValue(tap.beer->name) : QJsonValue());
    return row;
}

/// A tag in a row stands without the quotes of the header.
QJsonValue tagOf(const QByteArray &text)
{
    return QString::fromLatin1(entityTag(text));
}

QByteArray arrayOf(const QByteArrayList &rows)
{
    return '[' + rows.join(',') + ']';
}

QJsonValue colorOf(const Beer &beer)
{
    if (!beer.color)
        return {};
    return u"#%1"_s.arg(beerColor(beer.color), 6, 16, QChar(u'0'));
}

QByteArray menuRow(const PouringTap &tap)
{
    const Beer beer = tap.beer.value_or(Beer());
    return OrderedObject()
        .add("tap"_L1, tap.tap.number)
        .add("name"_L1, orNull(beer.name))
        .add("style"_L1, orNull(beer.style))
        .add("brewery"_L1, orNull(beer.brewery))
        .add("abv"_L1, orNull(beer.abv))
        .add("ibu"_L1, orNull(beer.ibu))
        .add("description"_L1, orNull(beer.description))
        .add("color"_L1, colorOf(beer))
        .text();
}

/// As setField() reads it. Absent: it is neither text nor number nor nothing.
std::optional<QString> textOf(const QJsonValue &value)
{
    if (value.isNull())
        return QString();
    if (value.isString())
        return value.toString();
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    return {};
}

} // namespace

QByteArray beerJson(const Beer &beer)
{
    return beerRow(beer).text();
}

QByteArray beersJson(QList<Beer> beers)
{
    std::ranges::sort(beers, {}, [](const Beer &beer) { return std::tie(beer.name, beer.id); });
    QByteArrayList rows;
    for (const Beer &beer : std::as_const(beers))
        rows.append(beerRow(beer).add("etag"_L1, tagOf(beerJson(beer))).text());
    return arrayOf(rows);
}

QByteArray tapJson(const PouringTap &tap)
{
    return tapRow(tap).text();
}

QByteArray tapsJson(const QList<PouringTap> &taps)
{
    QByteArrayList rows;
    for (const PouringTap &tap : taps) {
        const Beer beer = tap.beer.value_or(Beer());
        rows.append(tapRow(tap)
                        .add("ABV"_L1, orNull(beer.abv))
                        .add("IBU"_L1, orNull(beer.ibu))
                        .add("Description"_L1, orNull(beer.description))
                        .add("Color"_L1, orNull(beer.color))
                        .add("style"_L1, orNull(beer.style))
                        .add("brewery"_L1, orNull(beer.brewery))
                        .add("etag"_L1, tagOf(tapJson(tap)))
                        .text());
    }
    return arrayOf(rows);
}

QByteArray menuJson(const QString &house, const QList<PouringTap> &taps)
{
    QByteArrayList rows;
    for (const PouringTap &tap : taps)
        rows.append(menuRow(tap));
    return OrderedObject().add("name"_L1, house).addText("taps"_L1, arrayOf(rows)).text();
}

Result<void> takeFields(const QJsonObject &json, Beer &beer)
{
    for (const BeerField &field : beerFields()) {
        const auto value = json.constFind(field.column);
        if (value == json.constEnd() || field.column == "idBeer"_L1)
            continue;
        const auto text = textOf(*value);
        if (!text) {
            return Error{ErrorCode::Refused,
                         u"%1 is neither a text nor a number nor null"_s.arg(field.column)};
        }
        if (auto set = setField(beer, field, *text); !set)
            return set;
    }
    return {};
}

} // namespace keg::web
