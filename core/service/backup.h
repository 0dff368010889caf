// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/interruption.h"
#include "core/base/payload.h"

namespace keg::service {

/// A copy of the whole database as it is now: one SQLite file with everything in it, which is gone
/// with its last owner. Takes a while; from any thread, while others read and write. Errors: as
/// store::Database::open() and error(), DiskFull, Interrupted.
Result<SharedPayload> makeBackup(const QString &databasePath, const Interruption &interruption);

} // namespace keg::service
