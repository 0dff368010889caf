// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QTcpServer>

class QTcpSocket;

namespace keg::net {

/// One connection that a server has accepted; never reused.
using PeerId = quint64;

/// Bytes of backlog from which on a peer counts as congested.
constexpr qint64 CongestionLimit = 64 * 1024;

/// A listening port and the connections that came to it; the transport of a server machine. Gives
/// strangers little: a limited number of connections, in all and from one address. Lives in the
/// thread of its machine.
class LinkServer final : public QObject
{
    Q_OBJECT

public:
    struct Limits
    {
        int connections = 4'000;
        int connectionsPerAddress = 1'200; ///< a router between may make many displays one address
    };

    explicit LinkServer(QObject *parent = nullptr);
    LinkServer(Limits limits, QObject *parent);
    ~LinkServer() override;

    /// Takes `address` (empty: all, IPv4 and IPv6) and `port` (0: any free one); connections wait
    /// until startAccepting(). Errors: Usage for what is no address; Failed, naming port and
    /// reason.
    Result<void> listen(const QString &address, quint16 port);
    void startAccepting();
    /// The port listened on; 0 before listen().
    quint16 port() const;

    void send(PeerId peer, const QByteArray &frame);
    /// Sends what was given, then closes. No signal follows for this peer.
    void close(PeerId peer);
    /// Bytes that the network has not taken yet.
    qint64 backlog(PeerId peer) const;

signals:
    void peerConnected(quint64 peer, const QString &address);
    void bytesReceived(quint64 peer, const QByteArray &bytes);
    /// It was congested, and no longer is.
    void peerWritable(quint64 peer);
    void peerDisconnected(quint64 peer);

private:
    void rest();
    void acceptPending();
    void adopt(QTcpSocket *socket);
    void read(PeerId peer, QTcpSocket *socket);
    void relieve(PeerId peer);
    void lose(PeerId peer);
    void forget(PeerId peer);

    const Limits m_limits;
    QTcpServer m_server;
    QHash<PeerId, QTcpSocket *> m_sockets; ///< children of m_server
    QSet<PeerId> m_congested; ///< whose backlog was over the limit
    QHash<PeerId, QString> m_addresses;
    QHash<QString, int> m_perAddress;
    PeerId m_lastPeer = 0;
};

} // namespace keg::net
