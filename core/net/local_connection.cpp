// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/local_connection.h"

#include <algorithm>
#include <cstddef>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace keg::net {

LocalConnection::LocalConnection(const QByteArray &socketPath)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socketPath.size() >= qsizetype(sizeof address.sun_path))
        return;
    std::copy(socketPath.cbegin(), socketPath.cend(), address.sun_path);
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + std::size_t(socketPath.size()));
    m_descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    m_isOpen = m_descriptor >= 0
        && ::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), size) == 0;
}

LocalConnection::~LocalConnection()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace keg::net
