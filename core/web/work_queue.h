// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>
#include <QThreadPool>

#include <atomic>
#include <functional>

namespace keg::web {

/// One thread for what takes its time, like files and passwords, one piece of work after the other.
/// Safe for several threads at once.
class WorkQueue
{
public:
    /// At most `length` pieces of work are under way or wait.
    WorkQueue(const QString &name, int length);
    ~WorkQueue();
    WorkQueue(const WorkQueue &) = delete;
    WorkQueue &operator=(const WorkQueue &) = delete;

    /// Leaves `spare` places for others. False: too much waits; nothing of it is done.
    bool add(std::function<void()> work, int spare = 0);
    /// Finishes what is under way and drops what waits.
    void end();

private:
    QThreadPool m_pool;
    const int m_length;
    std::atomic<int> m_count = 0;
};

} // namespace keg::web
