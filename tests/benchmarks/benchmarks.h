// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "tests/benchmarks/figure.h"

namespace keg::bench {

struct Options
{
    QString program; ///< kegdisplay
    int samples = 1'000; ///< where one takes milliseconds; in proportion where it takes longer
    int idleSeconds = 20;
    int loadSeconds = 4; ///< of each round in which a server gets as many requests as it can take
};

// Each runs once, in temporary folders, and leaves nothing behind. Errors of all: Failed if
// something does not work, Mismatch if a change did not arrive as it should.

/// Commit returned to row visible on a client; own and foreign writes, 100 and 5,000 beers in turn.
Result<QList<Figure>> measureDelay(const Options &options);
/// Payload bytes between client and primary for one change of a tap, acknowledgement included.
Result<QList<Figure>> measureBytes(const Options &options);
/// Edits as fast as they go: how many never arrive, and how long the last one takes.
Result<QList<Figure>> measureFlood(const Options &options);
/// From exec to the first painted board, and to serving without one.
Result<QList<Figure>> measureStart(const Options &options);
/// Memory, processor time and written bytes while nothing happens.
Result<QList<Figure>> measureIdle(const Options &options);
Result<QList<Figure>> measureCrowd(const Options &options);
Result<QList<Figure>> measureAttack(const Options &options);
/// The web interface, side by side with Flask (flask_taps.py); what needs wrk or gunicorn is left
/// out without them.
Result<QList<Figure>> measureWeb(const Options &options);

} // namespace keg::bench
