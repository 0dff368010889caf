// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/messages.h"

#include <optional>

namespace keg::sync {

/// Why whoever says this Hello cannot be spoken with; none if it can.
std::optional<wire::Failure> protocolObjection(const wire::Hello &hello);

/// Why its copy cannot follow a primary at `own`, whose tables are of `schemaVersion`; none if it
/// can. Says where the primary is: not for strangers.
std::optional<wire::Failure> copyObjection(const wire::Hello &hello, const Position &own,
                                           qint64 schemaVersion);

} // namespace keg::sync
