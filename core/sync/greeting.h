// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/messages.h"

#include <optional>

namespace keg::sync {

/// Why whoever says this Hello cannot follow a primary at `own`, whose tables are of
/// `schemaVersion`; none if it can.
std::optional<wire::Failure> objectionTo(const wire::Hello &hello, const Position &own,
                                         qint64 schemaVersion);

} // namespace keg::sync
