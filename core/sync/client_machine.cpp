// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/client_machine.h"

#include "core/base/log.h"

#include <utility>

namespace keg::sync {

namespace {

template<typename T>
const T *as(const wire::Message &message)
{
    return std::get_if<T>(&message);
}

QString describe(wire::SnapshotReason reason)
{
    using Reason = wire::SnapshotReason;
    switch (reason) {
    case Reason::None:
        return {};
    case Reason::Fresh:
        return QStringLiteral("this copy has no data yet");
    case Reason::Asked:
        return QStringLiteral("this copy is known to differ");
    case Reason::Epoch:
        return QStringLiteral("the primary has begun a new epoch");
    case Reason::Floor:
        return QStringLiteral("the primary's log does not reach back that far");
    case Reason::Ahead:
        return QStringLiteral("the primary has lost states that this copy has");
    case Reason::Digest:
        return QStringLiteral("same sequence, other content");
    }
    return QStringLiteral("the primary says so");
}

/// Whether such a snapshot repairs something that should not have happened.
bool isHeal(wire::SnapshotReason reason)
{
    return reason == wire::SnapshotReason::Ahead || reason == wire::SnapshotReason::Digest;
}

} // namespace

ClientMachine::ClientMachine(Settings settings, const Clock &clock, ReplicaStore &replica,
                             ServerLink &link)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_replica(replica)
    , m_link(link)
    , m_backoff(m_settings.firstRetry, m_settings.longestRetry, m_settings.seed)
{
    m_status.primary = m_settings.primary;
}

void ClientMachine::start(const Position &position)
{
    m_status.position = position;
    connectNow();
}

void ClientMachine::stop(const QString &reason)
{
    m_retryAt.reset();
    if (m_session && m_session->isConnected)
        m_link.send(wire::encode(wire::Bye{reason}));
    loseSession(ClientState::Offline, reason);
}

void ClientMachine::disconnected(const QString &reason)
{
    if (m_session)
        giveUp(ClientState::Offline, reason);
}

void ClientMachine::networkCameUp()
{
    if (!m_session && m_retryAt)
        m_retryAt = m_clock.monotonic();
}

void ClientMachine::bytesReceived(const QByteArray &bytes)
{
    if (!m_session)
        return;
    m_session->lastHeard = m_clock.monotonic();
    m_session->reader.append(bytes);
    if (m_session->earlyWelcome && (m_session->sentEarly += bytes.size()) > wire::PeerFrameLimit)
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("too much came at once"));
    handleReceived();
}

void ClientMachine::handleReceived()
{
    while (m_session && !m_session->earlyWelcome) {
        const auto message = m_session->reader.next();
        if (!message)
            return refuse(wire::Failure::Kind::Protocol, message.error().message);
        if (!*message)
            return;
        handle(**message);
    }
}

void ClientMachine::applied(const Position &position)
{
    m_work = Work::None;
    m_status.position = position;
    ++m_status.counters.deltas;
    if (!m_damage.isEmpty() && !m_wantsSnapshot) {
        noteHeal(QStringLiteral("%1; applied again").arg(m_damage));
        m_damage.clear();
    }
    recover();
}

void ClientMachine::applyFailed(const Error &error)
{
    m_work = Work::None;
    if (error.code == ErrorCode::Refused || error.code == ErrorCode::TooNew)
        return giveUp(ClientState::Refused, error.message);
    if (error.code != ErrorCode::Mismatch && error.code != ErrorCode::Damaged)
        return giveUp(ClientState::Offline, error.message);
    distrust(error.message);
}

void ClientMachine::snapshotMerged(const Position &position)
{
    m_work = Work::None;
    m_status.position = position;
    ++m_status.counters.snapshots;
    if (!m_damage.isEmpty())
        noteHeal(QStringLiteral("%1; snapshot taken").arg(m_damage));
    m_damage.clear();
    m_wantsSnapshot = false;
    recover();
}

void ClientMachine::snapshotFailed(const Error &error)
{
    m_work = Work::None;
    const bool isFinal = error.code == ErrorCode::Refused || error.code == ErrorCode::TooNew;
    if (m_session && m_session->isWelcome) {
        return giveUp(isFinal ? ClientState::Refused : ClientState::Offline,
                      QStringLiteral("snapshot: %1").arg(error.message));
    }
    recover();
}

void ClientMachine::copyDiffers(const QString &reason)
{
    if (m_work == Work::Snapshot)
        return; // which mends it
    m_damage = reason;
    m_wantsSnapshot = true;
    if (m_session)
        refuse(wire::Failure::Kind::Mismatch, reason);
}

std::optional<milliseconds> ClientMachine::deadline() const
{
    if (!m_session)
        return m_retryAt;
    if (m_session->earlyWelcome)
        return m_wordsSince + m_settings.wordsTime;
    if (m_session->isWelcome || !m_session->serverNonce.isEmpty())
        return m_session->lastHeard + m_settings.silenceLimit;
    if (m_work != Work::None && m_session->isConnected)
        return {}; // Hello waits for the copy
    return m_session->since + m_settings.connectLimit;
}

void ClientMachine::tick()
{
    const auto due = deadline();
    if (!due || m_clock.monotonic() < *due)
        return;
    if (!m_session)
        return connectNow();
    if (const auto welcome = std::exchange(m_session->earlyWelcome, std::nullopt)) {
        beginSession(*welcome);
        return handleReceived();
    }
    const QString reason = m_session->isWelcome || !m_session->serverNonce.isEmpty()
        ? QStringLiteral("the primary has been silent for %1 s")
              .arg(m_settings.silenceLimit.count() / 1000)
        : QStringLiteral("the primary did not answer within %1 s")
              .arg(m_settings.connectLimit.count() / 1000);
    giveUp(ClientState::Offline, reason);
}

void ClientMachine::connectNow()
{
    m_retryAt.reset();
    m_session = Session();
    m_session->since = m_clock.monotonic();
    if (m_status.state != ClientState::Refused) // which stays on show until the primary is content
        enter(ClientState::Connecting, {});
    m_link.open();
}

/// The connection is over; the next try follows after a while.
void ClientMachine::giveUp(ClientState state, const QString &reason)
{
    loseSession(state, reason);
    m_retryAt = m_clock.monotonic()
        + (state == ClientState::Refused ? m_settings.longestRetry : m_backoff.next());
}

void ClientMachine::loseSession(ClientState state, const QString &reason)
{
    if (m_session)
        m_link.close(reason);
    m_session.reset();
    m_status.isWelcome = false;
    m_replica.discard();
    if (m_work == Work::Snapshot)
        m_replica.cancelSnapshot();
    enter(state, reason);
}

void ClientMachine::refuse(wire::Failure::Kind kind, const QString &text)
{
    if (m_session)
        m_link.send(wire::encode(wire::Failure{kind, text}));
    giveUp(ClientState::Offline, text);
}

void ClientMachine::enter(ClientState state, const QString &reason)
{
    m_status.reason = reason;
    if (state != ClientState::Pending)
        m_status.words.clear();
    if (m_status.state == state)
        return;
    m_status.state = state;
    m_status.since = m_clock.utcNow();
}

void ClientMachine::handle(const wire::Message &message)
{
    if (const auto *failure = as<wire::Failure>(message))
        return take(*failure);
    if (const auto *bye = as<wire::Bye>(message)) {
        return giveUp(ClientState::Offline,
                      QStringLiteral("the primary left: %1").arg(bye->reason.left(200)));
    }
    if (const auto *pending = as<wire::Pending>(message); pending && !m_session->isWelcome)
        return take(*pending);
    if (const auto *welcome = as<wire::Welcome>(message); welcome && m_session->saidHello)
        return beginSession(*welcome);
    if (!m_session->isWelcome) {
        if (as<wire::Heartbeat>(message)) // it crossed a second Hello
            return;
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("no Welcome came first"));
    }
    if (const auto *changes = as<wire::Changes>(message))
        take(*changes);
    else if (const auto *begin = as<wire::DeltaBegin>(message))
        take(*begin);
    else if (const auto *part = as<wire::DeltaPart>(message))
        take(*part);
    else if (const auto *end = as<wire::DeltaEnd>(message))
        take(*end);
    else if (const auto *heartbeat = as<wire::Heartbeat>(message))
        take(*heartbeat);
    else
        refuse(wire::Failure::Kind::Protocol, QStringLiteral("a message that no primary sends"));
}

void ClientMachine::beginSnapshot(wire::SnapshotReason reason)
{
    if (isHeal(reason) && m_damage.isEmpty())
        m_damage = describe(reason);
    m_work = Work::Snapshot;
    enter(ClientState::Snapshot, describe(reason));
    m_replica.fetchSnapshot();
}

void ClientMachine::take(const wire::Changes &changes)
{
    if (m_session->delta || !isNext(changes.from))
        return refuse(wire::Failure::Kind::Mismatch, QStringLiteral("changes from elsewhere"));
    wire::DeltaCheck check(changes.from, changes.to);
    check.add(changes.payload);
    if (check.result() != changes.check)
        return distrust(QStringLiteral("a delta's checksum is wrong"));
    collect(changes.payload);
    if (m_session)
        apply(changes.to);
}

void ClientMachine::take(const wire::DeltaBegin &begin)
{
    if (m_session->delta || !isNext(begin.from) || begin.size <= 0)
        return refuse(wire::Failure::Kind::Mismatch, QStringLiteral("a delta from elsewhere"));
    m_session->delta = std::make_unique<Reception>(begin);
    enter(ClientState::CatchingUp, QStringLiteral("a large change is on its way"));
}

void ClientMachine::take(const wire::DeltaPart &part)
{
    if (!m_session->delta || !m_session->delta->hasRoomFor(part.bytes.size()))
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("a part of no delta"));
    m_session->delta->add(part.bytes);
    collect(part.bytes);
}

void ClientMachine::take(const wire::DeltaEnd &end)
{
    const auto delta = std::move(m_session->delta);
    if (!delta || !delta->isComplete())
        return refuse(wire::Failure::Kind::Protocol, QStringLiteral("the end of no delta"));
    if (!delta->fits(end.check))
        return distrust(QStringLiteral("a delta's checksum is wrong"));
    apply(delta->to());
}

/// One delta is under way at most, and each starts where the copy is.
bool ClientMachine::isNext(const Position &from) const
{
    return m_work == Work::None && from.epoch == m_status.position.epoch
        && from.sequence == m_status.position.sequence;
}

void ClientMachine::collect(const QByteArray &bytes)
{
    const auto collected = m_replica.collect(bytes);
    if (!collected)
        giveUp(ClientState::Offline, collected.error().message);
}

void ClientMachine::apply(const Position &to)
{
    m_headSequence = std::max(m_headSequence, to.sequence);
    m_work = Work::Applying;
    m_replica.apply(m_status.position, to);
}

void ClientMachine::take(const wire::Heartbeat &heartbeat)
{
    m_link.send(wire::encode(wire::Heartbeat{m_status.position}));
    m_status.webPort = heartbeat.webPort;
    m_headSequence = std::max(m_headSequence, heartbeat.position.sequence);
    const Position &own = m_status.position;
    const bool isComparable = m_work == Work::None && !m_session->delta
        && own.epoch == heartbeat.position.epoch && own.sequence == heartbeat.position.sequence;
    if (!isComparable)
        return;
    if (own.digest == heartbeat.position.digest)
        return noteInStep();
    m_damage = QStringLiteral("the heartbeat's digest differs at %1").arg(own.toString());
    m_wantsSnapshot = true;
    refuse(wire::Failure::Kind::Mismatch, m_damage);
}

void ClientMachine::take(const wire::Failure &failure)
{
    using Kind = wire::Failure::Kind;
    const bool isTemporary = failure.kind == Kind::Overloaded || failure.kind == Kind::Mismatch
        || failure.kind == Kind::Protocol;
    giveUp(isTemporary ? ClientState::Offline : ClientState::Refused,
           QStringLiteral("the primary says: %1").arg(failure.text.left(200)));
}

void ClientMachine::noteInStep()
{
    m_status.lastSync = m_clock.utcNow();
    m_backoff.reset();
    enter(ClientState::Live, {});
}

void ClientMachine::noteHeal(const QString &reason)
{
    qCWarning(logSync).noquote() << "healed:" << reason;
    m_status.counters.addHeal(m_clock.utcNow(), reason);
}

/// What came does not fit: one more try from the same position, then a snapshot.
void ClientMachine::distrust(const QString &damage)
{
    m_wantsSnapshot = !m_damage.isEmpty();
    m_damage = damage;
    refuse(wire::Failure::Kind::Mismatch, damage);
}

/// The copy is free again: tells the primary where it is now.
void ClientMachine::recover()
{
    if (!m_session || !m_session->isConnected)
        return;
    if (!m_session->isWelcome || m_status.state == ClientState::Snapshot)
        return sayHello();
    m_link.send(wire::encode(wire::Ack{m_status.position}));
    if (m_status.position.sequence >= m_headSequence)
        noteInStep();
}

} // namespace keg::sync
