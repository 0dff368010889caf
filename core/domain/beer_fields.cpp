// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/beer_fields.h"

#include "core/base/foreign_name.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

using namespace Qt::StringLiterals;

constexpr bool IsDate = true;
constexpr bool IsNewer = true;

constexpr BeerField Fields[] = {
    {"idBeer"_L1, &Beer::id},
    {"Name"_L1, &Beer::name},
    {"ABV"_L1, &Beer::abv},
    {"IBU"_L1, &Beer::ibu},
    {"Color"_L1, &Beer::color},
    {"OriginalGravity"_L1, &Beer::originalGravity},
    {"FinalGravity"_L1, &Beer::finalGravity},
    {"Description"_L1, &Beer::description},
    {"Brewed"_L1, &Beer::brewed, IsDate},
    {"Kegged"_L1, &Beer::kegged, IsDate},
    {"Tapped"_L1, &Beer::tapped, IsDate},
    {"Notes"_L1, &Beer::notes},
    {"style"_L1, &Beer::style, !IsDate, IsNewer},
    {"brewery"_L1, &Beer::brewery, !IsDate, IsNewer},
};

Error refusal(const BeerField &field, const QString &text, const QString &fault,
              const Reason &reason)
{
    return {ErrorCode::Refused, u"%1 is '%2', %3"_s.arg(field.column, foreignName(text), fault),
            reason};
}

std::optional<double> readNumber(const QString &text)
{
    static const QRegularExpression shape(
        u"^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$"_s);
    const double number = text.toDouble();
    if (!shape.match(text).hasMatch() || !std::isfinite(number))
        return {};
    return number;
}

std::optional<qint64> readId(const QString &text)
{
    bool fits = false;
    const qint64 id = text.toLongLong(&fits);
    if (!fits || id < 1)
        return {};
    return id;
}

/// As setField() keeps it; empty: a date that stands for none; absent: no date.
std::optional<QString> readDate(const QString &text)
{
    static const QRegularExpression shape(
        u"^(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}))"
        "(?:[T ]([0-9]{1,2}:[0-9]{2})(?::([0-9]{2})(\\.[0-9]+)?)?(Z)?)?$"_s);
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return {};
    const auto number = [&](int iso, int american) {
        return (match.captured(iso) + match.captured(american)).toInt();
    };
    const int year = number(1, 6);
    const int month = number(2, 4);
    const int day = number(3, 5);
    if (year == 0 && month == 0 && day == 0)
        return QString();
    const QDate date(year, month, day);
    if (!date.isValid())
        return {};
    if (match.captured(7).isEmpty())
        return date.toString(Qt::ISODate);

    const QTime time
        = QTime::fromString(match.captured(7), u"H:m"_s).addSecs(match.captured(8).toInt());
    if (!time.isValid() || match.captured(8).toInt() > 59)
        return {};
    const QString fraction = match.captured(9).toDouble() > 0 ? match.captured(9) : QString();
    const QString zone = match.captured(10);
    return date.toString(Qt::ISODate) + (zone.isEmpty() ? u' ' : u'T') + time.toString(Qt::ISODate)
        + fraction + zone;
}

template<typename... Cases>
struct Overloaded : Cases...
{
    using Cases::operator()...;
};
template<typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

} // namespace

std::span<const BeerField> beerFields()
{
    return Fields;
}

const BeerField *findBeerField(const QString &column)
{
    const auto found = std::ranges::find_if(
        Fields, [&](const BeerField &field) { return field.column == column; });
    return found == std::end(Fields) ? nullptr : &*found;
}

Result<void> setField(Beer &beer, const BeerField &field, const QString &text)
{
    const QString value = text.trimmed();
    const auto setId = [&](qint64 Beer::*member) -> Result<void> {
        const auto id = value.isEmpty() ? 0 : readId(value);
        if (!id)
            return refusal(field, value, u"no whole number above 0"_s,
                           Reason{"no_whole_number", {value}, field.column});
        beer.*member = *id;
        return {};
    };
    const auto setNumber = [&](std::optional<double> Beer::*member) -> Result<void> {
        const auto number = readNumber(value);
        if (!number && !value.isEmpty())
            return refusal(field, value, u"no number such as 5.6"_s,
                           Reason{"no_number", {value}, field.column});
        beer.*member = number;
        return {};
    };
    const auto setText = [&](QString Beer::*member) -> Result<void> {
        const auto date = field.isDate && !value.isEmpty() ? readDate(value) : QString();
        if (!date)
            return refusal(field, value, u"no date such as 2016-12-28"_s,
                           Reason{"no_date", {value}, field.column});
        beer.*member = field.isDate ? *date : text;
        return {};
    };
    return std::visit(Overloaded{setId, setNumber, setText}, field.member);
}

QString fieldText(const Beer &beer, const BeerField &field)
{
    const auto idText = [&](qint64 Beer::*member) {
        return beer.*member == 0 ? QString() : QString::number(beer.*member);
    };
    const auto numberText = [&](std::optional<double> Beer::*member) {
        return beer.*member ? QString::number(*(beer.*member), 'g', QLocale::FloatingPointShortest)
                            : QString();
    };
    const auto plainText = [&](QString Beer::*member) { return beer.*member; };
    return std::visit(Overloaded{idText, numberText, plainText}, field.member);
}

Beer withTidyDates(const Beer &beer)
{
    Beer tidy = beer;
    for (const BeerField &field : Fields) {
        if (field.isDate)
            static_cast<void>(setField(tidy, field, fieldText(beer, field)));
    }
    return tidy;
}

void copyField(const Beer &from, Beer &to, const BeerField &field)
{
    std::visit([&](auto member) { to.*member = from.*member; }, field.member);
}

} // namespace keg
