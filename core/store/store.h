// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/board.h"
#include "core/domain/position.h"
#include "core/store/audit.h"
#include "core/store/compactor.h"
#include "core/store/position_tracker.h"
#include "core/store/replica_state.h"

#include <QDateTime>
#include <QMap>
#include <QString>

#include <memory>
#include <optional>

namespace keg {
class ChangeSink;
class ChangeSource;
class Clock;
class Interruption;
} // namespace keg

namespace keg::store {

class Checkpointer;
class CommitWatcher;
class Database;
class Transaction;
struct InspectedSnapshot;

/// How the epoch before the present one ended.
struct PreviousEpoch
{
    Epoch epoch;
    qint64 switchSequence = -1; ///< copies of it may resume up to here

    bool operator==(const PreviousEpoch &) const = default;
};

/// What came of an audit.
enum class AuditOutcome {
    Agrees,
    Inconclusive, ///< the database moved on meanwhile: audit again
    EpochStarted, ///< a primary's rows or tables were changed behind the log
    CopyDiffers, ///< a client's rows are not what was applied: it needs a snapshot
};

/// One keg database file as an instance holds it: its role, its position, its changes. Lives in the
/// store thread, made and destroyed there; runs only while that thread's event loop does. What
/// takes long ends with Interrupted once that is requested, and everything is as before it.
class Store
{
public:
    struct Options
    {
        QString path;
        std::optional<Role> role; ///< none: the file's; a new file becomes a primary
        bool mayCreate = true;
        const Interruption *interruption = nullptr; ///< outlives the store
    };

    /// Opens the file, upgrades it, claims it for its role and reads it once. Writes nothing to a
    /// file of which an instance of that role has been the last. Errors: Refused where file and
    /// role do not go together, and as openKegDatabase().
    static Result<std::unique_ptr<Store>> open(const Options &options, const Clock &clock);
    ~Store();

    /// The writing connection, for a Transaction with the repositories.
    Database &database() { return *m_database; }
    const CommitWatcher &commits() const { return *m_commits; }

    Role role() const { return m_role; }
    /// What the guards of a client's copy call its primary; empty: not known yet.
    QString primaryName() const { return m_tracker.state().primaryName; }
    /// As of the last call of a function that returns or takes a position.
    const Position &position() const { return m_tracker.position(); }
    /// A copy at a lower sequence cannot resume.
    qint64 logFloor() const { return m_tracker.state().logFloor; }
    /// None if no copy of an earlier epoch may resume. Errors: as Database::error.
    Result<std::optional<PreviousEpoch>> previousEpoch();

    /// Follows what was committed. If the log lost its tail, an epoch starts. Errors: as
    /// Database::error.
    Result<Position> advance();
    /// See store::readChanges(). If the log lost its tail, an epoch starts first.
    Result<Position> readChanges(qint64 after, ChangeSink &sink);
    /// See store::applyChanges().
    Result<void> applyChanges(const Position &from, const Position &to, ChangeSource &source);
    /// See store::mergeSnapshot().
    Result<void> mergeSnapshot(const InspectedSnapshot &snapshot);
    /// A primary starts an epoch; copies that are not beyond the head may resume. Errors: Refused
    /// on a client's copy, and as Database::error.
    Result<Position> startEpoch(const QString &reason);
    /// What a client's guards call its primary from now on; writes nothing if it is so already.
    /// Errors: as Database::error.
    Result<void> setPrimaryName(const QString &name);

    /// See store::readBoard().
    Result<Board> readBoard();
    /// UTC; when the newest change was made, by the clock of who made it. Invalid: never, or not
    /// known. Errors: as Database::error.
    Result<QDateTime> newestChange();

    /// Writes the log back and compacts it if that is due; installs triggers that are gone. To be
    /// called after commits, and after a while if something stays due because others are at work;
    /// quick if nothing is due. Errors: as Database::error.
    Result<void> maintain();
    bool isMaintenanceDue() const;

    /// Something was committed besides logged changes, or an audit was requested.
    bool isAuditDue() const { return m_isAuditDue; }
    void requestAudit() { m_isAuditDue = true; }
    /// Compares what readForAudit() found on another thread with what is known here. What differs
    /// is confirmed under the write lock before it counts. Errors: as Database::error.
    Result<AuditOutcome> concludeAudit(const AuditReading &reading);

private:
    explicit Store(std::unique_ptr<Database> database);
    Result<void> prepare();
    Result<Position> follow();
    void take(FullReading reading);
    void remember();
    Result<Position> beginEpoch(Transaction &transaction, const QString &reason,
                                qint64 switchSequence);
    Result<void> installTriggers();
    Result<AuditOutcome> settle();

    const std::unique_ptr<Database> m_database;
    Role m_role = Role::Primary;
    std::unique_ptr<Checkpointer> m_checkpointer;
    std::unique_ptr<CommitWatcher> m_commits;
    Compactor m_compactor;
    PositionTracker m_tracker;
    QMap<qint64, Digest> m_remembered; ///< by sequence, for audits
    Epoch m_rememberedEpoch; ///< of all of them
    QByteArray m_definitions;
    bool m_isAuditDue = false;
    bool m_isTriggerCheckDue = false;
};

} // namespace keg::store
