// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "tests/benchmarks/child.h"

namespace keg::bench {

/// What GET of one address brings under full load.
struct Load
{
    double perSecond = 0;
    double p99Ms = 0;
};

/// By wrk: two threads with 32 connections. `header` is a line of it. Errors: Failed, also if
/// anything else than success was answered.
Result<Load> loadFor(int seconds, const QString &url, const QString &header, const QString &folder);
/// The same, until it is destroyed.
Result<std::unique_ptr<Child>> startLoad(const QString &url, const QString &header,
                                         const QString &folder);
/// What wrk says at its end. Errors as loadFor().
Result<Load> readLoad(const QByteArray &report);

} // namespace keg::bench
