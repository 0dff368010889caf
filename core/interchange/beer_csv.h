// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/beer_fields.h"

#include <QList>

namespace keg::interchange {

/// What a file says about one beer.
struct BeerRow
{
    int line = 0;
    Beer beer; ///< id 0: the file gives none; with faults: only the id and a name to find it by
    QList<Error> faults; ///< why it cannot be taken; empty: it can
};

/// The beers of a file.
struct BeerFile
{
    QList<BeerField> fields; ///< which ones the file has; it says nothing about others
    QList<BeerRow> rows;
};

/// Reads beers by the header of a CSV file: the twelve columns that every keg database has in any
/// order, newer ones may follow. A field that is empty or the unquoted word NULL is nothing.
/// Where semicolons stand between the fields, numbers may have a decimal comma, and dates the day
/// first: 28.12.2016, 28/12/2016.
/// Rows with a fault are returned, too, with all of theirs as long as there are few. Errors:
/// Refused, what is wrong with the file or its header.
Result<BeerFile> readBeers(const QByteArray &csv);

/// Writes beers as readBeers() reads them, all columns; dates as setField() keeps them.
QByteArray writeBeers(const QList<Beer> &beers);

} // namespace keg::interchange
