// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"

#include <optional>

namespace keg::store {

class Database;

/// The table of settings. Errors of all: as Database::error; on a client's copy every write is
/// Refused.
class SettingRepository
{
public:
    explicit SettingRepository(Database &database)
        : m_database(database)
    {}

    /// As it is in the file, whoever wrote it; empty: not set, or no text.
    Result<QString> value(const QString &key);
    /// The same; empty, too, if validate() refuses it: what other programs have written is shown
    /// only where people could have.
    Result<QString> usableValue(const QString &key);
    /// Empty: its row goes. Writes nothing if it has that value already. Call inside a Transaction.
    Result<void> set(const QString &key, const QString &value);

private:
    Result<std::optional<Cell>> stored(const QString &key);

    Database &m_database;
};

} // namespace keg::store
