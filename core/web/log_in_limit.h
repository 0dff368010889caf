// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/rate_limit.h"

#include <QHash>

#include <optional>

namespace keg::web {

/// Who may try a password, and when, by the passwords that were wrong: of each address, and of each
/// account, wherever they come from. Who has logged in to an account from an address shares nothing
/// with those who try that account from elsewhere. Of one thread.
class LogInLimit
{
public:
    /// Who have logged in and are known for it; the one who did so the longest ago gives way.
    static constexpr qsizetype MostKnown = 1'024;

    struct Attempt
    {
        QString group; ///< of the client: address_group.h
        QString account; ///< as names are compared; empty: of no account that there can be
        bool isKnown = false; ///< that account was logged in to from there
    };

    /// One that may be made at `now` (monotonic): it counts as a failure unless excused. Absent: it
    /// may not.
    std::optional<Attempt> admit(const QString &group, const QString &name, milliseconds now);
    /// The password was right, or nobody has looked at it.
    void excuse(const Attempt &attempt);
    /// Somebody of that group has logged in to that account.
    void remember(const QString &group, const QString &name);

private:
    static constexpr RateLimit::Rate Unlimited{1, milliseconds{0}};
    static constexpr RateLimit::Settings OfGroup{{10, milliseconds{6'000}}, Unlimited};
    /// Two addresses that try without end leave some for a third.
    static constexpr RateLimit::Settings OfAccount{{40, milliseconds{2'500}}, Unlimited};

    RateLimit m_ofGroups{OfGroup};
    RateLimit m_ofAccounts{OfAccount};
    RateLimit m_ofKnown{OfGroup}; ///< of each pair of both
    QHash<QString, quint64> m_known; ///< such pairs, by when: m_remembered
    quint64 m_remembered = 0; ///< counts remember()
};

} // namespace keg::web
