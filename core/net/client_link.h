// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QObject>

class QTcpSocket;

namespace keg::net {

/// The connection to one port of a primary; the transport of a client machine. Lives in the thread
/// of its machine.
class ClientLink final : public QObject
{
    Q_OBJECT

public:
    /// `host` is an address or a name.
    ClientLink(QString host, quint16 port, QObject *parent = nullptr);
    ~ClientLink() override;

    void open();
    void send(const QByteArray &frame);
    /// Sends what was given, then closes. No signal follows for this connection.
    void close();

signals:
    void connected();
    void bytesReceived(const QByteArray &bytes);
    void disconnected(const QString &reason);

private:
    void read(QTcpSocket *socket);
    void lose();

    const QString m_host;
    const quint16 m_port;
    QTcpSocket *m_socket = nullptr; ///< child; a new one each time, so that no event comes late
};

} // namespace keg::net
