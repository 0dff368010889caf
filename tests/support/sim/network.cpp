// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/network.h"

namespace keg::sim {

namespace {

constexpr qint64 Narrowness = 64; // of what a real link takes at once: 1 KiB is much here

} // namespace

Network::Network(EventQueue &events, quint64 seed)
    : m_events(events)
    , m_random(seed)
{}

void Network::listen(Port port, ServerEnd *server, const MachineId &machine)
{
    m_servers.insert(port, {server, machine});
}

void Network::closePort(Port port)
{
    m_servers.remove(port);
    for (const PeerId id : connections()) {
        Connection *connection = find(id);
        if (connection && connection->port == port)
            closeFromServer(id);
    }
}

PeerId Network::connect(Port port, ClientEnd *client, const MachineId &machine)
{
    const PeerId id = ++m_lastId;
    m_connections[id].port = port;
    m_connections[id].client = client;
    m_connections[id].clientMachine = machine;
    m_events.after(milliseconds(random(20)), [this, id] {
        Connection *connection = find(id);
        if (!connection || !connection->client)
            return forgetIfOver(id);
        const Server server = m_servers.value(connection->port);
        if (!server.end)
            return announceEnd(id, true);
        connection->isOpen = true;
        connection->hasServer = true;
        server.end->peerConnected(id, connection->clientMachine);
        if (Connection *still = find(id); still && still->client)
            still->client->connected(server.machine);
    });
    return id;
}

void Network::sendToServer(PeerId connection, const QByteArray &bytes)
{
    send(connection, false, bytes);
}

void Network::sendToClient(PeerId connection, const QByteArray &bytes)
{
    send(connection, true, bytes);
}

void Network::closeFromServer(PeerId id)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    connection->hasServer = false;
    const milliseconds when = arrival(*connection, connection->toClient);
    m_events.after(when - m_events.monotonic(), [this, id] { announceEnd(id, true); });
}

void Network::closeFromClient(PeerId id)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    connection->client = nullptr;
    const milliseconds when = arrival(*connection, connection->toServer);
    m_events.after(when - m_events.monotonic(), [this, id] { announceEnd(id, false); });
}

qint64 Network::backlogToClient(PeerId id) const
{
    const auto found = m_connections.find(id);
    return found == m_connections.cend() ? 0 : found->second.toClient.inFlight * Narrowness;
}

QList<PeerId> Network::connections() const
{
    QList<PeerId> ids;
    for (const auto &[id, connection] : m_connections)
        ids.append(id);
    return ids;
}

QList<PeerId> Network::connectionsOf(const ClientEnd *client) const
{
    QList<PeerId> ids;
    for (const auto &[id, connection] : m_connections) {
        if (connection.client == client)
            ids.append(id);
    }
    return ids;
}

void Network::cut(PeerId id)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    connection->isOpen = false; // what is under way is lost
    m_events.after(milliseconds(random(50)), [this, id] { announceEnd(id, true); });
    m_events.after(milliseconds(random(50)), [this, id] { announceEnd(id, false); });
}

void Network::silence(PeerId id)
{
    if (Connection *connection = find(id))
        connection->isSilent = true;
}

void Network::stall(PeerId id, milliseconds duration)
{
    if (Connection *connection = find(id))
        connection->stalledUntil = m_events.monotonic() + duration;
}

void Network::slowDown(PeerId id, milliseconds delay)
{
    if (Connection *connection = find(id))
        connection->extraDelay = delay;
}

void Network::corruptNext(PeerId id)
{
    if (Connection *connection = find(id))
        connection->corruptsNext = true;
}

Network::Connection *Network::find(PeerId id)
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() ? nullptr : &found->second;
}

/// When the next piece of that direction is there: never before the one before it.
milliseconds Network::arrival(Connection &connection, Direction &direction)
{
    const milliseconds start = std::max(m_events.monotonic(), connection.stalledUntil);
    const milliseconds due = start + connection.extraDelay + milliseconds(random(6));
    direction.lastArrival = std::max(direction.lastArrival, due);
    return direction.lastArrival;
}

void Network::send(PeerId id, bool toClient, const QByteArray &bytes)
{
    Connection *connection = find(id);
    if (!connection || !connection->isOpen)
        return;
    Direction &direction = toClient ? connection->toClient : connection->toServer;
    direction.inFlight += bytes.size();
    if (backlogToClient(id) >= sync::BacklogLimit)
        connection->isCongested = true;
    for (qsizetype start = 0; start < bytes.size();) {
        const qsizetype size = std::min<qsizetype>(bytes.size() - start, 1 + random(400));
        const milliseconds when = arrival(*connection, direction);
        m_events.after(
            when - m_events.monotonic(),
            [this, id, toClient, piece = bytes.mid(start, size)] { arrive(id, toClient, piece); });
        start += size;
    }
}

void Network::arrive(PeerId id, bool toClient, QByteArray piece)
{
    Connection *connection = find(id);
    if (!connection || !connection->isOpen || connection->isSilent)
        return;
    if (m_cutAfter && m_arrived + piece.size() > *m_cutAfter)
        piece.truncate(*m_cutAfter - m_arrived);
    m_arrived += piece.size();
    const bool isCut = m_cutAfter && m_arrived == *m_cutAfter;
    if (toClient && std::exchange(connection->corruptsNext, false) && !piece.isEmpty()) {
        piece[qsizetype(random(piece.size()))] ^= char(1 << random(8));
        ++m_corrupted;
    }
    ServerEnd *server = m_servers.value(connection->port).end;
    if (toClient) {
        connection->toClient.inFlight -= piece.size();
        if (connection->client && !piece.isEmpty())
            connection->client->received(piece);
        connection = find(id);
        if (connection && connection->isCongested && backlogToClient(id) < sync::BacklogLimit) {
            connection->isCongested = false;
            if (connection->hasServer)
                server->peerWritable(id);
        }
    } else {
        connection->toServer.inFlight -= piece.size();
        if (connection->hasServer && !piece.isEmpty())
            server->peerSent(id, piece);
    }
    if (isCut) {
        m_cutAfter.reset();
        for (const PeerId each : connections())
            cut(each);
    }
}

void Network::announceEnd(PeerId id, bool toClient)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    if (connection->isSilent)
        return forgetIfOver(id); // the other end has to find out by itself
    if (toClient && connection->client)
        std::exchange(connection->client, nullptr)->disconnected(QStringLiteral("connection lost"));
    else if (!toClient && std::exchange(connection->hasServer, false))
        m_servers.value(connection->port).end->peerDisconnected(id);
    forgetIfOver(id);
}

void Network::forgetIfOver(PeerId id)
{
    const Connection *connection = find(id);
    if (connection && !connection->client && !connection->hasServer)
        m_connections.erase(id);
}

qint64 Network::random(qint64 limit)
{
    return std::uniform_int_distribution<qint64>(0, limit - 1)(m_random);
}

} // namespace keg::sim
