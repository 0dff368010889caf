// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/statement_cache.h"

#include <utility>

#include <sqlite3.h>

namespace keg::store {

namespace {

// More than there are texts in this room; those made for other columns shall not fill the memory.
constexpr qsizetype Limit = 100;

} // namespace

sqlite3_stmt *StatementCache::take(const QByteArray &sql)
{
    return m_idle.take(sql);
}

void StatementCache::give(const QByteArray &sql, sqlite3_stmt *statement)
{
    if (m_idle.size() >= Limit || m_idle.contains(sql)) {
        sqlite3_finalize(statement);
        return;
    }
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    m_idle.insert(sql, statement);
}

void StatementCache::clear()
{
    for (sqlite3_stmt *statement : std::exchange(m_idle, {}))
        sqlite3_finalize(statement);
}

} // namespace keg::store
