// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/web/web_client.h"

#include <QRegularExpression>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace keg::test {

using namespace Qt::StringLiterals;

namespace {

sockaddr_in endpoint(const QString &address, quint16 port)
{
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    ::inet_pton(AF_INET, qPrintable(address), &result.sin_addr);
    return result;
}

/// QSslSocket cannot choose the address that it comes from.
int connectedSocket(const QString &from, quint16 port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in here = endpoint(from, 0);
    const sockaddr_in there = endpoint(u"127.0.0.1"_s, port);
    const auto *hereAddress = reinterpret_cast<const sockaddr *>(&here);
    const auto *thereAddress = reinterpret_cast<const sockaddr *>(&there);
    if (socket < 0 || ::bind(socket, hereAddress, sizeof here) != 0
        || ::connect(socket, thereAddress, sizeof there) != 0)
        qFatal("cannot connect to port %d", port);
    return socket;
}

} // namespace

WebClient::WebClient(quint16 port, Via via, const QString &from)
{
    m_socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_socket.setSocketDescriptor(connectedSocket(from, port));
    if (via == Via::Plain)
        return;
    m_socket.startClientEncryption();
    m_socket.waitForEncrypted(Patience);
}

void WebClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

QByteArray WebClient::answer()
{
    m_bytes += m_socket.readAll();
    while (!isWhole() && m_socket.waitForReadyRead(Patience))
        m_bytes += m_socket.readAll();
    m_bytes += m_socket.readAll();
    return take(isWhole() ? wholeSize() : m_bytes.size());
}

QByteArray WebClient::ask(const QByteArray &bytes)
{
    send(bytes);
    return answer();
}

QByteArray WebClient::until(const QByteArray &end)
{
    m_bytes += m_socket.readAll();
    while (!m_bytes.contains(end) && m_socket.waitForReadyRead(Patience))
        m_bytes += m_socket.readAll();
    const qsizetype at = m_bytes.indexOf(end);
    return take(at < 0 ? m_bytes.size() : at + end.size());
}

bool WebClient::isClosed()
{
    return m_socket.state() == QAbstractSocket::UnconnectedState
        || m_socket.waitForDisconnected(Patience);
}

qsizetype WebClient::wholeSize() const
{
    static const QRegularExpression Length(u"\r\nContent-Length: (\\d+)"_s);
    const qsizetype header = m_bytes.indexOf("\r\n\r\n") + 4;
    const auto match = Length.match(QString::fromLatin1(m_bytes.first(header)));
    return header + match.captured(1).toInt();
}

QByteArray WebClient::take(qsizetype size)
{
    const QByteArray taken = m_bytes.first(size);
    m_bytes.remove(0, size);
    return taken;
}

QByteArray getRequest(const QByteArray &path, const QByteArray &lines)
{
    return "GET " + path + " HTTP/1.1\r\nHost: keg\r\n" + lines + "\r\n";
}

QByteArray postHeader(const QByteArray &path, qint64 size, const QByteArray &lines)
{
    return "POST " + path + " HTTP/1.1\r\nHost: keg\r\nContent-Length: " + QByteArray::number(size)
        + "\r\n" + lines + "\r\n";
}

int statusOf(const QByteArray &answer)
{
    return answer.mid(9, 3).toInt();
}

} // namespace keg::test
