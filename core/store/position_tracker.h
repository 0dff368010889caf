// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"
#include "core/store/replica_state.h"
#include "core/store/state_digest.h"

namespace keg::store {

class Database;

/// Computes the position of a database from nothing but its file, in a read transaction of its own.
/// Errors: as Database::error.
Result<Position> computePosition(Database &database);

/// Knows the position of a database, digest included, and follows it at the cost of the rows that
/// changed. Belongs to the database's thread.
class PositionTracker
{
public:
    /// What other connections committed besides logged changes: reasons for an audit.
    struct Suspicion
    {
        bool hasUnloggedCommit = false; ///< also after a foreign checkpoint or ANALYZE
        bool hasSchemaChange = false;
    };

    /// As of the last call.
    const Position &position() const { return m_position; }
    const ReplicaState &state() const { return m_state; }

    /// Reads every row. Call inside a transaction. On an error everything stays as it was. Errors:
    /// as Database::error.
    Result<void> rebuild(Database &database);
    /// Reads the rows that were logged since; every row if the file is on another line of history
    /// than before. Call inside a transaction. On an error everything stays as it was. Errors:
    /// Mismatch if the head went back, and as Database::error.
    Result<void> advance(Database &database);
    /// The last advance() found that the head went back.
    bool hasLostTail() const { return m_hasLostTail; }

    /// What a write transaction makes of the rows; to be followed by commit() or rollBack().
    StateDigest &digest() { return m_digest; }
    /// The transaction was committed: the file is at `state` and `position`.
    void commit(const ReplicaState &state, const Position &position);
    void commit(const ReplicaState &state, const Position &position, StateDigest digest);
    void rollBack() { m_digest.rollBack(); }

    /// Since the last call.
    Suspicion takeSuspicion();

private:
    Result<void> rehash(Database &database, qint64 after);
    Result<void> noteVersions(Database &database, bool isLogged);

    ReplicaState m_state;
    Position m_position;
    StateDigest m_digest;
    qint64 m_dataVersion = 0;
    qint64 m_schemaVersion = 0;
    bool m_hasLostTail = false;
    Suspicion m_suspicion;
};

} // namespace keg::store
