// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/attempt_limit.h"

#include "core/base/address_group.h"

#include <algorithm>

namespace keg::sync {

namespace {

constexpr qsizetype Groups = 4'096;

} // namespace

bool AttemptLimit::allows(const QString &address, milliseconds now)
{
    forgetOld(now);
    const QString group = addressGroup(address);
    if (m_attempts.size() >= Groups && !m_attempts.contains(group))
        forgetLongestQuiet();
    QList<milliseconds> &times = m_attempts[group];
    if (times.size() >= Attempts)
        return false;
    times.append(now);
    return true;
}

/// So that whoever has many addresses keeps nobody else out.
void AttemptLimit::forgetLongestQuiet()
{
    const auto quietest = std::ranges::min_element(
        m_attempts, {}, [](const QList<milliseconds> &times) { return times.last(); });
    m_attempts.erase(quietest);
}

void AttemptLimit::forgetOld(milliseconds now)
{
    m_attempts.removeIf([now](auto entry) {
        entry.value().removeIf([now](milliseconds time) { return now - time >= Window; });
        return entry.value().isEmpty();
    });
}

} // namespace keg::sync
