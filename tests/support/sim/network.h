// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"
#include "core/sync/links.h"
#include "tests/support/sim/event_queue.h"

#include <QHash>
#include <QSet>

#include <map>
#include <optional>
#include <random>

namespace keg::sim {

using sync::PeerId;

enum class Port { Notify, Snapshot };

/// What a listening machine of the simulation answers to.
class ServerEnd
{
public:
    ServerEnd() = default;
    virtual ~ServerEnd() = default;
    ServerEnd(const ServerEnd &) = delete;
    ServerEnd &operator=(const ServerEnd &) = delete;

    virtual void peerConnected(PeerId peer, const MachineId &machine) = 0;
    virtual void peerSent(PeerId peer, const QByteArray &bytes) = 0;
    virtual void peerWritable(PeerId peer) = 0;
    virtual void peerDisconnected(PeerId peer) = 0;
};

/// What a connecting machine of the simulation answers to.
class ClientEnd
{
public:
    ClientEnd() = default;
    virtual ~ClientEnd() = default;
    ClientEnd(const ClientEnd &) = delete;
    ClientEnd &operator=(const ClientEnd &) = delete;

    virtual void connected(const MachineId &server) = 0;
    virtual void received(const QByteArray &bytes) = 0;
    virtual void disconnected(const QString &reason) = 0;
};

/// TCP as it is on a bad day: ordered bytes in pieces of any size, delays, connections that are cut
/// or go silent without a word, bits that flip.
class Network
{
public:
    Network(EventQueue &events, quint64 seed);

    /// Both ends learn who the other one is, as TLS with certificates on both sides tells them.
    void listen(Port port, ServerEnd *server, const MachineId &machine);
    /// Closes the port and cuts its connections.
    void closePort(Port port);

    PeerId connect(Port port, ClientEnd *client, const MachineId &machine);
    void sendToServer(PeerId connection, const QByteArray &bytes);
    void sendToClient(PeerId connection, const QByteArray &bytes);
    void closeFromServer(PeerId connection);
    void closeFromClient(PeerId connection);
    /// Bytes under way as a real link would count them: data is small here, and so are links.
    qint64 backlogToClient(PeerId connection) const;

    QList<PeerId> connections() const;
    QList<PeerId> connectionsOf(const ClientEnd *client) const;

    // Faults.
    void cut(PeerId connection);
    /// Bytes of both directions vanish from now on, and nobody is told.
    void silence(PeerId connection);
    void stall(PeerId connection, milliseconds duration);
    /// Every piece of the connection takes this much longer from now on.
    void slowDown(PeerId connection, milliseconds delay);
    /// One bit of the next piece to the client flips.
    void corruptNext(PeerId connection);
    /// Every connection is cut once this many bytes in all have arrived.
    void cutAfter(qint64 bytes) { m_cutAfter = bytes; }
    qint64 arrived() const { return m_arrived; }
    qint64 corrupted() const { return m_corrupted; }

private:
    struct Direction
    {
        qint64 inFlight = 0;
        milliseconds lastArrival{0};
    };

    struct Connection
    {
        Port port = Port::Notify;
        ClientEnd *client = nullptr; ///< null: has closed or was told
        MachineId clientMachine;
        bool hasServer = false; ///< false: has closed or was told
        bool isOpen = false;
        bool isSilent = false;
        bool corruptsNext = false;
        bool isCongested = false; ///< to the client
        milliseconds extraDelay{0};
        milliseconds stalledUntil{0};
        Direction toServer;
        Direction toClient;
    };

    Connection *find(PeerId id);
    milliseconds arrival(Connection &connection, Direction &direction);
    void send(PeerId id, bool toClient, const QByteArray &bytes);
    void arrive(PeerId id, bool toClient, QByteArray piece);
    void announceEnd(PeerId id, bool toClient);
    void forgetIfOver(PeerId id);
    qint64 random(qint64 limit);

    EventQueue &m_events;
    std::mt19937_64 m_random;
    struct Server
    {
        ServerEnd *end = nullptr;
        MachineId machine;
    };
    QHash<Port, Server> m_servers;
    std::map<PeerId, Connection> m_connections;
    PeerId m_lastId = 0;
    std::optional<qint64> m_cutAfter;
    qint64 m_arrived = 0;
    qint64 m_corrupted = 0;
};

} // namespace keg::sim
