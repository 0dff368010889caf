// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/rate_limit.h"

#include <QSet>

namespace keg::web {

/// Who may try a password, and when. Addresses from which somebody has logged in share nothing with
/// the others, who may be many and try without end. Of one thread.
class LogInLimit
{
public:
    /// Whether a client of that group (address_group.h) may try at `now` (monotonic); counts only
    /// if so.
    bool admit(const QString &group, milliseconds now);
    /// Somebody of that group has logged in.
    void remember(const QString &group);

private:
    static constexpr RateLimit::Settings Limit{{10, milliseconds{6'000}},
                                               {60, milliseconds{1'000}}};
    static constexpr qsizetype Most = 1'024; ///< of m_known

    RateLimit m_ofStrangers{Limit};
    RateLimit m_ofKnown{Limit};
    QSet<QString> m_known;
};

} // namespace keg::web
