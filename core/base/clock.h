// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDateTime>

#include <chrono>

namespace keg {

using std::chrono::milliseconds;

/// The time, so that tests and simulations can have their own. Safe to read from any thread.
class Clock
{
public:
    Clock() = default;
    virtual ~Clock() = default;
    Clock(const Clock &) = delete;
    Clock &operator=(const Clock &) = delete;

    /// Never goes back and is not moved by the wall clock; the start is arbitrary.
    virtual milliseconds monotonic() const = 0;
    virtual QDateTime utcNow() const = 0;
};

/// The machine's own clocks.
class SystemClock final : public Clock
{
public:
    milliseconds monotonic() const override;
    QDateTime utcNow() const override;
};

} // namespace keg
