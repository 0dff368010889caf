// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

namespace keg {
class Clock;
}

namespace keg::store {

class Database;

/// Puts a whole copy of the database beside it, for those who may use the original (as root for its
/// owner), and returns its path: "beer.db.2026-11-23T18-05-00Z". It is written under another name
/// first, always the same one, so that what a kill leaves behind is written over. Errors: DiskFull,
/// Failed, and as Database::error.
Result<QString> makeDatedCopy(const Database &database, const Clock &clock);

} // namespace keg::store
