// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/bar/proxy.h"

#include <QTcpSocket>

#include <utility>

namespace keg::test {

namespace {

constexpr qint64 PieceSize = 64 * 1024;

} // namespace

Proxy::Proxy(const Ports &primary)
{
    listen(m_notify, primary.notify);
    listen(m_snapshot, primary.snapshot);
}

void Proxy::listen(QTcpServer &server, quint16 target)
{
    if (!server.listen(QHostAddress(QHostAddress::LocalHost)))
        qFatal("%s", qPrintable(server.errorString()));
    connect(&server, &QTcpServer::newConnection, this,
            [this, &server, target] { accept(server, target); });
}

void Proxy::accept(QTcpServer &server, quint16 target)
{
    const auto passage = std::make_shared<Passage>();
    passage->client = server.nextPendingConnection();
    passage->primary = new QTcpSocket(passage->client);
    passage->primary->setReadBufferSize(PieceSize);
    connect(passage->client, &QTcpSocket::readyRead, this, [=, this] { passUp(*passage); });
    connect(passage->primary, &QTcpSocket::readyRead, this, [=, this] { passDown(*passage); });
    connect(passage->client, &QTcpSocket::disconnected, passage->primary,
            &QTcpSocket::disconnectFromHost);
    connect(passage->primary, &QTcpSocket::disconnected, this, [=, this] {
        passDown(*passage); // what came last
        passage->client->disconnectFromHost();
    });
    connect(passage->primary, &QTcpSocket::errorOccurred, passage->client,
            &QTcpSocket::disconnectFromHost);
    passage->primary->connectToHost(QHostAddress(QHostAddress::LocalHost), target);
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
