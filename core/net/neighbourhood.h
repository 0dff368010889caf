// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QHostAddress>
#include <QList>
#include <QSet>

namespace keg::net {

/// The networks that this machine is on itself, without a router between. A value: as they were
/// when it was taken.
class Neighbourhood
{
public:
    /// The link-local group of all who want to be found, or to find, over IPv6.
    static QHostAddress group();

    /// One of our addresses, and how all neighbours there are reached at once.
    struct Reach
    {
        int interface = 0; ///< the kernel's index
        QHostAddress own;
        int prefixLength = 0;
        QHostAddress everybody; ///< IPv4: the broadcast address; IPv6: group() on that interface
    };

    /// As it is now; `bindAddress` as LinkServer::listen() takes it: only what is reached from
    /// there.
    static Neighbourhood current(const QString &bindAddress);

    /// One for each network; over IPv6 from the link-local address, where there is one.
    QList<Reach> broadcasts() const;
    /// Those over which group() is reached.
    QSet<int> multicastInterfaces() const;
    /// The way to a neighbour, who was heard on `interface` (0: unknown); none for anybody else.
    const Reach *reachOf(const QHostAddress &address, int interface) const;

private:
    QList<Reach> m_reaches; ///< link-local ones first
};

} // namespace keg::net
