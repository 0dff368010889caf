// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <functional>

namespace keg::test {

// What goes wrong at one of our calls into SQLite, counted from 0. Only in programs that link
// keg_database_faults.

/// Runs `action` with that call of sqlite3_prepare_v2 or sqlite3_step failing with `sqliteCode`
/// instead of being made. False: it made fewer calls.
bool withFailingCall(int call, int sqliteCode, const std::function<void()> &action);

/// Runs `action` in a child process that is killed when it is about to make that call of
/// sqlite3_step. False: it made fewer calls.
bool withDeathAtStep(int step, const std::function<void()> &action);

} // namespace keg::test
