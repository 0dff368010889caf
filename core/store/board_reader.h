// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/board.h"

namespace keg::store {

class Database;

/// The board as the file has it at one sequence. A tap whose beer is not there is vacant, and a
/// menu with no usable address is not shown. Not inside a Transaction. Errors: as Database::error.
Result<Board> readBoard(Database &database);

} // namespace keg::store
