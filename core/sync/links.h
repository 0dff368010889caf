// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QString>

// The transports that the state machines own as interfaces: core/net plugs sockets into them, the
// simulator a network of its own. Calls return at once.
namespace keg::sync {

/// One connection that a server has accepted; never reused.
using PeerId = quint64;

/// The connections of a server.
class PeerLinks
{
public:
    PeerLinks() = default;
    virtual ~PeerLinks() = default;
    PeerLinks(const PeerLinks &) = delete;
    PeerLinks &operator=(const PeerLinks &) = delete;

    virtual void send(PeerId peer, const QByteArray &frame) = 0;
    /// Sends what was given, then closes. No event follows for this peer.
    virtual void close(PeerId peer, const QString &reason) = 0;
    /// It is no stranger: the limits for those do not count it any more.
    virtual void trust(PeerId peer) = 0;
    /// Bytes given to send() that the network has not taken yet.
    virtual qint64 backlog(PeerId peer) const = 0;
};

/// The one connection of a client.
class ServerLink
{
public:
    ServerLink() = default;
    virtual ~ServerLink() = default;
    ServerLink(const ServerLink &) = delete;
    ServerLink &operator=(const ServerLink &) = delete;

    /// Answered by connected() or disconnected().
    virtual void open() = 0;
    virtual void send(const QByteArray &frame) = 0;
    /// Sends what was given, then closes, if it is open. No event follows for this connection.
    virtual void close(const QString &reason) = 0;
};

/// Above this backlog in bytes nothing more is given to a link.
constexpr qint64 BacklogLimit = 64 * 1024;
/// Bytes of a payload or an image that one frame carries.
constexpr qint64 PartSize = 60 * 1024;

} // namespace keg::sync
