// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

namespace keg::store {

class Database;

// SQLite converts what it stores by the type that a column was declared with: '5.5' stays a text in
// one file and becomes a number in another, which then never agree. Old files come from many hands.

/// Whether a replicated column of this file is declared so that copies cannot hold what it holds.
/// Errors: as Database::error.
Result<bool> hasStrayDeclarations(Database &database);

/// Builds the tables with such columns anew: rows, order of columns, constraints, indexes, triggers
/// and columns of other programs stay. Call inside a Transaction. Errors: Refused if a value does
/// not go with its new type, as Database::error.
Result<void> correctDeclarations(Database &database);

} // namespace keg::store
