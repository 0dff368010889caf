// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/log_in_limit.h"

namespace keg::web {

bool LogInLimit::admit(const QString &group, milliseconds now)
{
    return (m_known.contains(group) ? m_ofKnown : m_ofStrangers).admit(group, now);
}

void LogInLimit::remember(const QString &group)
{
    if (m_known.size() < Most)
        m_known.insert(group);
}

} // namespace keg::web
