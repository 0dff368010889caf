// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/link_server.h"

#include "core/base/log.h"
#include "core/net/socket_options.h"

#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

#include <sys/resource.h>

namespace keg::net {

namespace {

constexpr std::chrono::seconds AcceptingPause{1};

/// An IPv4 address as such, although the socket speaks IPv6.
QString plain(const QHostAddress &address)
{
    bool isIPv4 = false;
    const quint32 number = address.toIPv4Address(&isIPv4);
    return isIPv4 ? QHostAddress(number).toString() : address.toString();
}

rlim_t descriptorLimit()
{
    rlimit descriptors{};
    return ::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 ? descriptors.rlim_cur : 1'024;
}

/// As many as the process may have.
void raiseDescriptorLimit()
{
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0)
        return;
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
}

/// The lowest number that is free is given first, so a high one says that few are left. Some stay
/// for the database and others: without any, Qt would try to accept at once and for ever, and say
/// nothing.
bool leavesDescriptors(const QTcpSocket &socket)
{
    constexpr rlim_t ForOthers = 128;
    const rlim_t limit = descriptorLimit();
    return rlim_t(socket.socketDescriptor()) + std::min(ForOthers, limit / 4) < limit;
}

} // namespace

LinkServer::LinkServer(QObject *parent)
    : LinkServer(Limits(), parent)
{}

LinkServer::LinkServer(Limits limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_server(this)
{
    raiseDescriptorLimit();
    m_server.setMaxPendingConnections(m_limits.connections);
    connect(&m_server, &QTcpServer::newConnection, this, &LinkServer::acceptPending);
    connect(&m_server, &QTcpServer::acceptError, this, &LinkServer::rest);
}

LinkServer::~LinkServer()
{
    for (QTcpSocket *socket : std::as_const(m_sockets))
        socket->disconnect(this);
}

Result<void> LinkServer::listen(const QString &address, quint16 port)
{
    const QHostAddress host
        = address.isEmpty() ? QHostAddress(QHostAddress::Any) : QHostAddress(address);
    if (host.isNull()) // which Qt would take for all addresses
        return Error{ErrorCode::Usage,
                     QStringLiteral("%1 is no IPv4 or IPv6 address").arg(address)};
    if (m_server.listen(host, port)) {
        m_server.pauseAccepting();
        return {};
    }
    const QString where = address.isEmpty() ? QString() : address + QStringLiteral(" ");
    return Error{ErrorCode::Failed,
                 QStringLiteral("cannot listen on %1port %2: %3; stop what uses it or choose "
                                "another")
                     .arg(where)
                     .arg(port)
                     .arg(m_server.errorString())};
}

void LinkServer::startAccepting()
{
    m_server.resumeAccepting();
}

quint16 LinkServer::port() const
{
    return m_server.serverPort();
}

void LinkServer::send(PeerId peer, const QByteArray &frame)
{
    QTcpSocket *socket = m_sockets.value(peer);
    if (!socket || !socket->isOpen()) // or lost, which is told a moment later
        return;
    socket->write(frame);
    socket->flush();
    if (socket->bytesToWrite() >= CongestionLimit)
        m_congested.insert(peer);
}

void LinkServer::close(PeerId peer)
{
    QTcpSocket *socket = m_sockets.value(peer);
    if (!socket)
        return;
    forget(peer);
    closeGently(socket);
}

qint64 LinkServer::backlog(PeerId peer) const
{
    const QTcpSocket *socket = m_sockets.value(peer);
    return socket ? socket->bytesToWrite() : 0;
}

/// No memory is left, say: Qt would never try again.
void LinkServer::rest()
{
    qCWarning(logNet).noquote() << "port" << port() << "cannot accept:" << m_server.errorString();
    m_server.pauseAccepting();
    QTimer::singleShot(AcceptingPause, &m_server, &QTcpServer::resumeAccepting);
}

void LinkServer::acceptPending()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        adopt(socket);
}

void LinkServer::adopt(QTcpSocket *socket)
{
    const QString address = plain(socket->peerAddress());
    if (!leavesDescriptors(*socket) || m_sockets.size() >= m_limits.connections
        || m_perAddress.value(address) >= m_limits.connectionsPerAddress)
    {
        qCWarning(logNet).noquote()
            << "port" << port() << address << "refused: too many connections";
        socket->abort();
        socket->deleteLater();
        return;
    }
    const PeerId peer = ++m_lastPeer;
    setUp(socket);
    m_sockets.insert(peer, socket);
    m_addresses.insert(peer, address);
    ++m_perAddress[address];
    connect(socket, &QTcpSocket::readyRead, this, [this, peer, socket] { read(peer, socket); });
    // Queued: both may happen within send(), and the machine is in the middle of an event then.
    connect(
        socket, &QTcpSocket::bytesWritten, this, [this, peer] { relieve(peer); },
        Qt::QueuedConnection);
    connect(
        socket, &QTcpSocket::disconnected, this, [this, peer] { lose(peer); },
        Qt::QueuedConnection);
    qCDebug(logNet).noquote() << "port" << port() << address << "connected as peer" << peer;
    emit peerConnected(peer, address);
}

void LinkServer::read(PeerId peer, QTcpSocket *socket)
{
    while (m_sockets.value(peer) == socket) { // an answer may have closed it
        const QByteArray bytes = readPiece(socket);
        if (bytes.isEmpty())
            return;
        emit bytesReceived(peer, bytes);
    }
}

void LinkServer::relieve(PeerId peer)
{
    if (m_congested.contains(peer) && backlog(peer) < CongestionLimit) {
        m_congested.remove(peer);
        emit peerWritable(peer);
    }
}

void LinkServer::lose(PeerId peer)
{
    QTcpSocket *socket = m_sockets.value(peer);
    if (!socket)
        return;
    forget(peer);
    socket->deleteLater();
    emit peerDisconnected(peer);
}

void LinkServer::forget(PeerId peer)
{
    m_sockets.remove(peer);
    m_congested.remove(peer);
    const QString address = m_addresses.take(peer);
    if (--m_perAddress[address] <= 0)
        m_perAddress.remove(address);
}

} // namespace keg::net
