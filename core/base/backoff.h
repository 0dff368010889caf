// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <random>

namespace keg {

/// How long to wait before the next try: a random part of a limit that doubles from try to try
/// (full jitter), so that a hundred displays do not come back in the same moment.
class Backoff
{
public:
    Backoff(milliseconds first, milliseconds longest, quint64 seed);

    milliseconds next();
    void reset();

private:
    const milliseconds m_first;
    const milliseconds m_longest;
    milliseconds m_limit;
    std::mt19937_64 m_random;
};

} // namespace keg
