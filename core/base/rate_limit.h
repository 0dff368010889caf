// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QString>

namespace keg {

/// How often strangers may have something: each host, and all of them together. Remembers a
/// bounded number of hosts; those beyond count as one.
class RateLimit
{
public:
    struct Rate
    {
        int burst = 1; ///< so many at once
        milliseconds interval{0}; ///< then one in each of these
    };
    struct Settings
    {
        Rate each;
        Rate all;
        int hosts = 1'024; ///< remembered
    };

    explicit RateLimit(Settings settings);

    /// Whether `host` may at `now` (monotonic); counts only if so.
    bool admit(const QString &host, milliseconds now);
    /// What `host` was just admitted to shall not count.
    void giveBack(const QString &host);

private:
    using Due = milliseconds; ///< when all that was had is paid for

    Due &dueOf(const QString &host, milliseconds now);

    const Settings m_settings;
    QHash<QString, Due> m_each;
    Due m_beyond{0}; ///< of the hosts that are not remembered
    Due m_all{0};
    milliseconds m_nextCleaning{0};
};

} // namespace keg
