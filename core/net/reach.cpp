// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/reach.h"

#include <QHostAddress>

namespace keg::net {

Reach reachOf(const QString &host)
{
    const QHostAddress address(host);
    if (address.isLoopback() || host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return Reach::OneMachine;
    return address.isLinkLocal() ? Reach::OneLink : Reach::Networks;
}

} // namespace keg::net
