// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/neighbour_socket.h"

#include "core/base/log.h"
#include "core/wire/announcement.h"

#include <QNetworkInterface>
#include <QNetworkProxy>
#include <QTimer>

namespace keg::net {

namespace {

// 12,800 a second at most, which costs a few per cent of a slow core.
constexpr int BatchSize = 128;
constexpr milliseconds RestTime{10};

} // namespace

NeighbourSocket::NeighbourSocket(QString bindAddress, quint16 port, QObject *parent)
    : QObject(parent)
    , m_bindAddress(std::move(bindAddress))
    , m_port(port)
    , m_ipv4(this)
    , m_ipv6(this)
{
    for (QUdpSocket *socket : {&m_ipv4, &m_ipv6}) {
        socket->setProxy(QNetworkProxy::NoProxy); // looking for the system's may take long
        connect(socket, &QUdpSocket::readyRead, this, [this, socket] { read(socket); });
    }
}

void NeighbourSocket::refresh()
{
    m_neighbourhood = Neighbourhood::current(m_bindAddress);
    // An interface that is gone would stay in the kernel's list of memberships for ever.
    if (!m_neighbourhood.multicastInterfaces().contains(m_joined)) {
        m_ipv6.close();
        m_joined.clear();
    }
    const bool isBound = bind(&m_ipv4, QHostAddress::AnyIPv4);
    const bool isAlsoBound = bind(&m_ipv6, QHostAddress::AnyIPv6)
        || m_ipv6.error() != QAbstractSocket::AddressInUseError; // IPv6 is switched off here
    if (m_port != 0)
        join();
    const bool isRefused = !isBound || !isAlsoBound;
    if (isRefused && !m_isRefused)
        qCWarning(logNet).noquote() << "primaries and displays may not find each other: UDP port"
                                    << m_port << (isBound ? m_ipv6 : m_ipv4).errorString();
    m_isRefused = isRefused;
}

bool NeighbourSocket::bind(QUdpSocket *socket, QHostAddress::SpecialAddress any)
{
    if (socket->state() == QAbstractSocket::BoundState)
        return true;
    // Broadcasts are not heard on one address: --bind is kept to by the neighbourhood.
    const auto mode = m_port == 0 ? QUdpSocket::DefaultForPlatform
                                  : QUdpSocket::ShareAddress | QUdpSocket::ReuseAddressHint;
    return socket->bind(QHostAddress(any), m_port, mode);
}

void NeighbourSocket::join()
{
    if (m_ipv6.state() != QAbstractSocket::BoundState)
        return;
    const auto missing = m_neighbourhood.multicastInterfaces() - m_joined;
    for (const int index : missing) {
        const auto interface = QNetworkInterface::interfaceFromIndex(index);
        if (m_ipv6.joinMulticastGroup(Neighbourhood::group(), interface))
            m_joined.insert(index);
    }
}

void NeighbourSocket::sendToAll(const QByteArray &bytes, quint16 port)
{
    const auto networks = m_neighbourhood.broadcasts();
    for (const Neighbourhood::Reach &network : networks)
        send(bytes, network, network.everybody, port);
}

void NeighbourSocket::answer(const QNetworkDatagram &question, const QByteArray &bytes)
{
    const auto *reach
        = m_neighbourhood.reachOf(question.senderAddress(), int(question.interfaceIndex()));
    if (reach)
        send(bytes, *reach, question.senderAddress(), quint16(question.senderPort()));
}

void NeighbourSocket::send(const QByteArray &bytes, const Neighbourhood::Reach &from,
                           const QHostAddress &to, quint16 port)
{
    QNetworkDatagram datagram(bytes, to, port);
    datagram.setSender(from.own);
    datagram.setInterfaceIndex(uint(from.interface));
    QUdpSocket &socket = to.protocol() == QAbstractSocket::IPv4Protocol ? m_ipv4 : m_ipv6;
    if (socket.state() == QAbstractSocket::BoundState && socket.writeDatagram(datagram) < 0)
        qCDebug(logNet).noquote() << "to" << to.toString() << "port" << port
                                  << socket.errorString();
}

void NeighbourSocket::read(QUdpSocket *socket)
{
    if (m_resting.contains(socket))
        return;
    for (int count = 0; count < BatchSize; ++count) {
        if (!socket->hasPendingDatagrams())
            return;
        // One byte more, so that what is too long is seen to be.
        const auto datagram = socket->receiveDatagram(wire::DatagramLimit + 1);
        const int interface = int(datagram.interfaceIndex());
        if (datagram.isValid() && m_neighbourhood.reachOf(datagram.senderAddress(), interface))
            emit received(datagram);
    }
    m_resting.insert(socket);
    QTimer::singleShot(RestTime, this, [this, socket] {
        m_resting.remove(socket);
        read(socket);
    });
}

} // namespace keg::net
