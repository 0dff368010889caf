// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

#include <optional>

namespace keg::service {

/// Where a primary may be: a host, by name or address, and its two ports.
struct Place
{
    QString host;
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;

    bool operator==(const Place &) const = default;
};

/// Errors: Usage, of a host with a port 0.
Result<void> validate(const Place &place);

/// Where a client looks for its primary, try by try. What was told or worked is tried every other
/// time; hints take turns, the newest first. So hints, which anybody on the network can give, may
/// slow it down by a half, but however many come, not keep it from where the primary is.
class PrimaryPlaces
{
public:
    static constexpr qsizetype Limit = 16; ///< places kept

    /// Of the next try; none: it has to be found first.
    std::optional<Place> next();
    /// A place that was told, or worked: the first from now on.
    void prefer(const Place &place);
    /// A hint. Returns whether it is new.
    bool hear(const Place &place);
    /// Whether there is a place that is no hint.
    bool isAnyTold() const { return m_isPreferred; }
    /// Whether nobody but a hint speaks for that place.
    bool isHint(const Place &place) const;
    /// Takes a hint back that was false. Returns whether it was one.
    bool forgetHint(const Place &place);

private:
    QList<Place> m_places; ///< the preferred one first, then hints, newest first
    bool m_isPreferred = false; ///< whether the first one is no hint
    bool m_isHintNext = false; ///< else the preferred one
    qsizetype m_nextHint = 0; ///< of the hints
};

} // namespace keg::service
