// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/rate_limit.h"
#include "core/domain/machine_id.h"

#include <QList>
#include <QString>
#include <QUuid>

#include <optional>

namespace keg::net {

/// Where somebody says that a primary is. A hint: only its certificate proves which machine it is.
struct FoundPrimary
{
    MachineId id;
    QString name;
    QString host; ///< an address; a link-local one with its interface: fe80::1%eth0
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;
    QUuid databaseId; ///< null: none yet
    milliseconds lastHeard{0}; ///< monotonic

    /// How many can reach it there: everybody 2, who is on the same link 1, this machine itself 0.
    int reach() const;
};

/// The primaries that were heard of, as many as a network of honest ones has: strangers can neither
/// fill the memory nor push out who is known, nor one stranger who is wanted. Time is given to it.
class FoundPrimaries
{
public:
    struct Limits
    {
        int places = 64; ///< a primary at an address is a place; without the wanted one's
        int placesPerHost = 8;
        int placesOfWanted = 8;
        int placesOfWantedPerHost = 2;
        RateLimit::Settings newPlacesOfWanted{{2, milliseconds(5'000)}, {8, milliseconds(1'000)}};
        milliseconds silence{100'000}; ///< after which a place is forgotten
        milliseconds repetition{1'000}; ///< a place is news at most once in this time
    };
    struct Outcome
    {
        bool isNews = false; ///< worth a try
        bool isListChanged = false;
    };

    explicit FoundPrimaries(Limits limits);

    /// Whose places are never given up for others'. Null: nobody's.
    void setWanted(const MachineId &id);
    /// Somebody said this at `primary.lastHeard`.
    Outcome hear(const FoundPrimary &primary);
    /// Drops who has been silent for too long; whether there was any.
    bool forget(milliseconds now);
    /// When there will be.
    std::optional<milliseconds> nextForgetting() const;

    /// By id; of one id, the place that was heard last comes first.
    QList<FoundPrimary> list() const;

private:
    struct Place
    {
        FoundPrimary primary;
        milliseconds lastNews{0};
    };

    static bool isHeardBefore(const Place &one, const Place &other);
    Place *find(const FoundPrimary &primary);
    Outcome repeat(Place *place, const FoundPrimary &primary) const;
    bool hasRoom(const FoundPrimary &primary) const;
    bool makeRoomForWanted(const FoundPrimary &primary);
    template<typename Condition>
    void giveUpOne(qsizetype limit, Condition isOneOfThem);

    const Limits m_limits;
    RateLimit m_newPlacesOfWanted;
    MachineId m_wanted;
    QList<Place> m_places;
};

} // namespace keg::net
