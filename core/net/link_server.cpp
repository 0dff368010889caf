// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/link_server.h"

#include "core/base/log.h"
#include "core/net/socket_options.h"

#include <QSslSocket>

#include <utility>

namespace keg::net {

LinkServer::LinkServer(const identity::Identity &identity, QObject *parent)
    : LinkServer(identity, Doorstep::Limits(), parent)
{}

LinkServer::LinkServer(const identity::Identity &identity, Doorstep::Limits limits, QObject *parent)
    : QObject(parent)
    , m_doorstep(identity, limits, this)
{
    connect(&m_doorstep, &Doorstep::entered, this, &LinkServer::adopt);
}

LinkServer::~LinkServer()
{
    for (const Peer &peer : std::as_const(m_peers))
        peer.socket->disconnect(this);
}

Result<void> LinkServer::listen(const QString &address, quint16 port)
{
    return m_doorstep.listen(address, port);
}

void LinkServer::startAccepting()
{
    m_doorstep.startAccepting();
}

quint16 LinkServer::port() const
{
    return m_doorstep.port();
}

void LinkServer::send(PeerId id, const QByteArray &frame)
{
    const auto peer = m_peers.find(id);
    if (peer == m_peers.end() || !peer->socket->isOpen()) // or lost, which is told a moment later
        return;
    peer->socket->write(frame);
    peer->socket->flush();
    if (unsent(peer->socket) >= CongestionLimit)
        peer->isCongested = true;
}

void LinkServer::close(PeerId id)
{
    const auto peer = m_peers.constFind(id);
    if (peer == m_peers.cend())
        return;
    QSslSocket *socket = peer->socket;
    forget(id);
    closeGently(socket);
}

void LinkServer::trust(PeerId id)
{
    const auto peer = m_peers.find(id);
    if (peer != m_peers.end() && !std::exchange(peer->isTrusted, true))
        m_doorstep.trust(peer->address);
}

qint64 LinkServer::backlog(PeerId id) const
{
    const auto peer = m_peers.constFind(id);
    return peer == m_peers.cend() ? 0 : unsent(peer->socket);
}

void LinkServer::adopt(QSslSocket *socket, const QString &address, const MachineId &machine)
{
    const PeerId id = ++m_lastId;
    m_peers.insert(id, {socket, address});
    // Queued: all may happen within send(), and the machine is in the middle of an event then.
    connect(
        socket, &QSslSocket::readyRead, this, [this, id, socket] { read(id, socket); },
        Qt::QueuedConnection);
    connect(
        socket, &QSslSocket::encryptedBytesWritten, this, [this, id] { relieve(id); },
        Qt::QueuedConnection);
    connect(
        socket, &QSslSocket::disconnected, this, [this, id] { lose(id); }, Qt::QueuedConnection);
    qCDebug(logNet).noquote() << "port" << port() << address << "connected as peer" << id;
    emit peerConnected(id, address, machine);
}

void LinkServer::read(PeerId id, QSslSocket *socket)
{
    while (m_peers.contains(id)) { // an answer may have closed it
        const QByteArray bytes = readPiece(socket);
        if (bytes.isEmpty())
            return;
        emit bytesReceived(id, bytes);
    }
}

void LinkServer::relieve(PeerId id)
{
    const auto peer = m_peers.find(id);
    if (peer == m_peers.end() || !peer->isCongested || unsent(peer->socket) >= CongestionLimit)
        return;
    peer->isCongested = false;
    emit peerWritable(id);
}

void LinkServer::lose(PeerId id)
{
    const auto peer = m_peers.constFind(id);
    if (peer == m_peers.cend())
        return;
    peer->socket->deleteLater();
    forget(id);
    emit peerDisconnected(id);
}

void LinkServer::forget(PeerId id)
{
    const Peer peer = m_peers.take(id);
    m_doorstep.leave(peer.address, peer.isTrusted);
}

} // namespace keg::net
