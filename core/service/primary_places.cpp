// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/primary_places.h"

namespace keg::service {

Result<void> validate(const Place &place)
{
    const auto missing = [](const char *port) {
        return Error{ErrorCode::Usage,
                     QStringLiteral("a client needs its primary's --%1-port, which is not 0")
                         .arg(QLatin1String(port))};
    };
    if (place.host.isEmpty())
        return {};
    if (place.notifyPort == 0)
        return missing("notify");
    if (place.snapshotPort == 0)
        return missing("snapshot");
    return {};
}

std::optional<Place> PrimaryPlaces::next()
{
    const qsizetype first = m_isPreferred ? 1 : 0; // of the hints
    const qsizetype hints = m_places.size() - first;
    const bool isHint = hints > 0 && (m_isHintNext || !m_isPreferred);
    m_isHintNext = !isHint;
    if (isHint)
        return m_places.at(first + m_nextHint++ % hints);
    return m_isPreferred ? std::optional(m_places.first()) : std::nullopt;
}

void PrimaryPlaces::prefer(const Place &place)
{
    m_isPreferred = true;
    m_places.removeAll(place);
    m_places.prepend(place);
    m_places.resize(std::min(m_places.size(), Limit));
    m_isHintNext = false;
}

bool PrimaryPlaces::hear(const Place &place)
{
    if (m_places.contains(place))
        return false;
    m_places.insert(m_isPreferred ? 1 : 0, place);
    m_places.resize(std::min(m_places.size(), Limit));
    m_nextHint = 0;
    return true;
}

bool PrimaryPlaces::isHint(const Place &place) const
{
    return !m_isPreferred || m_places.isEmpty() || m_places.first() != place;
}

bool PrimaryPlaces::forgetHint(const Place &place)
{
    const qsizetype index = m_places.indexOf(place);
    if (index < (m_isPreferred ? 1 : 0))
        return false;
    m_places.removeAt(index);
    return true;
}

} // namespace keg::service
