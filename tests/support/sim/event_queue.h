// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <functional>
#include <map>
#include <utility>

namespace keg::sim {

/// Simulated time: events happen in order of their time, those of one moment in order of
/// scheduling.
class EventQueue final : public Clock
{
public:
    milliseconds monotonic() const override { return m_now; }
    QDateTime utcNow() const override;

    void after(milliseconds delay, std::function<void()> event);
    /// Lets the next event happen; false if there is none before `end`, which is then reached.
    bool step(milliseconds end);

private:
    milliseconds m_now{0};
    quint64 m_scheduled = 0;
    std::map<std::pair<milliseconds, quint64>, std::function<void()>> m_events;
};

} // namespace keg::sim
