// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QStringList>

namespace keg::net {

/// Where others on the network may reach a port of this machine that was bound to `bindAddress`,
/// the likeliest first: that address; of all addresses (empty, 0.0.0.0 or ::) IPv4 ones, then IPv6
/// ones, without those that hold on one link only. Empty without a network.
QStringList ownAddresses(const QString &bindAddress = {});

} // namespace keg::net
