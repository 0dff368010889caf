// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDateTime>

namespace keg::test {

/// What the wall clock shows to all code of this test program, libraries included. Monotonic clocks
/// go on as they are.
class WallClock
{
public:
    /// Stands still at `at`; invalid: goes as it does outside.
    static void show(const QDateTime &at);
};

} // namespace keg::test
