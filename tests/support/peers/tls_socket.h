// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"

#include <QSslConfiguration>
#include <QString>

#include <memory>

class QSslSocket;
class QTcpSocket;

namespace keg::test {

/// The TLS of a machine that nobody has met before.
QSslConfiguration newMachine();
/// Who shows itself so.
MachineId machineOf(const QSslConfiguration &tls);

/// Connected in the kernel, from that address of this machine; the server need not have noticed.
std::unique_ptr<QTcpSocket> connectPlain(quint16 port,
                                         const QString &from = QStringLiteral("127.0.0.1"));

/// The same, and about to shake hands as `tls` says; whatever certificate the server shows is
/// passed over.
std::unique_ptr<QSslSocket> connectTls(quint16 port, const QSslConfiguration &tls = newMachine(),
                                       const QString &from = QStringLiteral("127.0.0.1"));

/// Waits until it has shaken hands, or has been closed.
bool becomesEncrypted(QSslSocket &socket);
/// Waits until the other end has closed it.
bool becomesClosed(QTcpSocket &socket);

} // namespace keg::test
