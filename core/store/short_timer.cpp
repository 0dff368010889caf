// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/short_timer.h"

#include <cstdint>

#include <sys/timerfd.h>
#include <unistd.h>

namespace keg::store {

ShortTimer::ShortTimer(QObject *parent)
    : QObject(parent)
    , m_descriptor(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK))
    , m_notifier(m_descriptor, QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, &ShortTimer::expire);
}

ShortTimer::~ShortTimer()
{
    m_notifier.setEnabled(false); // before its descriptor is gone
    close(m_descriptor);
}

void ShortTimer::start(std::chrono::nanoseconds period)
{
    const timespec interval = {0, long(period.count())};
    const itimerspec setting = {interval, interval};
    timerfd_settime(m_descriptor, 0, &setting, nullptr);
}

void ShortTimer::stop()
{
    start(std::chrono::nanoseconds::zero());
}

void ShortTimer::expire()
{
    std::uint64_t expirations = 0;
    if (read(m_descriptor, &expirations, sizeof expirations) == sizeof expirations)
        emit timeout();
}

} // namespace keg::store
