// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/net/neighbourhood.h"

#include <QNetworkDatagram>
#include <QObject>
#include <QSet>
#include <QUdpSocket>

namespace keg::net {

/// Small datagrams from and to the machines on our own networks, over IPv4 and IPv6. What comes
/// from further away is dropped, and a flood is read slower than the kernel drops it. Lives in the
/// thread of its owner.
class NeighbourSocket final : public QObject
{
    Q_OBJECT

public:
    /// `port` is shared with whoever shares it, too, and hears everybody's broadcasts; 0: a port of
    /// our own, for answers. `bindAddress` as for Neighbourhood::current().
    NeighbourSocket(QString bindAddress, quint16 port, QObject *parent);

    /// Looks at the network as it is now; at first, after changes, and when in doubt. A port that
    /// is in use is a line in the log.
    void refresh();
    const Neighbourhood &neighbourhood() const { return m_neighbourhood; }

    void sendToAll(const QByteArray &bytes, quint16 port);
    /// To the sender of `question`.
    void answer(const QNetworkDatagram &question, const QByteArray &bytes);

signals:
    void received(const QNetworkDatagram &datagram);

private:
    bool bind(QUdpSocket *socket, QHostAddress::SpecialAddress any);
    void join();
    void read(QUdpSocket *socket);
    void send(const QByteArray &bytes, const Neighbourhood::Reach &from, const QHostAddress &to,
              quint16 port);

    const QString m_bindAddress;
    const quint16 m_port;
    Neighbourhood m_neighbourhood;
    QUdpSocket m_ipv4;
    QUdpSocket m_ipv6;
    QSet<int> m_joined; ///< interfaces on which the group is heard
    QSet<const QUdpSocket *> m_resting;
    bool m_isRefused = false; ///< and it was told
};

} // namespace keg::net
