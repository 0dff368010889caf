// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/rate_limit.h"

#include <algorithm>

namespace keg {

namespace {

bool isWithin(const RateLimit::Rate &rate, milliseconds due, milliseconds now)
{
    return due - now <= (rate.burst - 1) * rate.interval;
}

void count(const RateLimit::Rate &rate, milliseconds *due, milliseconds now)
{
    *due = std::max(*due, now) + rate.interval;
}

} // namespace

RateLimit::RateLimit(Settings settings)
    : m_settings(settings)
{}

bool RateLimit::admit(const QString &host, milliseconds now)
{
    Due &due = dueOf(host, now);
    if (!isWithin(m_settings.each, due, now) || !isWithin(m_settings.all, m_all, now))
        return false;
    count(m_settings.each, &due, now);
    count(m_settings.all, &m_all, now);
    return true;
}

void RateLimit::giveBack(const QString &host)
{
    const auto known = m_each.find(host);
    (known != m_each.end() ? *known : m_beyond) -= m_settings.each.interval;
    m_all -= m_settings.all.interval;
}

RateLimit::Due &RateLimit::dueOf(const QString &host, milliseconds now)
{
    const auto known = m_each.find(host);
    if (known != m_each.end())
        return *known;
    if (m_each.size() >= m_settings.hosts && now >= m_nextCleaning) {
        m_each.removeIf([now](const auto &entry) { return entry.value() <= now; });
        m_nextCleaning = now + m_settings.each.interval; // a flood does not pay for one each
    }
    return m_each.size() < m_settings.hosts ? m_each[host] : m_beyond;
}

} // namespace keg
