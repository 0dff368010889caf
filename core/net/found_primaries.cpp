// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/found_primaries.h"

#include <QHostAddress>

#include <algorithm>
#include <tuple>
#include <utility>

namespace keg::net {

namespace {

bool isSamePlace(const FoundPrimary &one, const FoundPrimary &other)
{
    // The ports, too: a lie about them must not replace the truth.
    return one.id == other.id && one.host == other.host && one.notifyPort == other.notifyPort
        && one.snapshotPort == other.snapshotPort;
}

} // namespace

int FoundPrimary::reach() const
{
    const QHostAddress address(host);
    if (address.isLoopback())
        return 0;
    return address.isLinkLocal() ? 1 : 2;
}

FoundPrimaries::FoundPrimaries(Limits limits)
    : m_limits(limits)
    , m_newPlacesOfWanted(m_limits.newPlacesOfWanted)
{}

void FoundPrimaries::setWanted(const MachineId &id)
{
    m_wanted = id;
}

FoundPrimaries::Outcome FoundPrimaries::hear(const FoundPrimary &primary)
{
    if (primary.id.isNull())
        return {};
    if (Place *known = find(primary))
        return repeat(known, primary);
    if (primary.id == m_wanted ? !makeRoomForWanted(primary) : !hasRoom(primary))
        return {};
    m_places.append({primary, primary.lastHeard});
    return {true, true};
}

FoundPrimaries::Outcome FoundPrimaries::repeat(Place *place, const FoundPrimary &primary) const
{
    place->primary.lastHeard = primary.lastHeard;
    if (primary.lastHeard - place->lastNews < m_limits.repetition)
        return {};
    const FoundPrimary before = std::exchange(place->primary, primary);
    place->lastNews = primary.lastHeard;
    return {true, before.name != primary.name || before.databaseId != primary.databaseId};
}

bool FoundPrimaries::hasRoom(const FoundPrimary &primary) const
{
    qsizetype all = 0;
    qsizetype here = 0;
    for (const Place &place : m_places) {
        if (place.primary.id == m_wanted)
            continue;
        ++all;
        here += place.primary.host == primary.host ? 1 : 0;
    }
    return all < m_limits.places && here < m_limits.placesPerHost;
}

/// Where it was last may be over, so the new place is let in: slowly, and instead of another one of
/// the same host first.
bool FoundPrimaries::makeRoomForWanted(const FoundPrimary &primary)
{
    if (!m_newPlacesOfWanted.admit(primary.host, primary.lastHeard))
        return false;
    const auto isWanted = [this](const Place &place) { return place.primary.id == m_wanted; };
    giveUpOne(m_limits.placesOfWantedPerHost, [&](const Place &place) {
        return isWanted(place) && place.primary.host == primary.host;
    });
    giveUpOne(m_limits.placesOfWanted, isWanted);
    return true;
}

/// The longest silent one of them, if they are as many as the limit.
template<typename Condition>
void FoundPrimaries::giveUpOne(qsizetype limit, Condition isOneOfThem)
{
    qsizetype count = 0;
    auto silent = m_places.end();
    for (auto place = m_places.begin(); place != m_places.end(); ++place) {
        if (!isOneOfThem(*place))
            continue;
        ++count;
        if (silent == m_places.end() || isHeardBefore(*place, *silent))
            silent = place;
    }
    if (count >= limit)
        m_places.erase(silent);
}

bool FoundPrimaries::forget(milliseconds now)
{
    return m_places.removeIf([this, now](const Place &place) {
        return now - place.primary.lastHeard >= m_limits.silence;
    }) > 0;
}

std::optional<milliseconds> FoundPrimaries::nextForgetting() const
{
    const auto silent = std::min_element(m_places.cbegin(), m_places.cend(), isHeardBefore);
    if (silent == m_places.cend())
        return {};
    return silent->primary.lastHeard + m_limits.silence;
}

QList<FoundPrimary> FoundPrimaries::list() const
{
    QList<FoundPrimary> primaries;
    for (const Place &place : m_places)
        primaries.append(place.primary);
    std::sort(primaries.begin(), primaries.end(),
              [](const FoundPrimary &one, const FoundPrimary &other) {
                  return std::tie(one.id, other.lastHeard) < std::tie(other.id, one.lastHeard);
              });
    return primaries;
}

bool FoundPrimaries::isHeardBefore(const Place &one, const Place &other)
{
    return one.primary.lastHeard < other.primary.lastHeard;
}

FoundPrimaries::Place *FoundPrimaries::find(const FoundPrimary &primary)
{
    const auto place = std::find_if(m_places.begin(), m_places.end(), [&primary](const Place &one) {
        return isSamePlace(one.primary, primary);
    });
    return place == m_places.end() ? nullptr : &*place;
}

} // namespace keg::net
