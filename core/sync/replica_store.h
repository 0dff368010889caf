// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"

#include <QByteArray>

namespace keg::sync {

/// What a ClientMachine asks of its copy. One apply or snapshot at a time, and each is answered
/// once, whatever happens to the connection meanwhile.
class ReplicaStore
{
public:
    ReplicaStore() = default;
    virtual ~ReplicaStore() = default;
    ReplicaStore(const ReplicaStore &) = delete;
    ReplicaStore &operator=(const ReplicaStore &) = delete;

    /// Appends to the delta payload that is being received. Errors: DiskFull, Failed.
    virtual Result<void> collect(const QByteArray &bytes) = 0;
    /// Forgets what was collected.
    virtual void discard() = 0;
    /// Brings the copy from one position to the other by what was collected, in one transaction.
    /// Answered by applied() or applyFailed().
    virtual void apply(const Position &from, const Position &to) = 0;
    /// Answered by snapshotMerged() or snapshotFailed().
    virtual void fetchSnapshot() = 0;
    /// The snapshot is of no use any more; still answered, soon.
    virtual void cancelSnapshot() = 0;
};

} // namespace keg::sync
