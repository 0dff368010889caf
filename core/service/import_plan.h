// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/interchange/beer_csv.h"

namespace keg::service {

/// How a row whose id is known under another name is met.
enum class Match {
    Neither, ///< refused
    ById, ///< it is that beer, renamed
    ByName, ///< it is the beer of that name, or a new one
};

/// What importing one row does.
struct ImportStep
{
    enum class Action { Add, Change, Keep, Refuse };

    int line = 0;
    Action action = Action::Refuse;
    Beer beer; ///< as it will be stored, its id included; Refuse: as far as it could be read
    QStringList changes; ///< Change: the columns that differ
    QList<Error> reasons; ///< Refuse: why
    Beer before; ///< Change: as it is stored, its dates as setField() keeps them

    /// The messages of the reasons.
    QStringList reasonTexts() const;
};

/// What importing a file does, row by row.
struct ImportPlan
{
    QList<ImportStep> steps;

    qsizetype count(ImportStep::Action action) const;
    /// "line 69: 13 fields where the header has 12 (and 3 more rows)"; empty: nothing is refused.
    QString refusal() const;
};

/// Decides for every row whether it is a new beer, a change of one, or neither. The same id and
/// name is the same beer; columns that the file does not have stay as they are.
ImportPlan planImport(const interchange::BeerFile &file, const QList<Beer> &stored, Match match);

} // namespace keg::service
