// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/address_group.h"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace keg {

namespace {

constexpr std::size_t NetworkSize = 8; // bytes

QString text(int family, const void *address)
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return QString::fromLatin1(::inet_ntop(family, address, buffer.data(), buffer.size()));
}

} // namespace

QString addressGroup(const QString &address)
{
    const qsizetype scope = address.contains(u'%') ? address.indexOf(u'%') : address.size();
    in6_addr number{};
    if (::inet_pton(AF_INET6, address.first(scope).toLatin1().constData(), &number) != 1)
        return address;
    if (IN6_IS_ADDR_V4MAPPED(&number))
        return text(AF_INET, std::end(number.s6_addr) - sizeof(in_addr));
    std::fill(std::begin(number.s6_addr) + NetworkSize, std::end(number.s6_addr), quint8(0));
    return text(AF_INET6, &number) + address.sliced(scope) + QStringLiteral("/64");
}

} // namespace keg
