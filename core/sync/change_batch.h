// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/domain/position.h"

#include <optional>

namespace keg::sync {

/// The epoch before the present one; copies of it may resume up to `sequence`. -1: none may.
struct EpochSwitch
{
    Epoch ended;
    qint64 sequence = -1;

    bool operator==(const EpochSwitch &) const = default;
};

/// Where a primary is.
struct Head
{
    Position position;
    std::optional<EpochSwitch> previous;
};

/// Everything that a primary committed after `after`, as one delta payload.
struct ChangeBatch
{
    qint64 after = 0; ///< sequence
    Head head; ///< where it leads to
    SharedPayload payload;
};

} // namespace keg::sync
