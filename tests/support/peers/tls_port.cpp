// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/peers/tls_port.h"

#include "core/net/tls.h"

#include <QSslSocket>
#include <QTest>

namespace keg::test {

TlsPort::TlsPort(const QSslConfiguration &tls, const QHostAddress &address)
    : m_tls(tls)
{
    if (!listen(address))
        qFatal("%s", qPrintable(errorString()));
}

QSslSocket *TlsPort::accept()
{
    const bool hasCome = QTest::qWaitFor([this] { return !m_entered.isEmpty(); }, 20'000);
    return hasCome ? m_entered.takeFirst() : nullptr;
}

void TlsPort::incomingConnection(qintptr descriptor)
{
    auto *socket = new QSslSocket(this);
    socket->setSslConfiguration(m_tls);
    connect(socket, &QSslSocket::sslErrors, this, [socket](const QList<QSslError> &errors) {
        net::passOverIssuerNameAndDates(socket, errors);
    });
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        m_entered.append(socket);
        emit entered(socket);
    });
    if (!socket->setSocketDescriptor(descriptor))
        qFatal("%s", qPrintable(socket->errorString()));
    socket->startServerEncryption();
}

} // namespace keg::test
