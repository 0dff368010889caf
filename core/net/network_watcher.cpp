// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/network_watcher.h"

#include "core/base/log.h"

#include <QSocketNotifier>

#include <array>

#include <sys/socket.h>
#include <unistd.h>

#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

namespace keg::net {

namespace {

constexpr std::chrono::seconds SettlingTime{1};

/// A new address, or a link that works; not one that went down, nor what a radio has heard.
bool announcesReach(const nlmsghdr *header)
{
    if (header->nlmsg_type == RTM_NEWADDR)
        return true;
    if (header->nlmsg_type != RTM_NEWLINK)
        return false;
    const auto *link = reinterpret_cast<const ifinfomsg *>(header + 1);
    return (link->ifi_flags & IFF_RUNNING) != 0 && link->ifi_change != 0;
}

} // namespace

NetworkWatcher::NetworkWatcher(QObject *parent)
    : QObject(parent)
    , m_socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE))
    , m_settling(this)
{
    m_settling.setInterval(SettlingTime);
    m_settling.setSingleShot(true);
    m_settling.callOnTimeout(this, &NetworkWatcher::settled);

    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (m_socket < 0
        || ::bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
    {
        qCInfo(logNet) << "no announcements of network changes here";
        return;
    }
    m_notifier = new QSocketNotifier(m_socket, QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &NetworkWatcher::drain);
}

NetworkWatcher::~NetworkWatcher()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

void NetworkWatcher::drain()
{
    alignas(nlmsghdr) std::array<char, 16 * 1024> buffer{};
    bool isUp = false;
    for (;;) {
        auto size = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (size <= 0)
            break;
        const auto *header = reinterpret_cast<const nlmsghdr *>(buffer.data());
        for (; NLMSG_OK(header, size); header = NLMSG_NEXT(header, size))
            isUp = isUp || announcesReach(header);
    }
    if (!isUp)
        return;
    if (!m_settling.isActive())
        m_settling.start();
    emit cameUp();
}

} // namespace keg::net
