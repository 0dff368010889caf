// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"
#include "core/domain/position.h"

namespace keg::store {

class Database;
class PositionTracker;

/// Reads a delta: everything that was committed after the sequence `after`, as one state that the
/// database has now. Gives `sink` the newest log entry of each key, in the order of their ids, then
/// the rows that those keys name and that are still there. Log entries that name no replicated row
/// are given too. Costs as much as there are changed keys. In one read transaction, which also
/// moves `tracker` on; returns its position. Errors: NotFound if the log no longer reaches back to
/// `after`, Mismatch if `after` is beyond the head or the head went back, those of `sink`, and as
/// Database::error.
Result<Position> readChanges(Database &database, PositionTracker &tracker, qint64 after,
                             ChangeSink &sink);

} // namespace keg::store
