// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <utility>

namespace keg::store {

class Database;

/// Whether triggers, which are capture and guards, fire for what a transaction writes.
enum class Triggers { Fire, Rest };

/// A write transaction that holds the write lock from its start. Rolls back unless committed.
///
/// Its connection's triggers stay as it wanted them until the next one begins: SQLite prepares all
/// statements anew when they change. So nothing is written outside of transactions.
class Transaction
{
public:
    /// Waits for other writers. Errors: Busy, and as Database::error.
    static Result<Transaction> begin(Database &database, Triggers triggers = Triggers::Fire);
    /// Does not wait for other writers. Errors: Busy, and as Database::error.
    static Result<Transaction> tryBegin(Database &database, Triggers triggers = Triggers::Fire);
    ~Transaction();
    Transaction(Transaction &&other) noexcept
        : m_database(std::exchange(other.m_database, nullptr))
    {}
    Transaction &operator=(Transaction &&) = delete;

    /// On an error nothing was written. Errors: as Database::error.
    Result<void> commit();

private:
    explicit Transaction(Database &database)
        : m_database(&database)
    {}

    Database *m_database;
};

/// A read transaction: everything read in it is of one committed state. Ends with the object.
class ReadTransaction
{
public:
    /// Fixes the state. Errors: as Database::error.
    static Result<ReadTransaction> begin(Database &database);
    ~ReadTransaction();
    ReadTransaction(ReadTransaction &&other) noexcept
        : m_database(std::exchange(other.m_database, nullptr))
    {}
    ReadTransaction &operator=(ReadTransaction &&) = delete;

private:
    explicit ReadTransaction(Database &database)
        : m_database(&database)
    {}

    Database *m_database;
};

} // namespace keg::store
