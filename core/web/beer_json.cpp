// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/beer_json.h"

#include "core/domain/beer_fields.h"
#include "core/domain/srm.h"
#include "core/web/cached_text.h"
#include "core/web/json_values.h"
#include "core/web/ordered_object.h"

#include <algorithm>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype LongestExcerpt = 80; // code units
constexpr qsizetype ExcerptLead = 20; // before the difference

void addField(OrderedObject &row, const Beer &beer, const BeerField &field)
{
    const auto *text = std::get_if<QString Beer::*>(&field.member);
    if (text && !(beer.**text).isEmpty())
        row.add(field.column, beer.**text);
    else if (const auto *id = std::get_if<qint64 Beer::*>(&field.member))
        row.add(field.column, beer.**id);
    else if (const auto *number = std::get_if<std::optional<double> Beer::*>(&field.member))
        row.add(field.column, orNull(beer.**number));
    else
        row.add(field.column, QJsonValue());
}

OrderedObject beerRow(const Beer &beer)
{
    OrderedObject row;
    for (const BeerField &field : beerFields())
        addField(row, beer, field);
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

/// With its quotes, as If-Match wants it.
QString tagOf(const QByteArray &text)
{
    return QString::fromLatin1(entityTag(text));
}

/// A JSON array of what `textOf` makes of each.
template<typename List, typename TextOf>
QByteArray arrayOf(const List &list, TextOf textOf)
{
    QByteArray json = "[";
    json.reserve(list.size() * OrderedObject::UsualSize);
    for (const auto &one : list) {
        if (json.size() > 1)
            json += ',';
        json += textOf(one);
    }
    json += ']';
    return json;
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

/// The place, or the beginning of the character in which it lies.
qsizetype wholeCharacter(const QString &text, qsizetype place)
{
    const bool isInside = place > 0 && place < text.size() && text.at(place).isLowSurrogate();
    return isInside ? place - 1 : place;
}

QString excerptOf(const QString &text, const QString &other)
{
    if (text.size() <= LongestExcerpt)
        return text;
    const qsizetype same = std::ranges::mismatch(text, other).in1 - text.cbegin();
    const auto begin = wholeCharacter(text, std::max(same - ExcerptLead, qsizetype(0)));
    const auto end = wholeCharacter(text, std::min(begin + LongestExcerpt, text.size()));
    return (begin > 0 ? u"…"_s : QString()) + text.sliced(begin, end - begin)
        + (end < text.size() ? u"…"_s : QString());
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

QByteArray beersJson(const QList<Beer> &beers)
{
    QList<const Beer *> sorted;
    for (const Beer &beer : beers)
        sorted.append(&beer);
    std::ranges::sort(sorted, [](const Beer *one, const Beer *other) {
        const int order = one->name.compare(other->name);
        return order < 0 || (order == 0 && one->id < other->id);
    });
    return arrayOf(sorted, [](const Beer *beer) {
        OrderedObject row = beerRow(*beer);
        return row.add("etag"_L1, tagOf(row.text())).text();
    });
}

QByteArray tapJson(const PouringTap &tap)
{
    return tapRow(tap).text();
}

QByteArray tapsJson(const QList<PouringTap> &taps)
{
    return arrayOf(taps, [](const PouringTap &tap) {
        const Beer beer = tap.beer.value_or(Beer());
        return tapRow(tap)
            .add("ABV"_L1, orNull(beer.abv))
            .add("IBU"_L1, orNull(beer.ibu))
            .add("Description"_L1, orNull(beer.description))
            .add("Color"_L1, orNull(beer.color))
            .add("style"_L1, orNull(beer.style))
            .add("brewery"_L1, orNull(beer.brewery))
            .add("etag"_L1, tagOf(tapJson(tap)))
            .text();
    });
}

QByteArray menuJson(const QString &house, const QList<PouringTap> &taps)
{
    return OrderedObject().add("name"_L1, house).addText("taps"_L1, arrayOf(taps, menuRow)).text();
}

QJsonObject excerptJson(const QStringList &columns, const Beer &beer, const Beer &other)
{
    QJsonObject values;
    for (const QString &column : columns) {
        const BeerField &field = *findBeerField(column);
        const auto *number = std::get_if<std::optional<double> Beer::*>(&field.member);
        values.insert(column,
                      number ? orNull(beer.**number)
                             : orNull(excerptOf(fieldText(beer, field), fieldText(other, field))));
    }
    return values;
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
                         u"%1 is neither a text nor a number nor null"_s.arg(field.column),
                         Reason{"bad_request", {}, field.column}};
        }
        if (auto set = setField(beer, field, *text); !set)
            return set;
    }
    return {};
}

} // namespace keg::web
