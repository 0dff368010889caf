// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <QTimer>

#include <algorithm>
#include <functional>
#include <optional>

namespace keg::service {

/// Calls a state machine's tick() when its deadline() has come. Lives in the machine's thread.
class MachineTimer final : public QObject
{
public:
    MachineTimer(const Clock &clock, std::function<void()> tick, QObject *parent)
        : QObject(parent)
        , m_clock(clock)
        , m_timer(this)
    {
        m_timer.setSingleShot(true);
        m_timer.callOnTimeout(this, std::move(tick));
    }

    /// To be told after every event.
    void arm(std::optional<milliseconds> deadline)
    {
        if (deadline == m_deadline && m_timer.isActive())
            return;
        m_deadline = deadline;
        if (deadline)
            m_timer.start(std::max(*deadline - m_clock.monotonic(), milliseconds(0)));
        else
            m_timer.stop();
    }

private:
    const Clock &m_clock;
    QTimer m_timer;
    std::optional<milliseconds> m_deadline;
};

} // namespace keg::service
