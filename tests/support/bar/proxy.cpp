// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/proxy.h"

#include "core/net/doorstep.h"
#include "core/net/tls.h"
#include "tests/support/need.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

#include <algorithm>
#include <utility>

namespace keg::test {

namespace {

constexpr qint64 PieceSize = 64 * 1024;
const QString Here = QStringLiteral("127.0.0.1");

} // namespace

Proxy::Proxy(const Ports &primary)
    : m_ports{passOnBlindly(primary.notify), passOnBlindly(primary.snapshot)}
{}

Proxy::Proxy(const Ports &primary, const Bar &bar)
    : m_ports{readAndPassOn(primary.notify, bar), readAndPassOn(primary.snapshot, bar)}
{}

quint16 Proxy::passOnBlindly(quint16 target)
{
    auto *server = new QTcpServer(this);
    if (!server->listen(QHostAddress(Here)))
        qFatal("%s", qPrintable(server->errorString()));
    connect(server, &QTcpServer::newConnection, this, [=, this] {
        auto *client = server->nextPendingConnection();
        auto *primary = new QTcpSocket(client);
        join(client, primary);
        primary->connectToHost(Here, target);
    });
    return server->serverPort();
}

quint16 Proxy::readAndPassOn(quint16 target, const Bar &bar)
{
    auto *server = new net::Doorstep(bar.identityOf(QStringLiteral("primary.db")), {}, this);
    need(server->listen(Here, 0));
    server->startAccepting();
    const auto enter = [=, this, &bar](QSslSocket *client, const QString &, const MachineId &who) {
        const auto identities = bar.identities();
        const auto own = std::ranges::find(identities, who, &identity::Identity::machineId);
        if (own == identities.cend())
            return client->abort(); // a stranger to the bar
        auto *primary = new QSslSocket(client);
        primary->setSslConfiguration(net::tlsConfiguration(*own));
        primary->setPeerVerifyMode(QSslSocket::QueryPeer);
        join(client, primary);
        primary->connectToHostEncrypted(Here, target);
        passUp(*m_passages.back()); // what has come already
    };
    connect(server, &net::Doorstep::entered, this, enter);
    return server->port();
}

void Proxy::join(QTcpSocket *client, QTcpSocket *primary)
{
    const auto passage = std::make_shared<Passage>();
    passage->client = client;
    passage->primary = primary;
    primary->setReadBufferSize(PieceSize);
    connect(client, &QTcpSocket::readyRead, this, [=, this] { passUp(*passage); });
    connect(primary, &QTcpSocket::readyRead, this, [=, this] { passDown(*passage); });
    connect(client, &QTcpSocket::disconnected, primary, &QTcpSocket::disconnectFromHost);
    connect(primary, &QTcpSocket::disconnected, this, [=, this] {
        passDown(*passage); // what came last
        client->disconnectFromHost();
    });
    connect(primary, &QTcpSocket::errorOccurred, client, &QTcpSocket::disconnectFromHost);
    m_passages.push_back(passage);
    ++m_connections;
}

void Proxy::cut()
{
    for (const auto &passage : std::exchange(m_passages, {})) {
        passage->client->disconnect(this);
        passage->primary->disconnect(this);
        passage->primary->abort();
        passage->client->abort();
    }
}

void Proxy::resume()
{
    m_isPaused = false;
    const auto passages = m_passages; // a cut empties the list
    for (const auto &passage : passages)
        passDown(*passage);
}

void Proxy::passUp(Passage &passage)
{
    pass(passage.primary, passage.client->readAll());
}

void Proxy::passDown(Passage &passage)
{
    while (!m_isPaused && passage.primary->bytesAvailable() > 0) {
        const QByteArray bytes = passage.primary->read(PieceSize);
        pass(passage.client, m_forger ? forge(passage, bytes) : bytes);
    }
}

QByteArray Proxy::forge(Passage &passage, const QByteArray &bytes) const
{
    QByteArray forged;
    passage.frames.append(bytes);
    auto frame = passage.frames.next();
    for (; frame && *frame; frame = passage.frames.next())
        forged += m_forger(**frame);
    return forged;
}

void Proxy::pass(QTcpSocket *to, QByteArray bytes)
{
    const bool isLast = m_cutAfter && m_passed + bytes.size() >= *m_cutAfter;
    if (isLast)
        bytes.truncate(*m_cutAfter - m_passed);
    m_passed += bytes.size();
    to->write(bytes);
    if (!isLast)
        return;
    to->flush();
    m_cutAfter.reset();
    cut();
}

} // namespace keg::test
