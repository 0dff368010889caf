// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/socket_options.h"

#include <QSslSocket>
#include <QTimer>

namespace keg::net {

namespace {

constexpr qint64 PieceSize = 64 * 1024;
constexpr std::chrono::seconds ClosingTime{5};

} // namespace

void setUp(QTcpSocket *socket)
{
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    socket->setReadBufferSize(PieceSize);
}

QByteArray readPiece(QTcpSocket *socket)
{
    return socket->read(PieceSize);
}

qint64 unsent(const QSslSocket *socket)
{
    return socket->bytesToWrite() + socket->encryptedBytesToWrite();
}

void closeGently(QTcpSocket *socket)
{
    socket->disconnect();
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    socket->disconnectFromHost();
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socket->deleteLater();
    else
        QTimer::singleShot(ClosingTime, socket, &QObject::deleteLater);
}

} // namespace keg::net
