// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/wall_clock.h"

#include <atomic>
#include <ctime>
#include <limits>

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace keg::test {

namespace {

constexpr qint64 Outside = std::numeric_limits<qint64>::min();
std::atomic<qint64> shown = Outside; // seconds since 1970

} // namespace

void WallClock::show(const QDateTime &at)
{
    shown = at.isValid() ? at.toSecsSinceEpoch() : Outside;
}

} // namespace keg::test

// A program's own functions come before those of its libraries.
extern "C" {

int clock_gettime(clockid_t clock, timespec *time) noexcept
{
    const qint64 seconds = keg::test::shown;
    if (seconds == keg::test::Outside
        || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE))
        return int(::syscall(SYS_clock_gettime, clock, time));
    *time = {seconds, 0};
    return 0;
}

int gettimeofday(timeval *time, void * /*zone*/) noexcept
{
    timespec precise = {};
    const int result = clock_gettime(CLOCK_REALTIME, &precise);
    *time = {precise.tv_sec, precise.tv_nsec / 1000};
    return result;
}

time_t time(time_t *seconds) noexcept
{
    timespec precise = {};
    clock_gettime(CLOCK_REALTIME, &precise);
    if (seconds)
        *seconds = precise.tv_sec;
    return precise.tv_sec;
}

} // extern "C"
