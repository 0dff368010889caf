// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"
#include "core/store/state_digest.h"

#include <QString>

namespace keg {
class Interruption;
}

namespace keg::store {

class Database;
class PositionTracker;

/// An image of a primary's database that was found to be what was announced. The file must stay as
/// it is until it was merged; it is its owner's to remove.
struct InspectedSnapshot
{
    QString path;
    Position position;
    StateDigest rows;
};

/// Reads an image through and compares it with the position that was announced. From any thread.
/// Errors: Damaged, TooNew (of a newer version, with content that this one does not know),
/// Mismatch, Interrupted, and as Database::open.
Result<InspectedSnapshot> inspectSnapshot(const QString &path, const Position &announced,
                                          const Interruption *interruption = nullptr);

/// Brings a client's copy to the content of an image, in one write transaction that writes only the
/// rows that differ and takes over log, position and epochs. Other programs see the old state or
/// the new one. On an error copy and tracker are as before.
///
/// Errors: Refused if it is no client's copy, of another database, or holds rows of no database;
/// Mismatch if the image is older than the copy or the digest differs; Interrupted; and as
/// Database::error.
Result<void> mergeSnapshot(Database &database, PositionTracker &tracker,
                           const InspectedSnapshot &snapshot);

} // namespace keg::store
