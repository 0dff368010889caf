// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/position.h"
#include "core/store/replicated_rows.h"

#include <QHash>
#include <QList>

#include <optional>
#include <utility>

namespace keg::store {

class Database;

/// The state digest of a database with the hash of each of its rows, kept in memory, so that a
/// changed row changes the digest without reading the others. About 30 bytes a row. A value: copies
/// may go to other threads.
class StateDigest
{
public:
    /// Of the rows as they are. Call inside a transaction. Errors: as ReplicatedRows.
    static Result<StateDigest> of(Database &database);

    Digest sum() const { return m_sum; }

    /// The row now has that hash; none: the row is gone. Until commit() it can be taken back.
    void set(const RowKey &row, const std::optional<Digest> &hash);
    void commit();
    /// Takes back everything since the last commit().
    void rollBack();

    /// The rows that only one of the two has, or that differ.
    QList<RowKey> differences(const StateDigest &other) const;

private:
    using Rows = QHash<qint64, Digest>;

    std::optional<Digest> find(const RowKey &row) const;
    void replace(const RowKey &row, const std::optional<Digest> &hash);

    QHash<QByteArray, Rows> m_tables;
    Digest m_sum;
    QList<std::pair<RowKey, std::optional<Digest>>> m_before; ///< what set() replaced
};

} // namespace keg::store
