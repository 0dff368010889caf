// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/identity.h"

#include <QObject>
#include <QSslConfiguration>

class QSslSocket;

namespace keg::net {

/// The connection to one port of a primary; the transport of a client machine. Lives in the thread
/// of its machine.
class ClientLink final : public QObject
{
    Q_OBJECT

public:
    explicit ClientLink(const identity::Identity &identity, QObject *parent = nullptr);
    ~ClientLink() override;

    /// `host` is an address or a name.
    void open(const QString &host, quint16 port);
    void send(const QByteArray &frame);
    /// Sends what was given, then closes. No signal follows for this connection.
    void close();

signals:
    /// `server` has proved to be at the other end. It may still refuse this machine.
    void connected(const keg::MachineId &server);
    void bytesReceived(const QByteArray &bytes);
    void disconnected(const QString &reason);

private:
    void read(QSslSocket *socket);
    void lose();

    const QSslConfiguration m_tls;
    QString m_host; ///< of the last open()
    quint16 m_port = 0;
    QSslSocket *m_socket = nullptr; ///< child; a new one each time, so that no event comes late
};

} // namespace keg::net
