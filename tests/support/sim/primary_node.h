// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/primary_machine.h"
#include "core/sync/snapshot_server.h"
#include "tests/support/sim/machine.h"
#include "tests/support/sim/model.h"
#include "tests/support/sim/network.h"

namespace keg::sim {

/// A primary: a disk that survives crashes, and the two servers while it is up.
class PrimaryNode final : public Machine, private sync::PrimaryStore, private sync::ImageSource
{
public:
    using Changes = QMap<QByteArray, QMap<qint64, std::optional<QByteArray>>>;

    PrimaryNode(EventQueue &events, Network &network, Oracle &oracle, quint64 seed);
    ~PrimaryNode() override;

    void boot();
    void crash();
    /// Crashes and forgets up to `commits` of its last commits.
    void loseTail(int commits);

    /// A writer's transaction; works while the program is down, too.
    void commit(const Changes &changes);
    /// Changes a row without a trace in the log; the next audit finds it.
    void changeBehindTheLog(const Key &key, const QByteArray &value);
    void audit();
    void raiseFloor();
    /// Puts a display on the list, as approved or revoked.
    void list(const MachineId &display, bool isApproved);

    const ModelDatabase &disk() const { return m_disk; }
    const Transitions<sync::PeerState> &transitions() const { return m_transitions; }
    QList<sync::PeerStatus> peers() const;

private:
    template<typename Server>
    class Desk;

    void awaitChanges(qint64 after) override;
    void readChanges(qint64 after) override;
    void startEpoch(const QString &reason) override;
    void admitDisplay(PeerId peer, const MachineId &machine, const QString &name,
                      const QByteArray &token) override;
    void noteSeen(const sync::PeerStatus & /*display*/) override {}
    void requestImage(qint64 sequence) override;

    void startEpoch(qint64 switchSequence);
    TrustList trust() const;
    void answerWatch();
    void remember();
    void observe();

    Network &m_network;
    Oracle &m_oracle;
    ModelDatabase m_disk;
    QHash<MachineId, bool> m_displays; ///< whether approved
    QList<ModelDatabase> m_earlier; ///< what a power cut may leave
    std::optional<qint64> m_watchedAfter;
    std::optional<sync::SnapshotImage> m_image; ///< the newest, for as long as it is of use
    std::unique_ptr<Desk<sync::PrimaryMachine>> m_notify;
    std::unique_ptr<Desk<sync::SnapshotServer>> m_snapshot;
    QHash<PeerId, sync::PeerState> m_peerStates;
    Transitions<sync::PeerState> m_transitions;
};

} // namespace keg::sim
