// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/beer.h"

#include <QDateTime>
#include <QList>

namespace keg {

/// One tap as it stands in the table `taps`.
struct Tap
{
    int number = 0; ///< idTap
    std::optional<qint64> beerId;

    bool operator==(const Tap &) const = default;
};

/// A tap and what pours from it; no beer: vacant.
struct BoardTap
{
    int number = 0;
    std::optional<Beer> beer;

    bool operator==(const BoardTap &) const = default;
};

/// Everything that a tap board shows, at one sequence: one state that the primary committed.
struct Board
{
    qint64 sequence = 0;
    QList<BoardTap> taps; ///< by number
    QString menuUrl; ///< where guests find the menu; empty: the board does not say

    bool operator==(const Board &) const = default;
};

/// How old the copy behind a board may be. A primary's own board is always current.
struct Freshness
{
    bool isCurrent = true;
    QDateTime asOf; ///< UTC; the last moment known to be in step; invalid: unknown

    bool operator==(const Freshness &) const = default;
};

} // namespace keg
