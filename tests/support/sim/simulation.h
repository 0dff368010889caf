// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "tests/support/sim/client_node.h"
#include "tests/support/sim/primary_node.h"
#include "tests/support/sim/raw_peer.h"

#include <memory>
#include <vector>

namespace keg::sim {

enum class Fault {
    CutLink,
    SilentLink,
    StalledLink,
    SlowLink,
    CorruptByte,
    ClientCrash,
    ClientPowerCut,
    ClientDiskFull,
    PrimaryCrash,
    PrimaryLostTail,
    ChangeBehindLog,
    RaisedFloor,
    GarbagePeer,
    SilentPeer,
    OtherProtocolPeer,
    NetworkUp,
    DisplayRevoked,
};
constexpr int FaultCount = 17;
const char *name(Fault fault);

/// What happened, summed up over any number of runs.
struct Statistics
{
    qint64 edits = 0;
    qint64 faults = 0;
    qint64 heals = 0;
    qint64 snapshots = 0;
    std::map<Fault, qint64> faultsOf;
    Transitions<sync::ClientState> clientTransitions;
    Transitions<sync::PeerState> peerTransitions;
};

/// One primary, three clients and one foreign copy in a network of their own. Everything follows
/// from the seed.
class Simulation
{
public:
    explicit Simulation(quint64 seed);
    ~Simulation();

    /// Plans `edits` random transactions and `faults` random faults, adds to `statistics` what
    /// happened, mends everything, and waits until all are in step. Errors: the first thing that
    /// the oracle objects to.
    Result<void> run(int edits, int faults, Statistics *statistics);

private:
    static constexpr int Clients = 3;

    void planEdit(milliseconds when);
    void planFault(milliseconds when, Fault fault);
    void commitRandomChanges();
    bool inflict(Fault fault);
    bool strikeLink(Fault fault);
    bool crashAndReturn(std::function<void()> crash, std::function<void()> boot, bool wasUp);
    void raiseFloorUnder(int tries);
    void addStranger(Fault fault);
    void mendAll();
    std::optional<QString> objection() const;
    std::optional<QString> notInStep() const;
    void collect() const;

    ClientNode &anyClient();
    std::optional<PeerId> anyConnection();
    qint64 random(qint64 limit);

    Statistics *m_statistics = nullptr;
    EventQueue m_events;
    std::mt19937_64 m_random;
    Network m_network;
    Oracle m_oracle;
    PrimaryNode m_primary;
    std::vector<std::unique_ptr<ClientNode>> m_clients;
    std::unique_ptr<ClientNode> m_foreign;
    Rows m_foreignRows;
    std::vector<std::unique_ptr<RawPeer>> m_strangers;
};

} // namespace keg::sim
