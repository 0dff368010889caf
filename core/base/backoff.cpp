// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/backoff.h"

#include <algorithm>

namespace keg {

Backoff::Backoff(milliseconds first, milliseconds longest, quint64 seed)
    : m_first(first)
    , m_longest(longest)
    , m_limit(first)
    , m_random(seed)
{}

milliseconds Backoff::next()
{
    std::uniform_int_distribution<milliseconds::rep> part(0, m_limit.count());
    m_limit = std::min(m_limit * 2, m_longest);
    return milliseconds(part(m_random));
}

void Backoff::reset()
{
    m_limit = m_first;
}

} // namespace keg
