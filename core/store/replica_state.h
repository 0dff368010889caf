// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"

#include <QList>
#include <QString>
#include <QUuid>

#include <optional>

namespace keg::store {

class Database;

enum class Role { Primary, Client };

/// Where a copy of the database stands: the one row of the table `replica`.
struct ReplicaState
{
    std::optional<Role> role; ///< none: no instance has claimed the file yet
    QString primaryName; ///< as a client's guards name it
    QUuid databaseId; ///< null: holds nothing yet, adopts its primary's
    Epoch epoch;
    qint64 sequence = 0; ///< of a client's last applied change; a primary's is headSequence()
    qint64 logFloor = 0; ///< a copy at a lower sequence cannot resume from change_log

    bool operator==(const ReplicaState &) const = default;
};

/// The start of one epoch: a row of the table `epochs`.
struct EpochStart
{
    Epoch epoch;
    qint64 switchSequence = -1; ///< a copy of the epoch before may resume up to it; -1: none may

    bool operator==(const EpochStart &) const = default;
};

// Errors of all: as Database::error.

/// A file that no instance has upgraded yet reads as unclaimed.
Result<ReplicaState> readReplicaState(Database &database);
/// Call inside a Transaction.
Result<void> writeReplicaState(Database &database, const ReplicaState &state);

/// The id of the newest row of change_log; 0: none.
Result<qint64> headSequence(Database &database);

/// All known epochs in their order.
Result<QList<EpochStart>> readEpochs(Database &database);
/// Call inside a Transaction; does not touch `replica`.
Result<void> recordEpoch(Database &database, const EpochStart &start);

/// Starts the next epoch with a random id of its own: records it and makes it the file's. Call
/// inside a Transaction.
Result<ReplicaState> startEpoch(Database &database, qint64 switchSequence);

/// Gives a file that has no database id one of its own, and its first epoch. Call inside a
/// Transaction.
Result<ReplicaState> ensureIdentity(Database &database);

} // namespace keg::store
