// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

#include <optional>

namespace keg {

/// One beer as it stands in the table `beers`. An absent number is unknown; an empty text is
/// absent.
struct Beer
{
    qint64 id = 0; ///< idBeer; 0: not stored yet
    QString name;
    std::optional<double> abv; ///< % by volume
    std::optional<double> ibu;
    std::optional<double> color; ///< SRM
    std::optional<double> originalGravity; ///< specific gravity
    std::optional<double> finalGravity; ///< specific gravity
    QString description;
    QString brewed; ///< as stored: wall clock, no zone, never reinterpreted
    QString kegged;
    QString tapped;
    QString notes; ///< private, never on a board
    QString style;
    QString brewery;

    bool operator==(const Beer &) const = default;
};

/// Whether every field is within its plausible range: name 1-200 characters, ABV 0-100, IBU 0-1000,
/// colour 0-100 SRM, gravities 0.900-1.250 and FG <= OG, texts up to 10,000 characters.
/// Checked at our edges, not by the database. Errors: Refused, naming the field, its value and
/// range.
Result<void> validate(const Beer &beer);

} // namespace keg
