// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/simulation.h"

#include <algorithm>

namespace keg::sim {

namespace {

constexpr milliseconds Duration{240'000};
constexpr milliseconds RetryFault{500};
constexpr milliseconds TimeToMend{240'000};
constexpr qint64 RowIds = 30; // a table

ModelDatabase foreignDisk()
{
    ModelDatabase disk;
    disk.position.databaseId = QUuid::createUuidV5(QUuid(), QByteArray("foreign"));
    disk.position.epoch = {7, 7};
    disk.commit({{"beers", {{1, QByteArray("mine")}, {2, QByteArray("mine too")}}}});
    return disk;
}

} // namespace

const char *name(Fault fault)
{
    static constexpr std::array<const char *, FaultCount> Names{
        "link cut",        "link silent",       "link stalled",      "link slow",
        "byte corrupted",  "client killed",     "client power cut",  "client disk full",
        "primary killed",  "primary lost tail", "change behind log", "floor raised",
        "garbage peer",    "silent peer",       "other protocol",    "network up",
        "display revoked",
    };
    return Names[std::size_t(fault)];
}

Simulation::Simulation(quint64 seed)
    : m_random(seed)
    , m_network(m_events, m_random())
    , m_primary(m_events, m_network, m_oracle, m_random())
    , m_foreign(
          std::make_unique<ClientNode>(m_events, m_network, m_oracle, m_random(), foreignDisk()))
    , m_foreignRows(m_foreign->disk().rows)
{
    for (int index = 0; index < Clients; ++index)
        m_clients.push_back(
            std::make_unique<ClientNode>(m_events, m_network, m_oracle, m_random()));
}

Simulation::~Simulation() = default;

Result<void> Simulation::run(int edits, int faults, Statistics *statistics)
{
    m_statistics = statistics;
    m_primary.list(m_foreign->machine(), true);
    m_primary.boot();
    m_foreign->boot();
    for (const auto &client : m_clients) {
        m_events.after(milliseconds(random(5'000)), [&client = *client] { client.boot(); });
        m_events.after(milliseconds(random(20'000)),
                       [this, &client = *client] { m_primary.list(client.machine(), true); });
    }
    for (int edit = 0; edit < edits; ++edit)
        planEdit(milliseconds(random(Duration.count())));
    for (int fault = 0; fault < faults; ++fault)
        planFault(milliseconds(random(Duration.count())), Fault(random(FaultCount)));

    while (m_events.step(Duration)) {
        if (const auto found = objection())
            return Error{ErrorCode::Mismatch, *found};
    }
    mendAll();
    const milliseconds end = m_events.monotonic() + TimeToMend;
    while (notInStep() && m_events.step(end)) {
        if (const auto found = objection())
            return Error{ErrorCode::Mismatch, *found};
    }
    const auto late = notInStep();
    collect();
    if (late)
        return Error{ErrorCode::Mismatch, *late};
    return {};
}

void Simulation::planEdit(milliseconds when)
{
    m_events.after(when, [this] {
        commitRandomChanges();
        ++m_statistics->edits;
    });
}

/// What finds nobody to strike is tried again, as long as faults happen at all.
void Simulation::planFault(milliseconds when, Fault fault)
{
    m_events.after(when, [this, fault] {
        if (m_events.monotonic() > Duration)
            return;
        if (!inflict(fault))
            return planFault(RetryFault, fault);
        ++m_statistics->faults;
        ++m_statistics->faultsOf[fault];
    });
}

void Simulation::commitRandomChanges()
{
    PrimaryNode::Changes changes;
    const qint64 count = random(20) == 0 ? RowIds : 1 + random(4);
    for (qint64 index = 0; index < count; ++index) {
        const QByteArray table = random(2) == 0 ? "beers" : "taps";
        std::optional<QByteArray> value;
        if (random(4) != 0)
            value = QByteArray::number(random(1'000'000'000));
        changes[table][random(RowIds)] = value;
    }
    m_primary.commit(changes);
}

/// Whether there was somebody whom it could happen to.
bool Simulation::inflict(Fault fault)
{
    ClientNode &client = anyClient();
    switch (fault) {
    case Fault::CutLink:
    case Fault::SilentLink:
    case Fault::StalledLink:
    case Fault::SlowLink:
    case Fault::CorruptByte:
        return strikeLink(fault);
    case Fault::ClientCrash:
        return crashAndReturn([&client] { client.crash(); }, [&client] { client.boot(); },
                              client.isUp());
    case Fault::ClientPowerCut:
        return crashAndReturn([this, &client] { client.loseTail(int(random(4))); },
                              [&client] { client.boot(); }, client.isUp());
    case Fault::ClientDiskFull:
        client.fillDisk(milliseconds(random(20'000)));
        return true;
    case Fault::PrimaryCrash:
        return crashAndReturn([this] { m_primary.crash(); }, [this] { m_primary.boot(); },
                              m_primary.isUp());
    case Fault::PrimaryLostTail:
        return crashAndReturn([this] { m_primary.loseTail(1 + int(random(3))); },
                              [this] { m_primary.boot(); }, m_primary.isUp());
    case Fault::ChangeBehindLog:
        if (!m_primary.isUp())
            return false;
        m_primary.changeBehindTheLog({"beers", random(RowIds)}, "behind the log");
        m_events.after(milliseconds(random(10'000)), [this] { m_primary.audit(); });
        return true;
    case Fault::RaisedFloor:
        raiseFloorUnder(random(2) == 0 ? 500 : 0);
        return true;
    case Fault::GarbagePeer:
    case Fault::SilentPeer:
    case Fault::OtherProtocolPeer:
        addStranger(fault);
        return true;
    case Fault::NetworkUp:
        client.networkCameUp();
        return client.isUp();
    case Fault::DisplayRevoked:
        m_primary.list(client.machine(), false);
        m_events.after(milliseconds(random(30'000)),
                       [this, &client] { m_primary.list(client.machine(), true); });
        return true;
    }
    return false;
}

bool Simulation::strikeLink(Fault fault)
{
    const auto connection = anyConnection();
    if (!connection)
        return false;
    if (fault == Fault::CutLink)
        m_network.cut(*connection);
    else if (fault == Fault::SilentLink)
        m_network.silence(*connection);
    else if (fault == Fault::StalledLink)
        m_network.stall(*connection, milliseconds(random(40'000)));
    else if (fault == Fault::SlowLink)
        m_network.slowDown(*connection, milliseconds(random(500)));
    else
        m_network.corruptNext(*connection);
    return true;
}

bool Simulation::crashAndReturn(std::function<void()> crash, std::function<void()> boot, bool wasUp)
{
    if (!wasUp)
        return false;
    crash();
    m_events.after(milliseconds(random(20'000)), std::move(boot));
    return true;
}

/// At once, or as soon as somebody is catching up, who then is below it.
void Simulation::raiseFloorUnder(int tries)
{
    const auto peers = m_primary.peers();
    const bool somebodyIsBehind = std::any_of(peers.cbegin(), peers.cend(), [](const auto &peer) {
        return peer.state == sync::PeerState::CatchingUp;
    });
    if (!somebodyIsBehind && tries > 0) {
        m_events.after(milliseconds(10), [this, tries] { raiseFloorUnder(tries - 1); });
        return;
    }
    commitRandomChanges();
    m_primary.raiseFloor();
}

void Simulation::addStranger(Fault fault)
{
    const Port port = random(2) == 0 ? Port::Notify : Port::Snapshot;
    QByteArray bytes;
    if (fault == Fault::GarbagePeer) {
        for (qint64 size = random(10'000); size > 0; --size)
            bytes += char(random(256));
    } else if (fault == Fault::OtherProtocolPeer && port == Port::Notify) {
        wire::Hello hello;
        hello.lowestProtocol = hello.highestProtocol = wire::HighestProtocol + 1;
        bytes = wire::encode(hello);
    } else if (fault == Fault::OtherProtocolPeer) {
        wire::SnapshotRequest request;
        request.lowestProtocol = request.highestProtocol = wire::HighestProtocol + 1;
        bytes = wire::encode(request);
    }
    m_strangers.push_back(std::make_unique<RawPeer>(m_network, port, bytes));
}

void Simulation::mendAll()
{
    m_primary.boot();
    m_primary.audit();
    for (const auto &client : m_clients) {
        client->boot();
        m_primary.list(client->machine(), true);
        client->fillDisk(milliseconds(0));
    }
}

std::optional<QString> Simulation::objection() const
{
    for (const auto &client : m_clients) {
        if (client->fault())
            return client->fault();
    }
    for (const auto &stranger : m_strangers) {
        if (stranger->gotMoreThanARefusal())
            return QStringLiteral("a stranger was given more than a refusal");
    }
    if (m_foreign->disk().rows != m_foreignRows)
        return QStringLiteral("a foreign copy was overwritten");
    return {};
}

std::optional<QString> Simulation::notInStep() const
{
    const ModelDatabase &primary = m_primary.disk();
    for (const auto &client : m_clients) {
        const auto status = client->status();
        if (!status || status->state != sync::ClientState::Live
            || client->disk().rows != primary.rows || client->disk().position != primary.position)
        {
            return QStringLiteral("a client is not in step: %1 at %2, the primary is at %3; %4")
                .arg(status ? int(status->state) : -1)
                .arg(client->disk().position.toString(), primary.position.toString(),
                     status ? status->reason : QString());
        }
    }
    return {};
}

void Simulation::collect() const
{
    for (const auto &client : m_clients) {
        client->crash();
        m_statistics->heals += client->heals();
        m_statistics->snapshots += client->snapshots();
        for (const auto &[states, count] : client->transitions())
            m_statistics->clientTransitions[states] += count;
    }
    for (const auto &[states, count] : m_foreign->transitions())
        m_statistics->clientTransitions[states] += count;
    for (const auto &[states, count] : m_primary.transitions())
        m_statistics->peerTransitions[states] += count;
}

ClientNode &Simulation::anyClient()
{
    return *m_clients[std::size_t(random(Clients))];
}

std::optional<PeerId> Simulation::anyConnection()
{
    const auto all = anyClient().connections();
    if (all.isEmpty())
        return {};
    return all[random(all.size())];
}

qint64 Simulation::random(qint64 limit)
{
    return std::uniform_int_distribution<qint64>(0, limit - 1)(m_random);
}

} // namespace keg::sim
