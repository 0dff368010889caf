// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg {

/// What a limit for each address counts `address` as: an IPv4 address as itself, also one that
/// IPv6 maps (::ffff:192.0.2.1); an IPv6 address as its network of 64 bits, "2001:db8::/64",
/// because whoever has one address there has them all. So, too, link-local ones, of each link:
/// "fe80::%eth0/64". What is no address stays as it is.
QString addressGroup(const QString &address);

} // namespace keg
