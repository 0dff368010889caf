// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QHash>

struct sqlite3_stmt;

namespace keg::store {

/// The prepared statements of one connection that nobody uses at the moment: to prepare one costs
/// more than to run it. Belongs to the connection's thread.
class StatementCache
{
public:
    StatementCache() = default;
    ~StatementCache() { clear(); }
    StatementCache(const StatementCache &) = delete;
    StatementCache &operator=(const StatementCache &) = delete;

    /// One that was prepared from this text; none: nullptr.
    sqlite3_stmt *take(const QByteArray &sql);
    /// Takes it back from whoever is done with it.
    void give(const QByteArray &sql, sqlite3_stmt *statement);
    /// To be called before the connection closes.
    void clear();

private:
    QHash<QByteArray, sqlite3_stmt *> m_idle;
};

} // namespace keg::store
