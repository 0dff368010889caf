// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/event_queue.h"

namespace keg::sim {

QDateTime EventQueue::utcNow() const
{
    return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + m_now.count(), Qt::UTC);
}

void EventQueue::after(milliseconds delay, std::function<void()> event)
{
    m_events.emplace(std::pair(m_now + delay, m_scheduled++), std::move(event));
}

bool EventQueue::step(milliseconds end)
{
    if (m_events.empty() || m_events.cbegin()->first.first > end) {
        m_now = end;
        return false;
    }
    auto first = m_events.extract(m_events.begin());
    m_now = first.key().first;
    first.mapped()();
    return true;
}

} // namespace keg::sim
