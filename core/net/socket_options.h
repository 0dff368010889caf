// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

class QSslSocket;
class QTcpSocket;

namespace keg::net {

/// Small messages leave at once, a vanished peer is noticed, and no more is read ahead than the
/// machines have looked at.
void setUp(QTcpSocket *socket);

/// What has come, in a piece of bounded size; empty if nothing has.
QByteArray readPiece(QTcpSocket *socket);

/// Bytes that were written and that the network has not taken yet.
qint64 unsent(const QSslSocket *socket);

/// Sends what was written and closes; the socket deletes itself, at the latest after a few seconds.
void closeGently(QSslSocket *socket);

} // namespace keg::net
