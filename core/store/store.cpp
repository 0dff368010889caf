// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/store/store.h"

#include "core/base/log.h"
#include "core/store/board_reader.h"
#include "core/store/change_applier.h"
#include "core/store/change_reader.h"
#include "core/store/checkpointer.h"
#include "core/store/commit_watcher.h"
#include "core/store/database.h"
#include "core/store/declarations.h"
#include "core/store/migrator.h"
#include "core/store/role_claim.h"
#include "core/store/snapshot_merger.h"
#include "core/store/statement.h"
#include "core/store/transaction.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace keg::store {

namespace {

constexpr qsizetype RememberedDigests = 256;

} // namespace

Result<std::unique_ptr<Store>> Store::open(const Options &options, const Clock &clock)
{
    const Access access = options.mayCreate ? Access::Create : Access::ReadWrite;
    auto database = openKegDatabase(options.path, access, clock, options.interruption);
    if (!database)
        return database.error();
    if (const auto claimed = claimRole(**database, options.role); !claimed)
        return claimed.error();
    std::unique_ptr<Store> store(new Store(*std::move(database)));
    if (const auto prepared = store->prepare(); !prepared)
        return prepared.error();
    return store;
}

Store::Store(std::unique_ptr<Database> database)
    : m_database(std::move(database))
    , m_compactor(*m_database)
{}

Store::~Store() = default;

Result<void> Store::prepare()
{
    auto checkpointer = Checkpointer::open(*m_database);
    if (!checkpointer)
        return checkpointer.error();
    m_checkpointer = *std::move(checkpointer);
    {
        const auto reading = ReadTransaction::begin(*m_database);
        if (!reading)
            return reading.error();
        auto found = readFully(*m_database);
        if (!found)
            return found.error();
        take(*std::move(found));
    }
    m_role = m_tracker.state().role.value_or(Role::Primary);
    const bool isPrimary = m_role == Role::Primary;
    if (auto set = m_database->setDurability(isPrimary ? Durability::Full : Durability::Normal);
        !set) {
        return set;
    }
    m_commits = std::make_unique<CommitWatcher>(
        *m_database, isPrimary ? CommitWatcher::Scope::Everybodys : CommitWatcher::Scope::Own);
    remember();
    m_isAuditDue = m_isTriggerCheckDue = false;
    return {};
}

Result<Position> Store::advance()
{
    auto position = follow();
    if (!position && m_tracker.hasLostTail())
        return startEpoch(position.error().message);
    remember();
    return position;
}

Result<Position> Store::follow()
{
    const auto reading = ReadTransaction::begin(*m_database);
    if (!reading)
        return reading.error();
    if (const auto advanced = m_tracker.advance(*m_database); !advanced)
        return advanced.error();
    return m_tracker.position();
}

Result<Position> Store::readChanges(qint64 after, ChangeSink &sink)
{
    auto position = store::readChanges(*m_database, m_tracker, after, sink);
    if (!position && m_tracker.hasLostTail()) {
        if (auto started = startEpoch(position.error().message); !started)
            return started;
        position = store::readChanges(*m_database, m_tracker, after, sink);
    }
    remember();
    return position;
}

Result<void> Store::applyChanges(const Position &from, const Position &to, ChangeSource &source)
{
    auto applied = store::applyChanges(*m_database, m_tracker, from, to, source);
    remember();
    return applied;
}

Result<void> Store::mergeSnapshot(const InspectedSnapshot &snapshot)
{
    auto merged = store::mergeSnapshot(*m_database, m_tracker, snapshot);
    remember();
    return merged;
}

void Store::take(FullReading reading)
{
    m_tracker = std::move(reading.tracker);
    m_definitions = std::move(reading.definitions);
}

// After everything that may have moved the tracker.
void Store::remember()
{
    const auto suspicion = m_tracker.takeSuspicion();
    m_isAuditDue |= suspicion.hasUnloggedCommit || suspicion.hasSchemaChange;
    m_isTriggerCheckDue |= suspicion.hasSchemaChange;
    const Position &position = m_tracker.position();
    if (std::exchange(m_rememberedEpoch, position.epoch) != position.epoch)
        m_remembered.clear();
    m_remembered.insert(position.sequence, position.digest);
    if (m_remembered.size() > RememberedDigests)
        m_remembered.erase(m_remembered.cbegin());
}

Result<std::optional<PreviousEpoch>> Store::previousEpoch()
{
    const auto starts = readEpochs(*m_database);
    if (!starts)
        return starts.error();
    const auto present = std::ranges::find(*starts, position().epoch, &EpochStart::epoch);
    if (present == starts->cend() || present == starts->cbegin() || present->switchSequence < 0)
        return std::optional<PreviousEpoch>();
    return std::optional(PreviousEpoch{std::prev(present)->epoch, present->switchSequence});
}

Result<Position> Store::startEpoch(const QString &reason)
{
    if (role() != Role::Primary) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 is a client's copy: only its primary starts an epoch")
                         .arg(m_database->path())};
    }
    auto transaction = Transaction::begin(*m_database);
    if (!transaction)
        return transaction.error();
    const auto head = headSequence(*m_database);
    if (!head)
        return head.error();
    return beginEpoch(*transaction, reason, *head);
}

// Commits; everything is read afresh before.
Result<Position> Store::beginEpoch(Transaction &transaction, const QString &reason,
                                   qint64 switchSequence)
{
    if (const auto started = store::startEpoch(*m_database, switchSequence); !started)
        return started.error();
    auto found = readFully(*m_database);
    if (!found)
        return found.error();
    if (const auto committed = transaction.commit(); !committed)
        return committed.error();
    take(*std::move(found));
    remember();
    qCWarning(logStore).noquote() << m_database->path() << "starts epoch"
                                  << position().epoch.counter << "-" << reason;
    return position();
}

Result<void> Store::setPrimaryName(const QString &name)
{
    if (name == primaryName())
        return {};
    auto transaction = Transaction::begin(*m_database);
    if (!transaction)
        return transaction.error();
    auto state = readReplicaState(*m_database);
    if (!state)
        return state.error();
    state->primaryName = name;
    if (auto written = writeReplicaState(*m_database, *state); !written)
        return written;
    if (auto installed = installRoleTriggers(*m_database, *state); !installed)
        return installed;
    if (auto committed = transaction->commit(); !committed)
        return committed;
    const auto position = advance();
    return position ? Result<void>() : position.error();
}

Result<Board> Store::readBoard()
{
    return store::readBoard(*m_database);
}

Result<QDateTime> Store::newestChange()
{
    auto select = Statement::prepare(*m_database,
                                     "SELECT timestamp FROM change_log ORDER BY id DESC LIMIT 1");
    if (!select)
        return select.error();
    const auto row = select->step();
    if (!row)
        return row.error();
    if (!*row)
        return QDateTime();
    // Other programs leave the zone out and mean UTC, as SQLite's CURRENT_TIMESTAMP does.
    QDateTime time = QDateTime::fromString(select->text(0), Qt::ISODateWithMs);
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return time;
}

Result<void> Store::maintain()
{
    m_checkpointer->noteCommits(m_commits->takeWalPages(), m_commits->foreignCommits());
    if (m_isTriggerCheckDue) {
        if (auto installed = installTriggers(); !installed)
            return installed;
    }
    if (m_compactor.isDue(position().sequence)) {
        if (const auto done = m_compactor.run(position().sequence); !done)
            return done.error();
    }
    if (m_checkpointer->isDue()) {
        if (const auto done = m_checkpointer->run(); !done)
            return done.error();
    }
    return {};
}

bool Store::isMaintenanceDue() const
{
    return m_isTriggerCheckDue || m_compactor.isDue(position().sequence) || m_checkpointer->isDue();
}

Result<void> Store::installTriggers()
{
    auto transaction = Transaction::begin(*m_database);
    if (!transaction)
        return transaction.error();
    if (auto installed = installRoleTriggers(*m_database, m_tracker.state()); !installed)
        return installed;
    auto committed = transaction->commit();
    if (committed)
        m_isTriggerCheckDue = false;
    return committed;
}

Result<AuditOutcome> Store::concludeAudit(const AuditReading &reading)
{
    if (const auto position = advance(); !position)
        return position.error();
    const Position &found = reading.position;
    const bool isSameLine
        = found.databaseId == position().databaseId && found.epoch == position().epoch;
    const auto remembered = m_remembered.constFind(found.sequence);
    if (!isSameLine || remembered == m_remembered.cend())
        return AuditOutcome::Inconclusive;
    const bool agrees = *remembered == found.digest && m_definitions == reading.definitions;
    auto outcome = agrees ? Result<AuditOutcome>(AuditOutcome::Agrees) : settle();
    if (outcome)
        m_isAuditDue = false;
    return outcome;
}

// Under the write lock nothing moves: what differs now differs at one sequence.
Result<AuditOutcome> Store::settle()
{
    auto transaction = Transaction::begin(*m_database);
    if (!transaction)
        return transaction.error();
    if (const auto advanced = m_tracker.advance(*m_database); !advanced)
        return advanced.error();
    auto found = readFully(*m_database);
    if (!found)
        return found.error();
    const bool areRowsSame = found->tracker.position().digest == position().digest;
    if (areRowsSame && found->definitions == m_definitions)
        return AuditOutcome::Agrees;
    if (role() == Role::Client) {
        take(*std::move(found));
        return areRowsSame ? AuditOutcome::Agrees : AuditOutcome::CopyDiffers;
    }
    if (const auto corrected = correctDeclarations(*m_database); !corrected)
        return corrected.error();
    if (const auto installed = installRoleTriggers(*m_database, m_tracker.state()); !installed)
        return installed.error();
    const auto started
        = beginEpoch(*transaction,
                     areRowsSame ? QStringLiteral("replicated tables were declared anew")
                                 : QStringLiteral("rows were changed behind the log"),
                     -1);
    return started ? Result<AuditOutcome>(AuditOutcome::EpochStarted) : started.error();
}

} // namespace keg::store
