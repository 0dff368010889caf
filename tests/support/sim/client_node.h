// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/client_machine.h"
#include "core/sync/snapshot_client.h"
#include "tests/support/sim/machine.h"
#include "tests/support/sim/model.h"
#include "tests/support/sim/network.h"

namespace keg::sim {

/// A display: a disk that survives crashes, and the client's machines while it is up.
class ClientNode final : public Machine, private sync::ReplicaStore, private sync::ImageSink
{
public:
    /// `disk` is what the copy holds before it first starts.
    ClientNode(EventQueue &events, Network &network, const Oracle &oracle, quint64 seed,
               ModelDatabase disk = {});
    ~ClientNode() override;

    void boot();
    void crash();
    /// Crashes and forgets up to `commits` of its last commits.
    void loseTail(int commits);
    void fillDisk(milliseconds duration);
    void networkCameUp();

    /// Its connections at this moment, on both ports.
    QList<PeerId> connections() const;
    const ModelDatabase &disk() const { return m_disk; }
    const MachineId &machine() const { return m_machine; }
    /// Of the machine that runs; none while it is down.
    std::optional<sync::ClientStatus> status() const;
    const Transitions<sync::ClientState> &transitions() const { return m_transitions; }
    qint64 heals() const { return m_heals; }
    qint64 snapshots() const { return m_snapshots; }
    /// What the oracle found wrong, if anything.
    const std::optional<QString> &fault() const { return m_fault; }

private:
    template<typename Client>
    class Desk;

    Result<void> collect(const QByteArray &bytes) override;
    void discard() override;
    void apply(const Position &from, const Position &to) override;
    void fetchSnapshot() override;
    void cancelSnapshot() override;

    Result<void> begin(qint64 size) override;
    Result<void> append(const QByteArray &bytes) override;
    void finish(const Position &position) override;
    void fail(const Error &error) override;

    Result<void> room() const;
    void remember();
    void observe();

    Network &m_network;
    const MachineId m_machine;
    MachineId m_primary; ///< that it trusts
    const Oracle &m_oracle;
    ModelDatabase m_disk;
    QList<ModelDatabase> m_earlier;
    std::optional<Position> m_shown;
    std::optional<QString> m_fault;
    milliseconds m_fullUntil{0};
    QByteArray m_collected;
    QByteArray m_image;
    std::unique_ptr<Desk<sync::ClientMachine>> m_notify;
    std::unique_ptr<Desk<sync::SnapshotClient>> m_snapshot;
    std::optional<sync::ClientState> m_state;
    Transitions<sync::ClientState> m_transitions;
    qint64 m_heals = 0;
    qint64 m_snapshots = 0;
};

} // namespace keg::sim
