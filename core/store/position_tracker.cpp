// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/position_tracker.h"

#include "core/store/database.h"
#include "core/store/row_hash.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <utility>

namespace keg::store {

namespace {

// Writers log changes and leave `replica` alone; a client's applier takes over both.
Result<qint64> sequenceOf(Database &database, const ReplicaState &state)
{
    return state.role == Role::Client ? state.sequence : headSequence(database);
}

Position positionOf(const ReplicaState &state, qint64 sequence, const Digest &digest)
{
    return {state.databaseId, state.epoch, sequence, digest};
}

Result<QList<RowKey>> loggedKeys(Database &database, qint64 after)
{
    auto select = Statement::prepare(
        database, "SELECT DISTINCT table_name, row_id FROM change_log WHERE id > ?1");
    if (!select)
        return select.error();
    select->bind(1, after);
    QList<RowKey> keys;
    for (;;) {
        const auto row = select->step();
        if (!row)
            return row.error();
        if (!*row)
            return keys;
        LogEntry entry;
        entry.table = select->cell(0);
        entry.rowId = select->cell(1);
        if (const auto key = rowKeyOf(entry))
            keys.append(*key);
    }
}

} // namespace

Result<Position> computePosition(Database &database)
{
    const auto reading = ReadTransaction::begin(database);
    if (!reading)
        return reading.error();
    PositionTracker tracker;
    if (const auto built = tracker.rebuild(database); !built)
        return built.error();
    return tracker.position();
}

Result<void> PositionTracker::rebuild(Database &database)
{
    const auto interruptible = database.beInterruptible();
    const auto state = readReplicaState(database);
    if (!state)
        return state.error();
    const auto sequence = sequenceOf(database, *state);
    if (!sequence)
        return sequence.error();
    auto digest = StateDigest::of(database);
    if (!digest)
        return digest.error();
    if (auto noted = noteVersions(database, true); !noted)
        return noted;
    const Digest sum = digest->sum();
    commit(*state, positionOf(*state, *sequence, sum), *std::move(digest));
    return {};
}

Result<void> PositionTracker::advance(Database &database)
{
    const auto interruptible = database.beInterruptible();
    const auto state = readReplicaState(database);
    if (!state)
        return state.error();
    const auto sequence = sequenceOf(database, *state);
    if (!sequence)
        return sequence.error();
    const qint64 before = m_position.sequence;
    const bool isMoved = *sequence != before;
    const bool isSameLine = state->role == m_state.role && state->epoch == m_state.epoch
        && state->databaseId == m_state.databaseId && state->logFloor <= before;
    if (!isSameLine || (isMoved && state->role == Role::Client))
        return rebuild(database);
    m_hasLostTail = *sequence < before;
    if (m_hasLostTail) {
        return Error{ErrorCode::Mismatch,
                     QStringLiteral("the change log of %1 went back from %2 to %3")
                         .arg(database.path())
                         .arg(before)
                         .arg(*sequence)};
    }
    if (auto noted = noteVersions(database, isMoved); !noted)
        return noted;
    if (!isMoved) {
        m_state = *state;
        return {};
    }
    if (auto read = rehash(database, before); !read) {
        rollBack();
        return read;
    }
    commit(*state, positionOf(*state, *sequence, m_digest.sum()));
    return {};
}

Result<void> PositionTracker::rehash(Database &database, qint64 after)
{
    const auto keys = loggedKeys(database, after);
    if (!keys)
        return keys.error();
    ReplicatedRows rows(database);
    for (const RowKey &key : *keys) {
        const auto row = rows.find(key);
        if (!row)
            return row.error();
        m_digest.set(key, *row ? std::optional(rowHash(**row)) : std::nullopt);
    }
    return {};
}

Result<void> PositionTracker::noteVersions(Database &database, bool isLogged)
{
    const auto data = database.integer("PRAGMA data_version");
    const auto schema = database.integer("PRAGMA schema_version");
    if (!data || !schema)
        return !data ? data.error() : schema.error();
    if (std::exchange(m_dataVersion, *data) != *data && !isLogged)
        m_suspicion.hasUnloggedCommit = true;
    if (std::exchange(m_schemaVersion, *schema) != *schema)
        m_suspicion.hasSchemaChange = true;
    return {};
}

void PositionTracker::commit(const ReplicaState &state, const Position &position)
{
    m_digest.commit();
    m_hasLostTail = false;
    m_state = state;
    m_position = position;
}

void PositionTracker::commit(const ReplicaState &state, const Position &position,
                             StateDigest digest)
{
    m_digest = std::move(digest);
    commit(state, position);
}

PositionTracker::Suspicion PositionTracker::takeSuspicion()
{
    return std::exchange(m_suspicion, {});
}

} // namespace keg::store
