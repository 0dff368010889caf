// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/socket_options.h"

#include <QSslSocket>
#include <QTimer>

#include <sys/socket.h>

namespace keg::net {

namespace {

constexpr qint64 PieceSize = 64 * 1024;
constexpr std::chrono::seconds ClosingTime{5};
constexpr qint64 MostDiscarded = 4 * 1024 * 1024; // bytes

/// Once everything is sent. Some of what comes is read until the other side has closed, too: the
/// system throws away what it has not sent yet when a socket is closed with something unread.
void closeWriting(QSslSocket *socket)
{
    const auto close = [socket] {
        if (unsent(socket) == 0)
            ::shutdown(int(socket->socketDescriptor()), SHUT_WR);
    };
    const auto discard = [socket, discarded = qint64(0)]() mutable {
        discarded += socket->skip(MostDiscarded);
        if (discarded > MostDiscarded)
            socket->deleteLater(); // it goes on and on
    };
    QObject::connect(socket, &QSslSocket::encryptedBytesWritten, socket, close);
    QObject::connect(socket, &QSslSocket::readyRead, socket, discard);
    socket->skip(PieceSize);
    // Not now: what ends the handshake goes out when those return who say that it has ended.
    QMetaObject::invokeMethod(socket, close, Qt::QueuedConnection);
}

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

void closeGently(QSslSocket *socket)
{
    socket->disconnect();
    QObject::connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    if (socket->isEncrypted())
        closeWriting(socket);
    else
        socket->disconnectFromHost();
    if (socket->state() == QAbstractSocket::UnconnectedState)
        socket->deleteLater();
    else
        QTimer::singleShot(ClosingTime, socket, &QObject::deleteLater);
}

} // namespace keg::net
