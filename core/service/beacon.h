// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/announcer.h"
#include "core/net/avahi_service.h"

namespace keg::service {

/// Says on the network that a primary is here, in both ways that there are. Lives in the net
/// thread.
class Beacon final : public QObject
{
public:
    /// `bindAddress` as for LinkServer::listen().
    Beacon(const QString &bindAddress, const Clock &clock, QObject *parent)
        : QObject(parent)
        , m_announcer({bindAddress}, clock, this)
        , m_avahi(bindAddress, this)
    {}

    void start(const wire::Announce &words)
    {
        m_announcer.start(words);
        m_avahi.publish(words);
    }

private:
    net::Announcer m_announcer;
    net::AvahiService m_avahi;
};

} // namespace keg::service
