// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/state_digest.h"

#include "core/store/row_hash.h"

namespace keg::store {

Result<StateDigest> StateDigest::of(Database &database)
{
    StateDigest digest;
    const auto add = [&](const RowImage &row) {
        digest.replace({row.table, row.key}, rowHash(row));
        return Result<void>();
    };
    if (const auto read = ReplicatedRows(database).visitAll(add); !read)
        return read.error();
    return digest;
}

void StateDigest::set(const RowKey &row, const std::optional<Digest> &hash)
{
    m_before.append({row, find(row)});
    replace(row, hash);
}

void StateDigest::commit()
{
    m_before.clear();
}

void StateDigest::rollBack()
{
    while (!m_before.isEmpty()) {
        const auto [row, hash] = m_before.takeLast();
        replace(row, hash);
    }
}

QList<RowKey> StateDigest::differences(const StateDigest &other) const
{
    QList<RowKey> rows;
    for (const auto &[table, hashes] : m_tables.asKeyValueRange()) {
        const Rows others = other.m_tables.value(table);
        for (const auto &[key, hash] : hashes.asKeyValueRange()) {
            const auto found = others.constFind(key);
            if (found == others.cend() || !(*found == hash))
                rows.append({table, key});
        }
    }
    for (const auto &[table, hashes] : other.m_tables.asKeyValueRange()) {
        const Rows ours = m_tables.value(table);
        for (auto key = hashes.keyBegin(); key != hashes.keyEnd(); ++key) {
            if (!ours.contains(*key))
                rows.append({table, *key});
        }
    }
    return rows;
}

std::optional<Digest> StateDigest::find(const RowKey &row) const
{
    const auto table = m_tables.constFind(row.table);
    if (table == m_tables.cend())
        return {};
    const auto hash = table->constFind(row.key);
    return hash == table->cend() ? std::nullopt : std::optional(*hash);
}

void StateDigest::replace(const RowKey &row, const std::optional<Digest> &hash)
{
    if (const auto before = find(row))
        m_sum -= *before;
    if (hash) {
        m_sum += *hash;
        m_tables[row.table].insert(row.key, *hash);
    } else {
        m_tables[row.table].remove(row.key);
    }
}

} // namespace keg::store
