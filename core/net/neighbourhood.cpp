// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/neighbourhood.h"

#include <QNetworkInterface>

#include <algorithm>

namespace keg::net {

namespace {

bool isIPv4(const QHostAddress &address)
{
    return address.protocol() == QAbstractSocket::IPv4Protocol;
}

/// Whether somebody who listens on `bind` is reached at `own`.
bool isServed(const QHostAddress &bind, const QHostAddress &own)
{
    if (bind.isNull() || bind == QHostAddress(QHostAddress::Any))
        return true;
    if (bind == QHostAddress(QHostAddress::AnyIPv4))
        return isIPv4(own);
    if (bind == QHostAddress(QHostAddress::AnyIPv6))
        return !isIPv4(own);
    return bind == own;
}

QHostAddress everybodyOn(const QNetworkInterface &interface, const QNetworkAddressEntry &entry)
{
    if (isIPv4(entry.ip()))
        return entry.broadcast();
    if (!interface.flags().testFlag(QNetworkInterface::CanMulticast))
        return {};
    QHostAddress group = Neighbourhood::group();
    group.setScopeId(interface.name());
    return group;
}

bool isUp(const QNetworkInterface &interface)
{
    const auto flags = interface.flags();
    return flags.testFlag(QNetworkInterface::IsUp) && flags.testFlag(QNetworkInterface::IsRunning);
}

bool isNeighbour(const Neighbourhood::Reach &reach, const QHostAddress &address)
{
    if (address.protocol() != reach.own.protocol())
        return false;
    const bool isOfTheLink = !isIPv4(address) && address.isLinkLocal();
    return isOfTheLink || address.isInSubnet(reach.own, reach.prefixLength);
}

} // namespace

/// Of the transient ones, since nobody has registered it, and of the dynamic range (RFC 4291 and
/// RFC 3307); its end is our port.
QHostAddress Neighbourhood::group()
{
    return QHostAddress(QStringLiteral("ff12::8000:5002"));
}

Neighbourhood Neighbourhood::current(const QString &bindAddress)
{
    Neighbourhood found;
    const QHostAddress bind(bindAddress);
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &interface : interfaces) {
        if (!isUp(interface))
            continue;
        for (const QNetworkAddressEntry &entry : interface.addressEntries()) {
            const QHostAddress everybody = everybodyOn(interface, entry);
            if (!everybody.isNull() && isServed(bind, entry.ip()))
                found.m_reaches.append(
                    {interface.index(), entry.ip(), entry.prefixLength(), everybody});
        }
    }
    std::stable_partition(found.m_reaches.begin(), found.m_reaches.end(),
                          [](const Reach &reach) { return reach.own.isLinkLocal(); });
    return found;
}

QList<Neighbourhood::Reach> Neighbourhood::broadcasts() const
{
    QList<Reach> networks;
    for (const Reach &reach : m_reaches) {
        const bool isKnown
            = std::any_of(networks.cbegin(), networks.cend(), [&reach](const Reach &known) {
                  return known.interface == reach.interface && known.everybody == reach.everybody;
              });
        if (!isKnown)
            networks.append(reach);
    }
    return networks;
}

QSet<int> Neighbourhood::multicastInterfaces() const
{
    QSet<int> interfaces;
    for (const Reach &reach : m_reaches) {
        if (!isIPv4(reach.own))
            interfaces.insert(reach.interface);
    }
    return interfaces;
}

const Neighbourhood::Reach *Neighbourhood::reachOf(const QHostAddress &address, int interface) const
{
    const auto reach = std::find_if(m_reaches.begin(), m_reaches.end(), [&](const Reach &one) {
        return (interface == 0 || interface == one.interface) && isNeighbour(one, address);
    });
    return reach == m_reaches.end() ? nullptr : &*reach;
}

} // namespace keg::net
