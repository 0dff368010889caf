// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/client_node.h"

#include "tests/support/machine_ids.h"

namespace keg::sim {

namespace {

constexpr int RememberedCommits = 5;

} // namespace

/// Plugs one client machine into the network and the clock.
template<typename Client>
class ClientNode::Desk final : public ClientEnd, public sync::ServerLink
{
public:
    template<typename Store>
    Desk(ClientNode &node, Port port, typename Client::Settings settings, Store &store)
        : m_node(node)
        , m_port(port)
        , m_client(std::move(settings), node.m_events, store, *this)
    {}

    ~Desk() override { close({}); }

    template<typename Event>
    void happen(Event &&event)
    {
        event(m_client);
        m_node.observe();
        arm();
    }

    const Client &client() const { return m_client; }
    std::optional<PeerId> connection() const { return m_connection; }

    void connected(const MachineId &server) override
    {
        happen([&](Client &client) { client.connected(server); });
    }
    void received(const QByteArray &bytes) override
    {
        happen([&](Client &client) { client.bytesReceived(bytes); });
    }
    void disconnected(const QString &reason) override
    {
        m_connection.reset();
        happen([&](Client &client) { client.disconnected(reason); });
    }

    void open() override
    {
        m_connection = m_node.m_network.connect(m_port, this, m_node.m_machine);
    }
    void send(const QByteArray &frame) override
    {
        if (m_connection)
            m_node.m_network.sendToServer(*m_connection, frame);
    }
    void close(const QString & /*reason*/) override
    {
        if (m_connection)
            m_node.m_network.closeFromClient(*std::exchange(m_connection, {}));
    }

private:
    void arm()
    {
        const auto due = m_client.deadline();
        const milliseconds now = m_node.m_events.monotonic();
        if (!due || (m_armedFor && *m_armedFor <= *due && *m_armedFor > now))
            return;
        m_armedFor = due;
        m_node.later(std::max(*due - now, milliseconds(0)),
                     [this] { happen([](Client &client) { client.tick(); }); });
    }

    ClientNode &m_node;
    const Port m_port;
    std::optional<PeerId> m_connection;
    Client m_client;
    std::optional<milliseconds> m_armedFor;
};

ClientNode::ClientNode(EventQueue &events, Network &network, const Oracle &oracle, quint64 seed,
                       ModelDatabase disk)
    : Machine(events, seed)
    , m_network(network)
    , m_machine(test::machineCalled(QByteArray::number(seed)))
    , m_oracle(oracle)
    , m_disk(std::move(disk))
{
    m_earlier.append(m_disk);
}

ClientNode::~ClientNode()
{
    crash();
}

void ClientNode::boot()
{
    if (isUp())
        return;
    switchOn();
    m_disk.position.digest = digestOf(m_disk.rows);
    sync::ClientMachine::Settings notify;
    notify.seed = quint64(random(1'000'000'000));
    notify.machine = m_machine;
    notify.primary = m_primary;
    notify.makeNonce = [this] { return test::nonceOf(QByteArray::number(random(1'000'000'000))); };
    m_notify = std::make_unique<Desk<sync::ClientMachine>>(
        *this, Port::Notify, notify, static_cast<sync::ReplicaStore &>(*this));
    m_snapshot = std::make_unique<Desk<sync::SnapshotClient>>(
        *this, Port::Snapshot, sync::SnapshotClient::Settings{},
        static_cast<sync::ImageSink &>(*this));
    m_notify->happen([this](sync::ClientMachine &machine) { machine.start(m_disk.position); });
}

void ClientNode::crash()
{
    if (const auto before = status()) {
        m_heals += before->counters.heals.size();
        m_snapshots += before->counters.snapshots;
    }
    switchOff();
    m_notify.reset();
    m_snapshot.reset();
    m_collected.clear();
    m_state.reset();
}

void ClientNode::loseTail(int commits)
{
    crash();
    while (commits-- > 0 && m_earlier.size() > 1)
        m_earlier.removeLast();
    m_disk = m_earlier.last();
    m_shown.reset(); // the screen was dark
}

void ClientNode::fillDisk(milliseconds duration)
{
    m_fullUntil = m_events.monotonic() + duration;
}

void ClientNode::networkCameUp()
{
    if (m_notify)
        m_notify->happen([](sync::ClientMachine &machine) { machine.networkCameUp(); });
}

QList<PeerId> ClientNode::connections() const
{
    QList<PeerId> ids;
    if (m_notify && m_notify->connection())
        ids.append(*m_notify->connection());
    if (m_snapshot && m_snapshot->connection())
        ids.append(*m_snapshot->connection());
    return ids;
}

std::optional<sync::ClientStatus> ClientNode::status() const
{
    if (!m_notify)
        return {};
    return m_notify->client().status();
}

Result<void> ClientNode::collect(const QByteArray &bytes)
{
    if (auto free = room(); !free)
        return free;
    m_collected += bytes;
    return {};
}

void ClientNode::discard()
{
    m_collected.clear();
}

void ClientNode::apply(const Position &from, const Position &to)
{
    const auto payload = std::make_shared<MemoryPayload>(std::exchange(m_collected, {}));
    later(milliseconds(random(20)), [this, from, to, payload] {
        auto done = room();
        if (done)
            done = m_disk.apply(from, to, payload);
        if (done)
            remember();
        m_notify->happen([&](sync::ClientMachine &machine) {
            done ? machine.applied(m_disk.position) : machine.applyFailed(done.error());
        });
    });
}

void ClientNode::fetchSnapshot()
{
    m_snapshot->happen(
        [this](sync::SnapshotClient &client) { client.start(m_disk.position, m_primary); });
}

void ClientNode::cancelSnapshot()
{
    // Asked from within an event of the other machine: answered after it.
    later(milliseconds(0),
          [this] { m_snapshot->happen([](sync::SnapshotClient &client) { client.cancel(); }); });
}

Result<void> ClientNode::begin(qint64 /*size*/)
{
    m_image.clear();
    return room();
}

Result<void> ClientNode::append(const QByteArray &bytes)
{
    m_image += bytes;
    return room();
}

void ClientNode::finish(const Position &position)
{
    later(milliseconds(random(30)), [this, position] {
        auto done = room();
        if (done)
            done = m_disk.merge(m_image, position);
        if (done)
            remember();
        m_notify->happen([&](sync::ClientMachine &machine) {
            done ? machine.snapshotMerged(m_disk.position) : machine.snapshotFailed(done.error());
        });
    });
}

void ClientNode::fail(const Error &error)
{
    later(milliseconds(0), [this, error] {
        m_notify->happen([&](sync::ClientMachine &machine) { machine.snapshotFailed(error); });
    });
}

Result<void> ClientNode::room() const
{
    if (m_events.monotonic() < m_fullUntil)
        return Error{ErrorCode::DiskFull, QStringLiteral("no room on the disk")};
    return {};
}

void ClientNode::remember()
{
    if (const auto fault = m_oracle.judge(m_disk, m_shown); fault && !m_fault)
        m_fault = fault;
    m_earlier.append(m_disk);
    if (m_earlier.size() > RememberedCommits)
        m_earlier.removeFirst();
}

void ClientNode::observe()
{
    const auto now = status();
    if (!now)
        return;
    m_primary = now->primary;
    if (m_state && *m_state != now->state)
        ++m_transitions[{*m_state, now->state}];
    m_state = now->state;
}

} // namespace keg::sim
