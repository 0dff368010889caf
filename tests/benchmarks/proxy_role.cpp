// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/result.h"
#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>

namespace keg::bench {

namespace {

/// Hands the bytes of one client on, both ways, as they are, and counts them.
class Proxy final : public QObject
{
public:
    explicit Proxy(quint16 port)
        : m_port(port)
    {
        connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
    }

    Result<quint16> listen()
    {
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost)))
            return Error{ErrorCode::Failed, m_server.errorString()};
        return m_server.serverPort();
    }

    QByteArray counts() const
    {
        return QByteArray::number(m_down) + ' ' + QByteArray::number(m_up);
    }

private:
    void accept()
    {
        QTcpSocket *client = m_server.nextPendingConnection();
        auto *primary = new QTcpSocket(client);
        primary->connectToHost(QHostAddress(QHostAddress::LocalHost), m_port);
        const auto handOn = [](QTcpSocket *from, QTcpSocket *to, qint64 *count) {
            const QByteArray bytes = from->readAll();
            *count += bytes.size();
            to->write(bytes);
        };
        connect(client, &QTcpSocket::readyRead, this,
                [=, this] { handOn(client, primary, &m_up); });
        connect(primary, &QTcpSocket::readyRead, this,
                [=, this] { handOn(primary, client, &m_down); });
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        connect(primary, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
    }

    const quint16 m_port;
    QTcpServer m_server;
    qint64 m_down = 0;
    qint64 m_up = 0;
};

} // namespace

int serveProxy(quint16 port)
{
    Proxy proxy(port);
    const auto listening = proxy.listen();
    if (!listening) {
        say("refused: " + listening.error().message.toUtf8());
        return 1;
    }
    say("port " + QByteArray::number(*listening));
    const Orders orders([&proxy](const QByteArray &) { say("bytes " + proxy.counts()); });
    return QCoreApplication::exec();
}

} // namespace keg::bench
