// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/changes.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace keg::store {

class Database;

/// Names one row of a replicated table.
struct RowKey
{
    QByteArray table;
    qint64 key = 0;

    bool operator==(const RowKey &) const = default;
    friend size_t qHash(const RowKey &row, size_t seed = 0)
    {
        return qHashMulti(seed, row.table, row.key);
    }
};

/// The row that a log entry names; none if its table is not replicated or its row_id no integer.
std::optional<RowKey> rowKeyOf(const LogEntry &entry);

/// Reads and writes whole rows of the replicated tables of one file, in their replicated columns.
/// For the length of one transaction: another program may change the tables after it.
class ReplicatedRows
{
public:
    using Visitor = std::function<Result<void>(const RowImage &)>;

    explicit ReplicatedRows(Database &database);
    ~ReplicatedRows();

    // Errors of all: as readTable() and Database::error.

    Result<std::optional<RowImage>> find(const RowKey &row);
    /// Every row of every replicated table that the file has. Ends with the visitor's first error.
    Result<void> visitAll(const Visitor &visit);
    Result<void> remove(const RowKey &row);
    /// Columns that `row` does not name become NULL. Errors: TooNew for a table or column that this
    /// program does not know; Refused by a constraint.
    Result<void> insert(const RowImage &row);

private:
    class Table;
    Result<Table *> table(const QByteArray &name);

    Database &m_database;
    std::map<QByteArray, std::unique_ptr<Table>> m_tables;
};

} // namespace keg::store
