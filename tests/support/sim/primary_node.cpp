// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/primary_node.h"

#include "tests/support/machine_ids.h"

namespace keg::sim {

namespace {

constexpr int RememberedCommits = 5;
constexpr qint64 SmallPart = 200; // bytes, so that small data travels in many parts, too

} // namespace

/// Plugs one server machine into the network and the clock.
template<typename Server>
class PrimaryNode::Desk final : public ServerEnd, public sync::PeerLinks
{
public:
    template<typename Source>
    Desk(PrimaryNode &node, Port port, typename Server::Settings settings, Source &source)
        : m_node(node)
        , m_port(port)
        , m_server(std::move(settings), node.m_events, source, *this)
    {
        m_node.m_network.listen(port, this, test::machineCalled("primary"));
    }

    ~Desk() override { m_node.m_network.closePort(m_port); }

    template<typename Event>
    void happen(Event &&event)
    {
        event(m_server);
        m_node.observe();
        arm();
    }

    const Server &server() const { return m_server; }

    void peerConnected(PeerId peer, const MachineId &machine) override
    {
        happen([&](Server &server) { server.peerConnected(peer, QStringLiteral("sim"), machine); });
    }
    void peerSent(PeerId peer, const QByteArray &bytes) override
    {
        happen([&](Server &server) { server.bytesReceived(peer, bytes); });
    }
    void peerWritable(PeerId peer) override
    {
        happen([peer](Server &server) { server.peerWritable(peer); });
    }
    void peerDisconnected(PeerId peer) override
    {
        happen([peer](Server &server) { server.peerDisconnected(peer); });
    }

    void send(PeerId peer, const QByteArray &frame) override
    {
        m_node.m_network.sendToClient(peer, frame);
    }
    void close(PeerId peer, const QString & /*reason*/) override
    {
        m_node.m_network.closeFromServer(peer);
    }
    void trust(PeerId /*peer*/) override {}
    qint64 backlog(PeerId peer) const override { return m_node.m_network.backlogToClient(peer); }

private:
    void arm()
    {
        const auto due = m_server.deadline();
        const milliseconds now = m_node.m_events.monotonic();
        if (!due || (m_armedFor && *m_armedFor <= *due && *m_armedFor > now))
            return;
        m_armedFor = due;
        m_node.later(std::max(*due - now, milliseconds(0)),
                     [this] { happen([](Server &server) { server.tick(); }); });
    }

    PrimaryNode &m_node;
    const Port m_port;
    Server m_server;
    std::optional<milliseconds> m_armedFor;
};

PrimaryNode::PrimaryNode(EventQueue &events, Network &network, Oracle &oracle, quint64 seed)
    : Machine(events, seed)
    , m_network(network)
    , m_oracle(oracle)
{
    m_disk.position.databaseId = QUuid::createUuidV5(QUuid(), QByteArray::number(seed));
    m_disk.position.epoch = {1, quint64(random(1'000'000))};
    remember();
}

PrimaryNode::~PrimaryNode()
{
    crash();
}

void PrimaryNode::boot()
{
    if (isUp())
        return;
    switchOn();
    sync::PrimaryMachine::Settings notify;
    notify.name = QStringLiteral("primary");
    notify.partSize = SmallPart;
    notify.machine = test::machineCalled("primary");
    notify.makeNonce = [this] { return test::nonceOf(QByteArray::number(random(1'000'000'000))); };
    m_notify = std::make_unique<Desk<sync::PrimaryMachine>>(
        *this, Port::Notify, notify, static_cast<sync::PrimaryStore &>(*this));
    sync::SnapshotServer::Settings snapshot;
    snapshot.transfers = 1;
    snapshot.partSize = SmallPart;
    m_snapshot = std::make_unique<Desk<sync::SnapshotServer>>(
        *this, Port::Snapshot, snapshot, static_cast<sync::ImageSource &>(*this));
    m_snapshot->happen([this](sync::SnapshotServer &server) {
        server.start(m_disk.position.databaseId, trust());
    });
    m_disk.known = m_disk.rows; // a new process hashes what is there
    m_disk.position.digest = digestOf(m_disk.known);
    m_oracle.committed(m_disk);
    m_notify->happen([this](sync::PrimaryMachine &machine) {
        machine.start({m_disk.position, m_disk.previous}, trust());
    });
}

void PrimaryNode::crash()
{
    switchOff();
    m_notify.reset();
    m_snapshot.reset();
    m_watchedAfter.reset();
    m_image.reset();
    m_peerStates.clear();
}

void PrimaryNode::loseTail(int commits)
{
    crash();
    while (commits-- > 0 && m_earlier.size() > 1)
        m_earlier.removeLast();
    m_disk = m_earlier.last();
}

void PrimaryNode::commit(const Changes &changes)
{
    m_disk.commit(changes);
    remember();
    answerWatch();
}

void PrimaryNode::changeBehindTheLog(const Key &key, const QByteArray &value)
{
    m_disk.rows[key] = value;
}

void PrimaryNode::audit()
{
    if (isUp() && m_disk.rows != m_disk.known)
        startEpoch(-1);
}

void PrimaryNode::raiseFloor()
{
    m_disk.raiseFloor();
    remember();
}

void PrimaryNode::list(const MachineId &display, bool isApproved)
{
    m_displays[display] = isApproved;
    if (!isUp())
        return;
    m_snapshot->happen([this](sync::SnapshotServer &server) { server.trustChanged(trust()); });
    m_notify->happen([this](sync::PrimaryMachine &machine) { machine.trustChanged(trust()); });
}

TrustList PrimaryNode::trust() const
{
    QList<Display> displays;
    for (auto entry = m_displays.cbegin(); entry != m_displays.cend(); ++entry)
        displays.append({0, entry.key(), {}, *entry, false});
    return TrustList(displays, false);
}

/// Nobody was given a join string here.
void PrimaryNode::admitDisplay(PeerId peer, const MachineId & /*machine*/, const QString & /*name*/,
                               const QByteArray & /*token*/)
{
    later(milliseconds(random(4)), [this, peer] {
        m_notify->happen([&](sync::PrimaryMachine &machine) {
            machine.displayRefused(peer, {ErrorCode::Refused, QStringLiteral("no such token")});
        });
    });
}

QList<sync::PeerStatus> PrimaryNode::peers() const
{
    return m_notify ? m_notify->server().peers() : QList<sync::PeerStatus>();
}

void PrimaryNode::awaitChanges(qint64 after)
{
    m_watchedAfter = after;
    answerWatch();
}

void PrimaryNode::readChanges(qint64 after)
{
    later(milliseconds(random(4)), [this, after] {
        const auto batch = m_disk.changesAfter(after);
        m_notify->happen([&](sync::PrimaryMachine &machine) { machine.changesRead(after, batch); });
    });
}

void PrimaryNode::startEpoch(const QString & /*reason*/)
{
    later(milliseconds(random(4)), [this] { startEpoch(m_disk.position.sequence); });
}

void PrimaryNode::requestImage(qint64 sequence)
{
    later(milliseconds(random(20)), [this, sequence] {
        if (m_disk.rows != m_disk.known) { // the image's digest would show it
            startEpoch(-1);
            return m_snapshot->happen([](sync::SnapshotServer &server) {
                server.imageFailed({ErrorCode::Failed, QStringLiteral("an epoch starts")});
            });
        }
        const Position &own = m_disk.position;
        const bool isOfUse = m_image && m_image->position.epoch == own.epoch
            && m_image->position.sequence
                >= std::max(m_disk.floor, std::min(sequence, own.sequence));
        if (!isOfUse)
            m_image = {own, std::make_shared<MemoryPayload>(m_disk.toImage())};
        m_snapshot->happen([&](sync::SnapshotServer &server) { server.imageReady(*m_image); });
    });
}

void PrimaryNode::startEpoch(qint64 switchSequence)
{
    m_disk.startEpoch(quint64(random(1'000'000)), switchSequence);
    m_earlier.clear(); // a history that ends before its epoch is refused, not followed
    remember();
    m_notify->happen([this](sync::PrimaryMachine &machine) {
        machine.epochStarted({m_disk.position, m_disk.previous});
    });
}

void PrimaryNode::answerWatch()
{
    if (!isUp() || !m_watchedAfter || m_disk.position.sequence <= *m_watchedAfter)
        return;
    const qint64 after = *std::exchange(m_watchedAfter, {});
    later(milliseconds(random(4)), [this, after] {
        const auto batch = m_disk.changesAfter(after);
        if (batch) {
            m_notify->happen(
                [&](sync::PrimaryMachine &machine) { machine.changesArrived(*batch); });
        } else { // the floor rose over it: nobody is there any more
            m_watchedAfter = m_disk.floor;
            answerWatch();
        }
    });
}

void PrimaryNode::remember()
{
    m_oracle.committed(m_disk);
    m_earlier.append(m_disk);
    if (m_earlier.size() > RememberedCommits)
        m_earlier.removeFirst();
}

void PrimaryNode::observe()
{
    for (const auto &peer : peers()) {
        const auto before = m_peerStates.constFind(peer.id);
        if (before != m_peerStates.cend() && *before != peer.state)
            ++m_transitions[{*before, peer.state}];
        m_peerStates.insert(peer.id, peer.state);
    }
}

} // namespace keg::sim
