// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/change_applier.h"

#include "core/store/database.h"
#include "core/store/position_tracker.h"
#include "core/store/replicated_rows.h"
#include "core/store/row_hash.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <QSet>

#include <utility>

namespace keg::store {

namespace {

Error mismatch(const QString &what, const QString &expected, const QString &found)
{
    return {ErrorCode::Mismatch,
            QStringLiteral("%1 is %2 where the primary's change expects %3")
                .arg(what, found, expected)};
}

Error contradiction(const QString &what)
{
    return {ErrorCode::Damaged, QStringLiteral("the primary's change %1").arg(what)};
}

// Refused is kept for a copy that is no client's.
Result<void> stored(const Result<void> &result)
{
    if (!result && result.error().code == ErrorCode::Refused)
        return contradiction(QStringLiteral("cannot be stored: ") + result.error().message);
    return result;
}

/// The inside of the transaction.
class Application
{
public:
    Application(Database &database, PositionTracker &tracker, const Position &from,
                const Position &to)
        : m_database(database)
        , m_tracker(tracker)
        , m_from(from)
        , m_to(to)
        , m_rows(database)
    {}

    Result<ReplicaState> run(ChangeSource &source)
    {
        const auto interruptible = m_database.beInterruptible();
        auto state = check();
        if (!state)
            return state;
        if (const auto taken = takeAll(source); !taken)
            return taken.error();
        auto moved = move(*state);
        if (!moved)
            return moved;
        if (const auto verified = verify(); !verified)
            return verified.error();
        return moved;
    }

private:
    Result<ReplicaState> check()
    {
        if (const auto advanced = m_tracker.advance(m_database); !advanced)
            return advanced.error();
        const ReplicaState &state = m_tracker.state();
        if (state.role != Role::Client) {
            return Error{ErrorCode::Refused,
                         QStringLiteral("%1 is no client's copy: no primary may change it")
                             .arg(m_database.path())};
        }
        const bool isThere = state.databaseId == m_from.databaseId && state.epoch == m_from.epoch
            && state.sequence == m_from.sequence;
        if (!isThere) {
            return mismatch(QStringLiteral("the copy's position"), m_from.toString(),
                            m_tracker.position().toString());
        }
        const bool isSameDatabase
            = m_from.databaseId.isNull() || m_from.databaseId == m_to.databaseId;
        if (!isSameDatabase || m_to.epoch < m_from.epoch || m_to.sequence < m_from.sequence)
            return contradiction(QStringLiteral("leads to another database or back in time"));
        return state;
    }

    Result<void> takeAll(ChangeSource &source)
    {
        auto log = Statement::prepare(
            m_database,
            "INSERT INTO change_log(id, table_name, operation, row_id, timestamp) "
            "VALUES(?1, ?2, ?3, ?4, ?5)");
        if (!log)
            return log.error();
        for (;;) {
            const auto item = source.next();
            if (!item)
                return item.error();
            if (!*item)
                return {};
            const auto *entry = std::get_if<LogEntry>(&**item);
            auto taken = entry ? take(*log, *entry) : take(std::get<RowImage>(**item));
            if (!taken)
                return taken;
        }
    }

    Result<void> take(Statement &log, const LogEntry &entry)
    {
        if (entry.id <= m_from.sequence || entry.id > m_to.sequence)
            return contradiction(QStringLiteral("has a log entry from outside of its range"));
        log.bind(1, entry.id);
        log.bind(2, entry.table);
        log.bind(3, entry.operation);
        log.bind(4, entry.rowId);
        log.bind(5, entry.timestamp);
        if (auto logged = stored(log.run()); !logged)
            return logged;
        const auto key = rowKeyOf(entry);
        if (!key)
            return {};
        m_named.insert(*key);
        return m_rows.remove(*key);
    }

    Result<void> take(const RowImage &row)
    {
        auto inserted = stored(m_rows.insert(row));
        if (inserted && !m_named.contains({row.table, row.key}))
            return contradiction(QStringLiteral("has a row that its log does not name"));
        return inserted;
    }

    Result<ReplicaState> move(ReplicaState state)
    {
        const auto head = headSequence(m_database);
        if (!head)
            return head.error();
        if (m_to.sequence != m_from.sequence && *head != m_to.sequence)
            return contradiction(QStringLiteral("lacks its newest log entry"));
        // The record may name a lower sequence than the primary's does: that only costs a snapshot.
        if (m_to.epoch != m_from.epoch) {
            const qint64 last = m_from.databaseId.isNull() ? -1 : m_from.sequence;
            if (const auto noted = recordEpoch(m_database, {m_to.epoch, last}); !noted)
                return noted.error();
        }
        state.databaseId = m_to.databaseId;
        state.epoch = m_to.epoch;
        state.sequence = m_to.sequence;
        if (const auto written = writeReplicaState(m_database, state); !written)
            return written.error();
        return state;
    }

    Result<void> verify()
    {
        StateDigest &digest = m_tracker.digest();
        for (const RowKey &key : std::as_const(m_named)) {
            const auto row = m_rows.find(key);
            if (!row)
                return row.error();
            digest.set(key, *row ? std::optional(rowHash(**row)) : std::nullopt);
        }
        if (digest.sum() == m_to.digest)
            return {};
        return mismatch(QStringLiteral("the copy's digest"), m_to.digest.toHex(),
                        digest.sum().toHex());
    }

    Database &m_database;
    PositionTracker &m_tracker;
    const Position &m_from;
    const Position &m_to;
    ReplicatedRows m_rows;
    QSet<RowKey> m_named;
};

} // namespace

Result<void> applyChanges(Database &database, PositionTracker &tracker, const Position &from,
                          const Position &to, ChangeSource &source)
{
    auto transaction = Transaction::begin(database, Triggers::Rest);
    if (!transaction)
        return transaction.error();
    const auto state = Application(database, tracker, from, to).run(source);
    auto committed = state ? transaction->commit() : Result<void>(state.error());
    if (committed)
        tracker.commit(*state, to);
    else
        tracker.rollBack();
    return committed;
}

} // namespace keg::store
