// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/log_in_limit.h"

#include "core/identity/user_name.h"

#include <algorithm>

namespace keg::web {

namespace {

/// Names that nobody can have, which may be long, are one.
QString accountOf(const QString &name)
{
    return identity::validUserName(name) ? identity::comparableUserName(name) : QString();
}

QString pairOf(const QString &group, const QString &account)
{
    return group + u' ' + account;
}

} // namespace

std::optional<LogInLimit::Attempt> LogInLimit::admit(const QString &group, const QString &name,
                                                     milliseconds now)
{
    const QString account = accountOf(name);
    const QString pair = pairOf(group, account);
    if (m_known.contains(pair))
        return m_ofKnown.admit(pair, now) ? std::optional(Attempt{group, account, true})
                                          : std::nullopt;
    if (!m_ofGroups.admit(group, now))
        return {};
    if (m_ofAccounts.admit(account, now))
        return Attempt{group, account, false};
    m_ofGroups.giveBack(group);
    return {};
}

void LogInLimit::excuse(const Attempt &attempt)
{
    if (attempt.isKnown)
        return m_ofKnown.giveBack(pairOf(attempt.group, attempt.account));
    m_ofGroups.giveBack(attempt.group);
    m_ofAccounts.giveBack(attempt.account);
}

void LogInLimit::remember(const QString &group, const QString &name)
{
    m_known.insert(pairOf(group, accountOf(name)), ++m_remembered);
    if (m_known.size() > MostKnown)
        m_known.erase(std::min_element(m_known.begin(), m_known.end()));
}

} // namespace keg::web
