// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"
#include "core/domain/position.h"

namespace keg::store {

class Database;
class PositionTracker;

/// Brings a client's copy from one position to another by a delta, in one write transaction: all
/// keys that `source`'s log entries name are deleted, all its rows inserted, its log entries and
/// the position taken over. Committed only if the copy is a client's, at `from`, and its digest,
/// computed from what is stored then, is that of `to`; otherwise copy and tracker are as before. A
/// copy without database id adopts that of `to`.
///
/// Errors: Refused if it is no client's copy; Mismatch if it is not at `from` (as when the delta is
/// applied a second time) or the digest differs; TooNew for a table or column that this program
/// does not know; Damaged for a delta that contradicts itself; those of `source`, and as
/// Database::error.
Result<void> applyChanges(Database &database, PositionTracker &tracker, const Position &from,
                          const Position &to, ChangeSource &source);

} // namespace keg::store
