// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/store/replica_state.h"

#include <optional>

namespace keg::store {

class Database;

/// Makes a file that of an instance of that role, with identity and triggers; without a role, that
/// of the role it has, or else a primary. Writes nothing if it is so already. Errors: Refused for a
/// client's copy that is to be a primary, and for a primary's database with rows or a log that is
/// to be a client's copy; and as Database::error.
Result<void> claimRole(Database &database, std::optional<Role> role);

/// Makes the file's triggers those of its role; writes only what differs. Call inside a
/// Transaction. Errors: as readTable() and Database::error.
Result<void> installRoleTriggers(Database &database, const ReplicaState &state);

} // namespace keg::store
