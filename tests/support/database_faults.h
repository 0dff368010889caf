// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <functional>

namespace keg::test {

// What goes wrong at one of our calls into SQLite (sqlite3_prepare_v2, sqlite3_step), counted from
// 0. Only in programs that link keg_database_faults.

/// Runs `action` with that call failing with `sqliteCode` instead of being made. False: it made
/// fewer calls.
bool withFailingCall(int call, int sqliteCode, const std::function<void()> &action);

/// Runs `action` in a child process that is killed when it is about to make that call. False: it
/// made fewer calls.
bool withDeathAtCall(int call, const std::function<void()> &action);

} // namespace keg::test
