// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/client_link.h"

#include "core/base/log.h"
#include "core/net/socket_options.h"
#include "core/net/tls.h"

#include <QNetworkProxy>
#include <QSslSocket>

namespace keg::net {

ClientLink::ClientLink(const identity::Identity &identity, QObject *parent)
    : QObject(parent)
    , m_tls(tlsConfiguration(identity))
{}

ClientLink::~ClientLink()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void ClientLink::open(const QString &host, quint16 port)
{
    m_host = host;
    m_port = port;
    m_socket = new QSslSocket(this);
    QSslSocket *socket = m_socket;
    socket->setSslConfiguration(m_tls);
    socket->setProxy(QNetworkProxy::NoProxy); // the system's is for the web, and finding it waits
    connect(socket, &QSslSocket::connected, this, [socket] { setUp(socket); });
    connect(socket, &QSslSocket::sslErrors, this, [socket](const QList<QSslError> &errors) {
        passOverIssuerNameAndDates(socket, errors);
    });
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        if (socket == m_socket)
            emit connected(machineBehind(socket));
    });
    // Queued: both may happen within send(), and the machine is in the middle of an event then.
    connect(
        socket, &QSslSocket::readyRead, this, [this, socket] { read(socket); },
        Qt::QueuedConnection);
    connect(
        socket, &QSslSocket::errorOccurred, this,
        [this, socket] {
            if (socket == m_socket)
                lose();
        },
        Qt::QueuedConnection);
    socket->connectToHostEncrypted(m_host, m_port);
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
    if (QSslSocket *socket = std::exchange(m_socket, nullptr))
        closeGently(socket);
}

void ClientLink::read(QSslSocket *socket)
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
    QSslSocket *socket = std::exchange(m_socket, nullptr);
    const QString reason
        = QStringLiteral("%1 port %2: %3").arg(m_host).arg(m_port).arg(socket->errorString());
    socket->disconnect(this);
    socket->deleteLater();
    emit disconnected(reason);
}

} // namespace keg::net
