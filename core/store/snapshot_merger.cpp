// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/snapshot_merger.h"

#include "core/store/database.h"
#include "core/store/migrator.h"
#include "core/store/position_tracker.h"
#include "core/store/replicated_rows.h"
#include "core/store/row_hash.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace keg::store {

namespace {

Error otherContent(const QString &announced, const QString &found)
{
    return {ErrorCode::Mismatch,
            QStringLiteral("the snapshot holds %1 where the primary announced %2")
                .arg(found, announced)};
}

Error refused(const Database &database, const QString &why)
{
    return {ErrorCode::Refused,
            QStringLiteral("%1 takes no snapshot: %2").arg(database.path(), why)};
}

Result<void> compare(Database &image, const Position &found, const Position &announced)
{
    if (found == announced)
        return {};
    const auto version = image.userVersion();
    if (!version)
        return version.error();
    if (*version > schemaVersion()) {
        return Error{ErrorCode::TooNew,
                     QStringLiteral("the primary's database has schema %1 and this program knows "
                                    "%2: update KegDisplay on this machine")
                         .arg(*version)
                         .arg(schemaVersion())};
    }
    return otherContent(announced.toString() + u' ' + announced.digest.toHex(),
                        found.toString() + u' ' + found.digest.toHex());
}

// A copy that follows nobody yet must hold nothing that would be lost.
Result<void> checkCopy(Database &database, const PositionTracker &tracker, const Position &to)
{
    const ReplicaState &state = tracker.state();
    if (state.role != Role::Client)
        return refused(database, QStringLiteral("it is no client's copy"));
    if (state.databaseId.isNull()) {
        const Position empty;
        return tracker.position() == empty
            ? Result<void>()
            : refused(database, QStringLiteral("it holds rows of no known database"));
    }
    if (state.databaseId != to.databaseId)
        return refused(database, QStringLiteral("it is a copy of another database"));
    const bool isOlder
        = to.epoch < state.epoch || (to.epoch == state.epoch && to.sequence < state.sequence);
    if (isOlder)
        return otherContent(QStringLiteral("nothing older than ") + tracker.position().toString(),
                            to.toString());
    return {};
}

/// The inside of the transaction.
class Merge
{
public:
    Merge(Database &database, Database &image, const InspectedSnapshot &snapshot)
        : m_database(database)
        , m_image(image)
        , m_snapshot(snapshot)
        , m_rows(database)
        , m_imageRows(image)
    {}

    /// Makes `digest`, which is that of the rows as they are, that of the image.
    Result<ReplicaState> run(ReplicaState state, StateDigest *digest)
    {
        const auto interruptible = m_database.beInterruptible();
        if (const auto taken = takeRows(digest); !taken)
            return taken.error();
        if (const auto taken = takeLog(); !taken)
            return taken.error();
        if (const auto taken = takeEpochs(); !taken)
            return taken.error();
        return move(std::move(state));
    }

private:
    // First all removals: a row may take over another one's unique value.
    Result<void> takeRows(StateDigest *digest)
    {
        QList<RowKey> keys = digest->differences(m_snapshot.rows);
        std::ranges::sort(keys, {}, [](const RowKey &row) { return std::tie(row.table, row.key); });
        for (const RowKey &key : std::as_const(keys)) {
            if (auto removed = m_rows.remove(key); !removed)
                return removed;
        }
        for (const RowKey &key : std::as_const(keys)) {
            if (auto taken = takeRow(key, digest); !taken)
                return taken;
        }
        if (digest->sum() == m_snapshot.position.digest)
            return {};
        return otherContent(m_snapshot.position.digest.toHex(), digest->sum().toHex());
    }

    Result<void> takeRow(const RowKey &key, StateDigest *digest)
    {
        const auto row = m_imageRows.find(key);
        if (!row)
            return row.error();
        if (!*row) {
            digest->set(key, {});
            return {};
        }
        if (auto inserted = m_rows.insert(**row); !inserted)
            return inserted;
        const auto stored = m_rows.find(key);
        if (!stored)
            return stored.error();
        digest->set(key, *stored ? std::optional(rowHash(**stored)) : std::nullopt);
        return {};
    }

    Result<void> takeLog()
    {
        if (auto emptied = m_database.execute("DELETE FROM change_log"); !emptied)
            return emptied;
        auto select = Statement::prepare(
            m_image,
            "SELECT id, table_name, operation, row_id, timestamp FROM change_log ORDER BY id");
        auto insert = Statement::prepare(
            m_database,
            "INSERT INTO change_log(id, table_name, operation, row_id, timestamp) "
            "VALUES(?1, ?2, ?3, ?4, ?5)");
        if (!select || !insert)
            return !select ? select.error() : insert.error();
        for (;;) {
            const auto row = select->step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            for (int column = 0; column < select->columnCount(); ++column)
                insert->bind(column + 1, select->cell(column));
            if (auto inserted = insert->run(); !inserted)
                return inserted;
        }
    }

    Result<void> takeEpochs()
    {
        if (auto emptied = m_database.execute("DELETE FROM epochs"); !emptied)
            return emptied;
        const auto starts = readEpochs(m_image);
        if (!starts)
            return starts.error();
        for (const EpochStart &start : *starts) {
            if (auto recorded = recordEpoch(m_database, start); !recorded)
                return recorded;
        }
        return {};
    }

    Result<ReplicaState> move(ReplicaState state)
    {
        auto source = readReplicaState(m_image);
        if (!source)
            return source;
        state.databaseId = m_snapshot.position.databaseId;
        state.epoch = m_snapshot.position.epoch;
        state.sequence = m_snapshot.position.sequence;
        state.logFloor = source->logFloor;
        if (const auto written = writeReplicaState(m_database, state); !written)
            return written.error();
        return state;
    }

    Database &m_database;
    Database &m_image;
    const InspectedSnapshot &m_snapshot;
    ReplicatedRows m_rows;
    ReplicatedRows m_imageRows;
};

} // namespace

Result<InspectedSnapshot> inspectSnapshot(const QString &path, const Position &announced,
                                          const Interruption *interruption)
{
    const auto image = Database::open(path, Access::ReadOnly, interruption);
    if (!image)
        return image.error();
    if (const auto checked = (*image)->checkIntegrity(); !checked)
        return checked.error();
    const auto reading = ReadTransaction::begin(**image);
    if (!reading)
        return reading.error();
    PositionTracker tracker;
    if (const auto built = tracker.rebuild(**image); !built)
        return built.error();
    if (const auto compared = compare(**image, tracker.position(), announced); !compared)
        return compared.error();
    return InspectedSnapshot{path, announced, std::move(tracker.digest())};
}

Result<void> mergeSnapshot(Database &database, PositionTracker &tracker,
                           const InspectedSnapshot &snapshot)
{
    const auto image = Database::open(snapshot.path, Access::ReadOnly);
    if (!image)
        return image.error();
    auto transaction = Transaction::begin(database, Triggers::Rest);
    if (!transaction)
        return transaction.error();
    // Every row is read: a copy may be merged because it is not what it is believed to be.
    if (const auto read = tracker.rebuild(database); !read)
        return read.error();
    if (const auto checked = checkCopy(database, tracker, snapshot.position); !checked)
        return checked.error();
    StateDigest digest = tracker.digest();
    const auto state = Merge(database, **image, snapshot).run(tracker.state(), &digest);
    if (!state)
        return state.error();
    if (const auto committed = transaction->commit(); !committed)
        return committed.error();
    tracker.commit(*state, snapshot.position, std::move(digest));
    return {};
}

} // namespace keg::store
