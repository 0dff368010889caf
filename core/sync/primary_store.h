// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/trust_list.h"
#include "core/sync/change_batch.h"
#include "core/sync/links.h"

namespace keg::sync {

struct PeerStatus;

/// What a PrimaryMachine asks of the database. Calls return at once; the answers are the machine's
/// events, in the order in which things happened in the database.
class PrimaryStore
{
public:
    PrimaryStore() = default;
    virtual ~PrimaryStore() = default;
    PrimaryStore(const PrimaryStore &) = delete;
    PrimaryStore &operator=(const PrimaryStore &) = delete;

    /// Answered by changesArrived() as soon as the head is beyond `after`. One at a time.
    virtual void awaitChanges(qint64 after) = 0;
    /// Answered by changesRead() at once, also if there are none.
    virtual void readChanges(qint64 after) = 0;
    /// Some client has states of the present epoch that this database has lost. Answered by
    /// epochStarted().
    virtual void startEpoch(const QString &reason) = 0;
    /// Puts a display on the list, if `token` is of a join string that was given out; an open
    /// primary asks for none, but has no machine that was revoked without one. Answered by
    /// trustChanged() with it on the list, or by displayRefused().
    virtual void admitDisplay(PeerId peer, const MachineId &machine, const QString &name,
                              const QByteArray &token)
        = 0;
    /// An approved display has come, or goes: so it was seen last.
    virtual void noteSeen(const PeerStatus &display) = 0;
};

} // namespace keg::sync
