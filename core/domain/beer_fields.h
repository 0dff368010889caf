// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/beer.h"

#include <QLatin1String>

#include <span>
#include <variant>

namespace keg {

/// One column of the table `beers` and where its value lies in a Beer.
struct BeerField
{
    using Member = std::variant<qint64 Beer::*, std::optional<double> Beer::*, QString Beer::*>;

    QLatin1String column; ///< "OriginalGravity"
    Member member;
    bool isDate = false;
    bool isNewer = false; ///< not among the twelve columns that every keg database has

    bool operator==(const BeerField &) const = default;
};

/// All columns, in their order in the database: the twelve, then the newer ones.
std::span<const BeerField> beerFields();

/// The field of that column; nullptr: there is none.
const BeerField *findBeerField(const QString &column);

/// Reads a value as people and files write it; blank: nothing. Numbers are `5.6`, whatever the
/// locale; dates `2016-12-28`, `2016-12-28 18:30`, `12/28/2016 0:00` (month first) or with a T or
/// seconds, kept as `2016-12-28` or `2016-12-28 18:30:00`; `0000-00-00` is nothing; a `Z` for UTC
/// stays. Errors: Refused, naming column and value.
Result<void> setField(Beer &beer, const BeerField &field, const QString &text);

/// The value as text that setField() reads back; empty: nothing.
QString fieldText(const Beer &beer, const BeerField &field);

/// The beer with its dates as setField() keeps them; those that nobody can read stay.
Beer withTidyDates(const Beer &beer);

/// Gives `to` the value that `from` has.
void copyField(const Beer &from, Beer &to, const BeerField &field);

} // namespace keg
