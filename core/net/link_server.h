// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/net/doorstep.h"

#include <QHash>
#include <QObject>

class QSslSocket;

namespace keg::net {

/// One connection that a server has accepted; never reused.
using PeerId = quint64;

/// Bytes of backlog from which on a peer counts as congested.
constexpr qint64 CongestionLimit = 64 * 1024;

/// A listening port and the connections that came through its Doorstep; the transport of a server
/// machine. Lives in the thread of its machine.
class LinkServer final : public QObject
{
    Q_OBJECT

public:
    LinkServer(const identity::Identity &identity, QObject *parent);
    LinkServer(const identity::Identity &identity, Doorstep::Limits limits, QObject *parent);
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
    /// The limits for strangers do not count it any more.
    void trust(PeerId peer);
    /// Bytes that the network has not taken yet.
    qint64 backlog(PeerId peer) const;

signals:
    /// `machine` has proved to be at the other end.
    void peerConnected(quint64 peer, const QString &address, const keg::MachineId &machine);
    void bytesReceived(quint64 peer, const QByteArray &bytes);
    /// It was congested, and no longer is.
    void peerWritable(quint64 peer);
    void peerDisconnected(quint64 peer);

private:
    struct Peer
    {
        QSslSocket *socket = nullptr; ///< a child of the doorstep
        QString address;
        bool isCongested = false; ///< its backlog was over the limit
        bool isTrusted = false;
    };

    void adopt(QSslSocket *socket, const QString &address, const MachineId &machine);
    void read(PeerId id, QSslSocket *socket);
    void relieve(PeerId id);
    void lose(PeerId id);
    void forget(PeerId id);

    Doorstep m_doorstep;
    QHash<PeerId, Peer> m_peers;
    PeerId m_lastId = 0;
};

} // namespace keg::net
