// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/own_addresses.h"

#include <QNetworkInterface>

namespace keg::net {

QStringList ownAddresses(const QString &bindAddress)
{
    const QHostAddress bound(bindAddress);
    const bool isIPv4Only = bound == QHostAddress(QHostAddress::AnyIPv4);
    if (!bindAddress.isEmpty() && !isIPv4Only && bound != QHostAddress(QHostAddress::AnyIPv6))
        return {bindAddress};
    QStringList ipv4;
    QStringList ipv6;
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &link : interfaces) {
        const auto flags = link.flags();
        if (!flags.testFlag(QNetworkInterface::IsRunning)
            || flags.testFlag(QNetworkInterface::IsLoopBack))
            continue;
        const auto entries = link.addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            const QHostAddress address = entry.ip();
            if (address.isLinkLocal())
                continue;
            const bool isIPv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
            (isIPv4 ? ipv4 : ipv6) += address.toString();
        }
    }
    return isIPv4Only ? ipv4 : ipv4 + ipv6;
}

} // namespace keg::net
