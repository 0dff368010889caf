// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"
#include "core/store/position_tracker.h"

#include <QByteArray>
#include <QString>

namespace keg {
class Interruption;
}

namespace keg::store {

class Database;

/// What a database file holds when every row of it is read, to be compared with what the store
/// remembers.
struct AuditReading
{
    Position position;
    QByteArray definitions;
};

/// The same with the hash of every row.
struct FullReading
{
    PositionTracker tracker;
    QByteArray definitions; ///< how the replicated tables are declared
};

/// Call inside a transaction. Errors: as Database::error.
Result<FullReading> readFully(Database &database);

/// Reads the file in one read transaction on a connection of its own, so from any thread. Errors:
/// as Database::open and Database::error; Interrupted.
Result<AuditReading> readForAudit(const QString &path, const Interruption *interruption = nullptr);

} // namespace keg::store
