// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"
#include "tests/support/peers/tls_socket.h"

#include <QHostAddress>
#include <QList>
#include <QTcpServer>

class QSslSocket;

namespace keg::test {

/// A listening port of a machine, where a test is the server.
class TlsPort final : public QTcpServer
{
    Q_OBJECT

public:
    explicit TlsPort(const QSslConfiguration &tls = newMachine(),
                     const QHostAddress &address = QHostAddress(QHostAddress::LocalHost));

    quint16 number() const { return serverPort(); }
    MachineId machine() const { return machineOf(m_tls); }
    /// The next that has shaken hands, owned by this; null if none comes.
    QSslSocket *accept();

signals:
    /// It has shaken hands; accept() gives it, too.
    void entered(QSslSocket *socket);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    const QSslConfiguration m_tls;
    QList<QSslSocket *> m_entered; ///< children
};

} // namespace keg::test
