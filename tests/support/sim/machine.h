// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "tests/support/sim/event_queue.h"

#include <functional>
#include <memory>
#include <random>

namespace keg::sim {

/// What every simulated computer has: work that takes a while and dies with a crash.
class Machine
{
public:
    Machine(EventQueue &events, quint64 seed)
        : m_events(events)
        , m_random(seed)
    {}

    bool isUp() const { return m_life != nullptr; }

protected:
    void switchOn() { m_life = std::make_shared<int>(); }
    void switchOff() { m_life.reset(); }

    /// Does `work` after `delay`, unless the machine crashes before.
    void later(milliseconds delay, std::function<void()> work)
    {
        m_events.after(delay, [life = std::weak_ptr(m_life), work = std::move(work)] {
            if (!life.expired())
                work();
        });
    }

    qint64 random(qint64 limit)
    {
        return std::uniform_int_distribution<qint64>(0, limit - 1)(m_random);
    }

    EventQueue &m_events;

private:
    std::mt19937_64 m_random;
    std::shared_ptr<int> m_life;
};

/// How often each state followed each other one.
template<typename State>
using Transitions = std::map<std::pair<State, State>, qint64>;

} // namespace keg::sim
