// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/client_link.h"
#include "core/net/link_server.h"
#include "tests/benchmarks/orders.h"
#include "tests/benchmarks/roles.h"

#include <QCoreApplication>

namespace keg::bench {

namespace {

/// Hands the bytes of one client on, both ways, and counts them.
class Proxy final : public QObject
{
public:
    explicit Proxy(quint16 port)
        : m_primary(QStringLiteral("127.0.0.1"), port)
    {
        connect(&m_clients, &net::LinkServer::peerConnected, this, [this](quint64 peer) {
            m_client = peer;
            m_primary.open();
        });
        connect(&m_primary, &net::ClientLink::connected, this, [this] {
            m_primary.send(std::exchange(m_early, {}));
            m_isConnected = true;
        });
        connect(&m_clients, &net::LinkServer::bytesReceived, this,
                [this](quint64, const QByteArray &bytes) { takeUp(bytes); });
        connect(&m_primary, &net::ClientLink::bytesReceived, this, &Proxy::takeDown);
    }

    Result<quint16> listen()
    {
        if (const auto listening = m_clients.listen(QStringLiteral("127.0.0.1"), 0); !listening)
            return listening.error();
        m_clients.startAccepting();
        return m_clients.port();
    }

    QByteArray counts() const
    {
        return QByteArray::number(m_down) + ' ' + QByteArray::number(m_up);
    }

private:
    void takeUp(const QByteArray &bytes)
    {
        m_up += bytes.size();
        if (m_isConnected)
            m_primary.send(bytes);
        else
            m_early += bytes;
    }

    void takeDown(const QByteArray &bytes)
    {
        m_down += bytes.size();
        m_clients.send(m_client, bytes);
    }

    net::LinkServer m_clients;
    net::ClientLink m_primary;
    quint64 m_client = 0;
    bool m_isConnected = false;
    QByteArray m_early; ///< came before the primary was reached
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
