// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/backoff.h"
#include "core/net/found_primaries.h"
#include "core/net/neighbour_socket.h"
#include "core/net/network_watcher.h"
#include "core/wire/announcement.h"

#include <QTimer>

namespace keg::net {

/// Finds primaries on the networks of a client: listens, and asks while somebody is looked for.
/// What it finds are hints, to be proved by the primary's certificate. Lives in the thread of its
/// owner.
class PrimaryFinder final : public QObject
{
    Q_OBJECT

public:
    struct Settings
    {
        quint16 port = wire::AnnouncementPort;
        milliseconds firstAsk{1'000}; ///< limits of the back-off between questions
        milliseconds longestAsk{30'000};
        quint64 seed = 0; ///< of the back-off's jitter
        FoundPrimaries::Limits limits;
    };

    PrimaryFinder(const Settings &settings, const Clock &clock, QObject *parent = nullptr);

    /// Begins to listen.
    void start();
    /// Asks at once, and again and again until told otherwise. Not before start().
    void setLooking(bool isLooking);
    /// Whom no flood of others may push out. Null: nobody.
    void setWanted(const MachineId &id);

    /// All that were heard lately; of one id, the place that was heard last comes first.
    QList<FoundPrimary> primaries() const;

public slots:
    /// Heard in another way, now; taken only if the host is an address of a neighbour.
    void hear(const keg::net::FoundPrimary &primary);

signals:
    /// It speaks from here now: worth a try, if nothing better is known. At most once a second for
    /// each place.
    void found(const keg::net::FoundPrimary &primary);
    /// primaries() has others, or other names.
    void listChanged();

private:
    void take(const QNetworkDatagram &datagram);
    void add(FoundPrimary primary);
    void ask();
    void forget();
    void armForgetting();

    const Settings m_settings;
    const Clock &m_clock;
    NeighbourSocket m_announcements;
    NeighbourSocket m_answers; ///< a port of our own, since one that is shared gets no unicasts
    NetworkWatcher m_network;
    FoundPrimaries m_primaries;
    Backoff m_backoff;
    QTimer m_asking;
    QTimer m_forgetting;
};

} // namespace keg::net
