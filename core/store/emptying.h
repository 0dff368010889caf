// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

namespace keg::store {

class Database;

/// Takes everything out of a database, in one transaction, so that it is as a fresh file and may
/// adopt another primary's content: rows, log, history and role. Errors: Busy, and as
/// Database::error.
Result<void> emptyOut(Database &database);

} // namespace keg::store
