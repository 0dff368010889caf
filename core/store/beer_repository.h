// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/beer.h"

#include <QList>

#include <optional>

namespace keg::store {

class Database;
class Statement;

/// Reads beers from rows that have the columns of `beers`, whichever of them there are. Other
/// programs may have put anything into any column: text that is a number counts as one, other text
/// in a number's column as unknown.
class BeerReader
{
public:
    /// `row` has the columns of `beers` from `firstColumn` on.
    explicit BeerReader(const Statement &row, int firstColumn = 0);

    Beer read(const Statement &row) const;

private:
    QList<int> m_columns; ///< of each of beerFields(), -1 if the row has none
};

/// The beers. Values are not validated here: see validate(). Several writes that belong together
/// are the caller's Transaction. Errors of all: as Database::error; on a client's copy every write
/// is Refused.
class BeerRepository
{
public:
    explicit BeerRepository(Database &database)
        : m_database(database)
    {}

    /// By id.
    Result<QList<Beer>> all();
    Result<std::optional<Beer>> find(qint64 id);
    /// Those of exactly that name.
    Result<QList<Beer>> named(const QString &name);
    Result<qint64> count();

    /// Returns the new id, or the beer's own if it has one. Call inside a Transaction. Errors:
    /// Refused if the id is taken.
    Result<qint64> add(const Beer &beer);
    /// Writes the fields that differ from what is stored; none: writes nothing. Call inside a
    /// Transaction. Errors: NotFound.
    Result<void> update(const Beer &beer);
    /// Taps that pour it become vacant. Errors: NotFound.
    Result<void> remove(qint64 id);

private:
    Database &m_database;
};

} // namespace keg::store
