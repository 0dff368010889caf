// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/store/database.h"

#include <QString>

#include <memory>

namespace keg {
class Clock;
class Interruption;
} // namespace keg

namespace keg::store {

/// What a file holds.
enum class FileShape {
    Empty, ///< no tables yet
    Legacy, ///< of a KegDisplay before this one
    Older, ///< ours, with migrations still to be made
    Current,
};

/// The schema version that this program makes: the number of its last migration.
int schemaVersion();

/// Finds out what a file holds; writes nothing. Errors: TooNew (made by a newer version), Refused
/// (a database of something else), and as Database::error.
Result<FileShape> recognise(Database &database);

/// Brings a file to the newest schema, with its tables declared as replication needs them, in one
/// transaction, with a dated copy beside it if it holds anything ("beer.db.2026-11-23T18-05-00Z");
/// gives it an identity if it holds rows, and its role's triggers. Writes nothing to a file where
/// all this is done. Must not run while an instance of another version has the file open. Errors:
/// as recognise(), readTable(), correctDeclarations() and Database::error.
Result<void> upgrade(Database &database, const Clock &clock);

/// Opens a keg database. To write: upgrades it and switches it to WAL. ReadOnly: as it is, which
/// may be an older shape. Errors: as Database::open() and upgrade(); NotFound if there is nothing
/// in it to be read.
Result<std::unique_ptr<Database>> openKegDatabase(const QString &path, Access access,
                                                  const Clock &clock,
                                                  const Interruption *interruption = nullptr);

} // namespace keg::store
