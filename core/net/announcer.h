// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/rate_limit.h"
#include "core/net/neighbour_socket.h"
#include "core/net/network_watcher.h"
#include "core/wire/announcement.h"

#include <QTimer>

namespace keg::net {

/// Says on all networks of a primary that it is there: at first, every half minute, after a change
/// of the network, and to neighbours who ask. Several on one machine share the port. Lives in the
/// thread of its owner.
class Announcer final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        QString bindAddress; ///< as for LinkServer::listen()
        quint16 port = wire::AnnouncementPort;
        milliseconds interval{30'000};
        RateLimit::Settings answers{{5, milliseconds(1'000)}, {200, milliseconds(10)}};
    };

    Announcer(Settings settings, const Clock &clock, QObject *parent = nullptr);

    /// Begins, or goes on with these words.
    void start(const wire::Announce &words);

private:
    void announce();
    void answer(const QNetworkDatagram &datagram);

    const Settings m_settings;
    const Clock &m_clock;
    NeighbourSocket m_socket;
    NetworkWatcher m_network;
    QTimer m_interval;
    RateLimit m_answers;
    QByteArray m_words;
};

} // namespace keg::net
