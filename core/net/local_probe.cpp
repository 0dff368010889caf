// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/local_probe.h"

#include <algorithm>
#include <cstddef>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace keg::net {

bool hasLocalListener(const QByteArray &socketPath)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socketPath.size() >= qsizetype(sizeof address.sun_path))
        return false;
    std::copy(socketPath.cbegin(), socketPath.cend(), address.sun_path);
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(socketPath.size()));
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool isConnected = descriptor >= 0
        && ::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), size) == 0;
    if (descriptor >= 0)
        ::close(descriptor);
    return isConnected;
}

} // namespace keg::net
