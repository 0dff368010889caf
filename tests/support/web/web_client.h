// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QSslSocket>

namespace keg::test {

/// One connection to a web server on this machine. Reads only while it is asked something, and
/// waits at most Patience each time.
class WebClient
{
public:
    static constexpr int Patience = 10'000; // ms
    enum class Via { Plain, Tls };

    explicit WebClient(quint16 port, Via via = Via::Plain,
                       const QString &from = QStringLiteral("127.0.0.1"));

    void send(const QByteArray &bytes);
    /// One answer, whole.
    QByteArray answer();
    QByteArray ask(const QByteArray &bytes);
    /// All that has come, up to and with `end`.
    QByteArray until(const QByteArray &end);
    /// What else has come.
    QByteArray rest() { return m_bytes + m_socket.readAll(); }
    bool isClosed();
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    void leave() { m_socket.abort(); }
    QSslSocket &socket() { return m_socket; }

private:
    bool isWhole() const { return m_bytes.contains("\r\n\r\n") && m_bytes.size() >= wholeSize(); }
    qsizetype wholeSize() const;
    QByteArray take(qsizetype size);

    QSslSocket m_socket;
    QByteArray m_bytes;
};

/// `lines` each with CR and LF.
QByteArray getRequest(const QByteArray &path, const QByteArray &lines = {});
QByteArray postHeader(const QByteArray &path, qint64 size, const QByteArray &lines = {});
int statusOf(const QByteArray &answer);

} // namespace keg::test
