// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

namespace keg::test {

/// Stands still until the test moves it.
class FakeClock final : public Clock
{
public:
    milliseconds monotonic() const override { return m_now; }
    QDateTime utcNow() const override
    {
        return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + m_now.count(), Qt::UTC);
    }

    void pass(milliseconds time) { m_now += time; }

private:
    milliseconds m_now{1'000'000};
};

} // namespace keg::test
