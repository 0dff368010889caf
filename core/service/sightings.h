// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace keg::sync {
struct PeerStatus;
}

namespace keg::service {

/// How the displays of a primary were last seen: when, from where, with which version of the
/// program. Kept in the machine's local folder. A value.
class Sightings
{
public:
    /// Those of the folder; of a file that cannot be read none are known.
    static Sightings load(const QString &folder);
    /// Errors: Failed.
    Result<void> save(const QString &folder) const;

    void note(const sync::PeerStatus &display);
    /// By id; each has the keys "address", "version" and "last_seen" of displayJson().
    const QJsonObject &toJson() const { return m_displays; }

private:
    QJsonObject m_displays;
};

} // namespace keg::service
