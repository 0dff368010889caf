// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/beer_values.h"

#include "app/one_line.h"
#include "app/text_table.h"
#include "core/domain/beer_fields.h"
#include "core/domain/srm.h"

#include <QHash>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using Align = TextTable::Align;

constexpr int LabelWidth = 14;

QJsonValue jsonOf(qint64 id)
{
    return id;
}

QJsonValue jsonOf(const std::optional<double> &number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonValue jsonOf(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

/// How people call a column, and its unit.
struct Label
{
    QLatin1String column;
    QLatin1String name;
    QLatin1String unit{};
};

constexpr Label Labels[] = {
    {"idBeer"_L1, "ID"_L1},
    {"Name"_L1, "Name"_L1},
    {"brewery"_L1, "Brewery"_L1},
    {"style"_L1, "Style"_L1},
    {"ABV"_L1, "ABV"_L1, " %"_L1},
    {"IBU"_L1, "IBU"_L1},
    {"Color"_L1, "Color"_L1, " SRM"_L1},
    {"OriginalGravity"_L1, "OG"_L1},
    {"FinalGravity"_L1, "FG"_L1},
    {"Description"_L1, "Description"_L1},
    {"Brewed"_L1, "Brewed"_L1},
    {"Kegged"_L1, "Kegged"_L1},
    {"Tapped"_L1, "Tapped"_L1},
    {"Notes"_L1, "Notes"_L1},
};

} // namespace

QJsonObject toJson(const Beer &beer)
{
    QJsonObject object;
    for (const BeerField &field : beerFields()) {
        object.insert(field.column,
                      std::visit([&](auto member) { return jsonOf(beer.*member); }, field.member));
    }
    return object;
}

QJsonObject toJson(const Tap &tap)
{
    return {{u"idTap"_s, tap.number},
            {u"idBeer"_s, tap.beerId ? QJsonValue(*tap.beerId) : QJsonValue()}};
}

QString toText(const QList<Beer> &beers)
{
    TextTable table;
    table.addColumn(u"ID"_s, Align::Right);
    table.addColumn(u"Name"_s);
    table.addColumn(u"ABV %"_s, Align::Right);
    table.addColumn(u"IBU"_s, Align::Right);
    table.addColumn(u"SRM"_s, Align::Right);
    table.addColumn(u"OG"_s, Align::Right);
    table.addColumn(u"FG"_s, Align::Right);
    table.addColumn(u"Style"_s);
    table.addColumn(u"Brewery"_s);
    static const QStringList columns{u"idBeer"_s,       u"Name"_s,  u"ABV"_s,
                                     u"IBU"_s,          u"Color"_s, u"OriginalGravity"_s,
                                     u"FinalGravity"_s, u"style"_s, u"brewery"_s};
    for (const Beer &beer : beers) {
        QStringList row;
        for (const QString &column : columns)
            row.append(fieldText(beer, *findBeerField(column)));
        table.addRow(row);
    }
    return table.toString();
}

QString toText(const Beer &beer)
{
    QString text;
    for (const Label &label : Labels) {
        const QString value = fieldText(beer, *findBeerField(label.column));
        if (!value.isEmpty()) {
            text += QString(label.name).leftJustified(LabelWidth) + onOneLine(value) + label.unit
                + u'\n';
        }
    }
    return text;
}

QString toText(const QList<Tap> &taps, const QList<Beer> &beers)
{
    QHash<qint64, QString> names;
    for (const Beer &beer : beers)
        names.insert(beer.id, beer.name);
    TextTable table;
    table.addColumn(u"Tap"_s, Align::Right);
    table.addColumn(u"Beer"_s, Align::Right);
    table.addColumn(u"Name"_s);
    for (const Tap &tap : taps) {
        table.addRow({QString::number(tap.number),
                      tap.beerId ? QString::number(*tap.beerId) : QString(),
                      tap.beerId ? names.value(*tap.beerId) : QString()});
    }
    return table.toString();
}

QString titleOf(const Beer &beer)
{
    return u"beer %1 %2"_s.arg(beer.id).arg(onOneLine(beer.name));
}

Result<qint64> readBeerId(const QString &text)
{
    bool isNumber = false;
    const qint64 id = text.toLongLong(&isNumber);
    if (!isNumber)
        return Error{ErrorCode::Usage, u"'%1' is no beer's ID, such as 7"_s.arg(text)};
    return id;
}

Result<int> readTapNumber(const QString &text)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    if (!isNumber)
        return Error{ErrorCode::Usage, u"'%1' is no number of a tap, such as 3"_s.arg(text)};
    return number;
}

} // namespace keg::app
