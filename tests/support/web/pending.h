// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/completion.h"

#include <QMutex>
#include <QSemaphore>

#include <utility>
#include <vector>

namespace keg::test {

/// Completions that nobody has answered yet. Safe for several threads.
class Pending
{
public:
    void add(const web::Completion &completion)
    {
        const QMutexLocker locker(&m_mutex);
        m_completions.push_back(completion);
        m_arrived.release();
    }
    bool wait(int count, int patience) { return m_arrived.tryAcquire(count, patience); }
    std::vector<web::Completion> take()
    {
        const QMutexLocker locker(&m_mutex);
        return std::exchange(m_completions, {});
    }

private:
    QMutex m_mutex;
    std::vector<web::Completion> m_completions;
    QSemaphore m_arrived;
};

} // namespace keg::test
