// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/work_queue.h"

#include <utility>

#include <malloc.h>

namespace keg::web {

namespace {

constexpr int RestTime = 1'000; // ms; of a thread without work, before it gives its memory back

} // namespace

WorkQueue::WorkQueue(const QString &name, int length)
    : m_length(length)
{
    m_pool.setObjectName(name);
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(RestTime);
}

WorkQueue::~WorkQueue()
{
    end();
}

bool WorkQueue::add(std::function<void()> work, int spare)
{
    if (++m_count > m_length - spare) {
        --m_count;
        return false;
    }
    m_pool.start([this, work = std::move(work)]() mutable {
        std::exchange(work, {})();
        malloc_trim(0); // what it took, in pieces, goes back to the system
        --m_count;
    });
    return true;
}

void WorkQueue::end()
{
    m_pool.clear();
    m_pool.waitForDone();
    m_count = 0;
}

} // namespace keg::web
