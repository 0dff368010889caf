// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <chrono>

namespace keg::identity {

/// A moment that the wall clock has no part in: comparable to others of the same boot only.
struct BootTime
{
    QByteArray boot; ///< the system's name for this run of it
    std::chrono::milliseconds sinceBoot{0}; ///< with the time that it slept

    /// Errors: Failed if the system does not say.
    static Result<BootTime> now();
};

} // namespace keg::identity
