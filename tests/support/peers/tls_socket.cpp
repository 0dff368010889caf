// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/peers/tls_socket.h"

#include "core/net/tls.h"
#include "tests/support/need.h"

#include <QHostAddress>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

namespace keg::test {

namespace {

constexpr int Patience = 20'000; // ms

void open(QTcpSocket &socket, quint16 port, const QString &from)
{
    if (!socket.bind(QHostAddress(from)))
        qFatal("cannot bind to %s", qPrintable(from));
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    if (!socket.waitForConnected())
        qFatal("%s", qPrintable(socket.errorString()));
}

} // namespace

QSslConfiguration newMachine()
{
    return net::tlsConfiguration(need(identity::Identity::make()));
}

MachineId machineOf(const QSslConfiguration &tls)
{
    return identity::Identity::idOf(tls.localCertificate().toDer());
}

std::unique_ptr<QTcpSocket> connectPlain(quint16 port, const QString &from)
{
    auto socket = std::make_unique<QTcpSocket>();
    open(*socket, port, from);
    return socket;
}

std::unique_ptr<QSslSocket> connectTls(quint16 port, const QSslConfiguration &tls,
                                       const QString &from)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setSslConfiguration(tls);
    QObject::connect(socket.get(), &QSslSocket::sslErrors, socket.get(),
                     [socket = socket.get()](const QList<QSslError> &errors) {
                         net::passOverIssuerNameAndDates(socket, errors);
                     });
    open(*socket, port, from);
    socket->startClientEncryption();
    return socket;
}

bool becomesEncrypted(QSslSocket &socket)
{
    (void)QTest::qWaitFor(
        [&] { return socket.isEncrypted() || socket.state() == QTcpSocket::UnconnectedState; },
        Patience);
    return socket.isEncrypted();
}

bool becomesClosed(QTcpSocket &socket)
{
    return QTest::qWaitFor([&] { return socket.state() == QTcpSocket::UnconnectedState; },
                           Patience);
}

} // namespace keg::test
