// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/store_worker.h"

#include "core/base/log.h"
#include "core/identity/join_tokens.h"
#include "core/store/audit.h"
#include "core/store/beer_repository.h"
#include "core/store/commit_watcher.h"
#include "core/store/database.h"
#include "core/store/display_repository.h"
#include "core/store/migrator.h"
#include "core/store/snapshot_merger.h"
#include "core/store/tap_repository.h"
#include "core/wire/delta.h"

#include <QFile>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace keg::service {

namespace {

constexpr std::chrono::minutes AuditInterval{10};
constexpr std::chrono::seconds RetryInterval{1};
constexpr std::chrono::seconds RoomInterval{5};
constexpr std::uintmax_t RoomWanted = 16 * 1024 * 1024; // bytes
constexpr int ShareWanted = 20; // of a small disk: its 20th part
constexpr qint64 BytesOfAChange = 256; // about, in a delta

bool isInterrupted(const Error &error)
{
    return error.code == ErrorCode::Interrupted;
}

/// What ends with the instance is no trouble.
void warn(const char *what, const Error &error)
{
    if (!isInterrupted(error))
        qCWarning(logStore).noquote() << what << error.message;
}

} // namespace

StoreWorker::StoreWorker(store::Store::Options options, QString folder, const Clock &clock)
    : m_options(std::move(options))
    , m_folder(std::move(folder))
    , m_clock(clock)
    , m_retryTimer(this)
    , m_maintenanceTimer(this)
    , m_roomTimer(this)
    , m_auditTimer(this)
{
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(RetryInterval);
    connect(&m_retryTimer, &QTimer::timeout, this, &StoreWorker::follow);
    m_maintenanceTimer.setSingleShot(true);
    m_maintenanceTimer.setInterval(RetryInterval);
    connect(&m_maintenanceTimer, &QTimer::timeout, this, &StoreWorker::keepHouse);
    m_roomTimer.setInterval(RoomInterval);
    connect(&m_roomTimer, &QTimer::timeout, this, &StoreWorker::checkRoom);
    m_auditTimer.setInterval(AuditInterval);
    connect(&m_auditTimer, &QTimer::timeout, this, [this] {
        m_store->requestAudit();
        keepHouse();
    });
}

StoreWorker::~StoreWorker() = default;

Result<std::optional<store::Role>> StoreWorker::peekRole(const QString &path, const Clock &clock)
{
    const auto database = store::openKegDatabase(path, store::Access::ReadOnly, clock);
    if (!database) {
        if (database.error().code == ErrorCode::NotFound)
            return std::optional<store::Role>();
        return database.error();
    }
    const auto shape = store::recognise(**database);
    if (!shape)
        return shape.error();
    if (*shape != store::FileShape::Current)
        return std::optional<store::Role>();
    const auto state = store::readReplicaState(**database);
    if (!state)
        return state.error();
    return state->role;
}

Result<StoreWorker::Opened> StoreWorker::open()
{
    auto opened = store::Store::open(m_options, m_clock);
    if (!opened)
        return opened.error();
    m_store = std::move(*opened);
    const auto position = m_store->advance();
    if (!position)
        return position.error();
    const auto board = m_store->readBoard();
    if (!board)
        return board.error();
    const auto displays = editing().displays();
    if (!displays)
        return displays.error();
    const auto newest = m_store->newestChange();
    if (!newest)
        return newest.error();
    m_board = *board;
    m_displays = *displays;
    m_toldPosition = m_store->position();
    learnEpoch();
    connect(&m_store->commits(), &store::CommitWatcher::committed, this, &StoreWorker::follow);
    m_roomTimer.start();
    m_auditTimer.start();
    checkRoom();
    return Opened{m_store->role(), head(), m_board, m_displays, *newest};
}

void StoreWorker::stop()
{
    m_retryTimer.stop();
    m_maintenanceTimer.stop();
    m_roomTimer.stop();
    m_auditTimer.stop();
    m_store.reset();
}

void StoreWorker::awaitChanges(qint64 after)
{
    m_awaitedAfter = after;
    answerAwaited();
}

void StoreWorker::readChanges(qint64 after)
{
    const auto batch = read(after);
    refreshLoggedDisplays();
    if (batch || !isInterrupted(batch.error()))
        emit changesRead(after, batch);
}

void StoreWorker::startEpoch(const QString &reason)
{
    if (const auto started = m_store->startEpoch(reason); !started)
        warn("no epoch could be started:", started.error());
    learnEpoch();
    emit epochStarted(head());
}

void StoreWorker::compareImage(const Position &position)
{
    const Position &own = m_store->position();
    if (position.epoch != own.epoch || position.sequence != own.sequence
        || position.digest == own.digest)
        return;
    m_store->requestAudit();
    keepHouse();
}

void StoreWorker::judgeImage(const Position &image, qint64 size, qint64 sequence)
{
    refreshLoggedDisplays();
    const Position &own = m_store->position();
    const qint64 oldest = std::max(m_store->logFloor(), std::min(sequence, own.sequence));
    emit imageJudged(image.epoch != own.epoch || image.sequence < oldest
                     || (own.sequence - image.sequence) * BytesOfAChange > size);
}

void StoreWorker::admitDisplay(quint64 peer, const MachineId &machine, const QString &name,
                               const QByteArray &token, bool isOpen)
{
    if (const auto done = admit(machine, name, token, isOpen); !done)
        emit displayRefused(peer, done.error());
    else
        emit displaysRead(m_displays); // also if it was on the list already
}

/// A good one is used up, but not in vain.
Result<Proof> StoreWorker::judgeToken(const MachineId &machine, const QByteArray &token)
{
    if (token.isEmpty())
        return Proof::None;
    store::DisplayRepository displays(m_store->database());
    if (const auto room = displays.checkRoomFor(machine); !room)
        return room.error();
    const auto now = identity::BootTime::now();
    if (!now)
        return now.error();
    const auto isGood = identity::JoinTokens::spend(m_folder, token, *now);
    if (!isGood)
        return isGood.error();
    return *isGood ? Proof::JoinString : Proof::None;
}

Result<void> StoreWorker::admit(const MachineId &machine, const QString &name,
                                const QByteArray &token, bool isOpen)
{
    const auto proof = judgeToken(machine, token);
    if (!proof)
        return proof.error();
    if (*proof == Proof::None && !isOpen) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("the join string is wrong, used or too old: make a new one "
                                    "with `kegdisplay pair`")};
    }
    if (const auto admitted = editing().admitDisplay(machine, name, *proof); !admitted)
        return admitted.error();
    refreshDisplays();
    return {};
}

void StoreWorker::apply(const Position &from, const Position &to, const SharedPayload &payload)
{
    wire::DeltaDecoder changes(payload);
    if (const auto done = m_store->applyChanges(from, to, changes); !done) {
        if (isInterrupted(done.error()))
            return;
        qCWarning(logStore).noquote() << "ROLLBACK of the delta from" << from.toString() << "to"
                                      << to.toString() << done.error().message;
        emit applyFailed(done.error());
        return;
    }
    emit applied(m_store->position());
}

void StoreWorker::merge(const std::shared_ptr<const store::InspectedSnapshot> &snapshot)
{
    if (const auto done = m_store->mergeSnapshot(*snapshot); !done) {
        if (!isInterrupted(done.error()))
            emit mergeFailed(done.error());
        return;
    }
    qCInfo(logStore).noquote() << "snapshot merged at" << m_store->position().toString();
    emit merged(m_store->position());
}

void StoreWorker::setPrimaryName(const QString &name)
{
    if (const auto done = m_store->setPrimaryName(name); !done)
        warn("the guards keep their text:", done.error());
}

void StoreWorker::concludeAudit(const Result<store::AuditReading> &reading)
{
    m_isAuditRunning = false;
    if (!reading) {
        warn("no audit:", reading.error());
        return;
    }
    const auto outcome = m_store->concludeAudit(*reading);
    if (!outcome) {
        warn("no audit:", outcome.error());
        return;
    }
    noteEpoch();
    if (*outcome == store::AuditOutcome::CopyDiffers)
        emit copyDiffers(QStringLiteral("an audit found other rows than were applied"));
    if (*outcome == store::AuditOutcome::EpochStarted)
        refreshBoard();
}

Result<StoreWorker::Summary> StoreWorker::summary()
{
    if (m_store->role() == store::Role::Primary) {
        if (const auto position = m_store->advance(); !position)
            return position.error();
        noteEpoch();
    }
    const auto beers = store::BeerRepository(m_store->database()).count();
    if (!beers)
        return beers.error();
    const auto taps = store::TapRepository(m_store->database()).all();
    if (!taps)
        return taps.error();
    return Summary{m_store->position(), int(*beers), int(taps->size())};
}

/// Something was committed, here or by another program.
void StoreWorker::follow()
{
    if (m_store->role() == store::Role::Primary) {
        if (const auto position = m_store->advance(); !position) {
            warn("commits cannot be read:", position.error());
            m_retryTimer.start();
        }
        noteEpoch();
        answerAwaited();
        refreshDisplays();
    }
    refreshBoard();
    tellPosition();
    keepHouse();
}

void StoreWorker::answerAwaited()
{
    if (!m_awaitedAfter || m_store->position().sequence <= *m_awaitedAfter)
        return;
    auto batch = read(*m_awaitedAfter);
    if (!batch && batch.error().code == ErrorCode::NotFound) // below the floor: nobody is there
        batch = read(m_store->position().sequence);
    if (!batch) {
        warn("changes cannot be read:", batch.error());
        m_retryTimer.start();
        return;
    }
    m_awaitedAfter.reset();
    refreshLoggedDisplays();
    emit changesArrived(*batch);
}

Result<sync::ChangeBatch> StoreWorker::read(qint64 after)
{
    wire::DeltaEncoder encoder(m_folder);
    const auto to = m_store->readChanges(after, encoder);
    noteEpoch();
    if (!to)
        return to.error();
    auto payload = encoder.finish();
    if (!payload)
        return payload.error();
    return sync::ChangeBatch{after, {*to, m_previous}, *payload};
}

/// Tells the others of a new epoch before anything of it.
void StoreWorker::noteEpoch()
{
    if (m_store->position().epoch == m_epoch)
        return;
    learnEpoch();
    emit epochStarted(head());
}

void StoreWorker::learnEpoch()
{
    m_epoch = m_store->position().epoch;
    m_previous.reset();
    const auto previous = m_store->previousEpoch();
    if (!previous)
        warn("epochs cannot be read:", previous.error());
    else if (*previous)
        m_previous = sync::EpochSwitch{(*previous)->epoch, (*previous)->switchSequence};
}

sync::Head StoreWorker::head() const
{
    return {m_store->position(), m_previous};
}

void StoreWorker::tellPosition()
{
    if (m_store->position() == m_toldPosition)
        return;
    m_toldPosition = m_store->position();
    emit moved(m_toldPosition.sequence);
}

void StoreWorker::refreshBoard()
{
    auto board = m_store->readBoard();
    if (!board) {
        warn("the board cannot be read:", board.error());
        m_retryTimer.start();
        return;
    }
    if (*board == m_board)
        return;
    m_board = std::move(*board);
    emit boardRead(m_board);
}

/// Before changes go out: whoever is revoked by them, or before them, gets them no more.
void StoreWorker::refreshLoggedDisplays()
{
    const auto isLogged
        = store::DisplayRepository(m_store->database()).isLoggedAfter(m_displaysSequence);
    if (!isLogged || *isLogged)
        refreshDisplays();
}

void StoreWorker::refreshDisplays()
{
    const qint64 sequence = m_store->position().sequence;
    auto displays = editing().displays();
    if (!displays) {
        qCWarning(logStore).noquote()
            << "the list of displays stays as it is:" << displays.error().message;
        m_retryTimer.start();
        return;
    }
    m_displaysSequence = sequence;
    if (*displays == m_displays)
        return;
    m_displays = std::move(*displays);
    emit displaysRead(m_displays);
}

/// What other programs are refused for want of room, nobody else hears of.
void StoreWorker::checkRoom()
{
    const QString path = m_store->database().path();
    std::error_code error;
    const auto disk = std::filesystem::space(QFile::encodeName(path).toStdString(), error);
    const bool isFull
        = !error && disk.available < std::min(RoomWanted, disk.capacity / ShareWanted);
    if (std::exchange(m_isDiskFull, isFull) == isFull)
        return;
    if (isFull) {
        qCWarning(logStore).noquote()
            << "the disk of" << path << "is full: free some space, or changes are refused";
    } else {
        qCInfo(logStore).noquote() << "there is room again on the disk of" << path;
    }
}

void StoreWorker::keepHouse()
{
    if (const auto done = m_store->maintain(); !done)
        warn("maintenance:", done.error());
    if (m_store->isMaintenanceDue())
        m_maintenanceTimer.start();
    if (m_store->isAuditDue() && !std::exchange(m_isAuditRunning, true))
        emit auditDue();
}

} // namespace keg::service
