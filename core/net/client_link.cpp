// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/client_link.h"

#include "core/base/log.h"
#include "core/net/socket_options.h"

#include <QTcpSocket>

namespace keg::net {

ClientLink::ClientLink(QString host, quint16 port, QObject *parent)
    : QObject(parent)
    , m_host(std::move(host))
    , m_port(port)
{}

ClientLink::~ClientLink()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void ClientLink::open()
{
    m_socket = new QTcpSocket(this);
    QTcpSocket *socket = m_socket;
    connect(socket, &QTcpSocket::connected, this, [this, socket] {
        setUp(socket);
        emit connected();
    });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    // Queued: it may happen within send(), and the machine is in the middle of an event then.
    connect(
        socket, &QTcpSocket::errorOccurred, this,
        [this, socket] {
            if (socket == m_socket)
                lose();
        },
        Qt::QueuedConnection);
    socket->connectToHost(m_host, m_port);
}

void ClientLink::send(const QByteArray &frame)
{
    if (!m_socket || !m_socket->isOpen()) // or lost, which is told a moment later
        return;
    m_socket->write(frame);
    m_socket->flush();
}

void ClientLink::close()
{
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr))
        closeGently(socket);
}

void ClientLink::read(QTcpSocket *socket)
{
    while (socket == m_socket) { // an answer may have closed it
        const QByteArray bytes = readPiece(socket);
        if (bytes.isEmpty())
            return;
        emit bytesReceived(bytes);
    }
}

void ClientLink::lose()
{
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    const QString reason
        = QStringLiteral("%1 port %2: %3").arg(m_host).arg(m_port).arg(socket->errorString());
    socket->disconnect(this);
    socket->deleteLater();
    emit disconnected(reason);
}

} // namespace keg::net
