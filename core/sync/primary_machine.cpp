// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/primary_machine.h"

#include "core/base/foreign_name.h"
#include "core/base/log.h"
#include "core/sync/greeting.h"

#include <algorithm>
#include <array>
#include <utility>

namespace keg::sync {

namespace {

constexpr milliseconds TickInterval{1'000};
constexpr milliseconds LostTailInterval{60'000}; // nobody can make us start epochs in a row

template<typename T>
const T *as(const wire::Message &message)
{
    return std::get_if<T>(&message);
}

} // namespace

PrimaryMachine::PrimaryMachine(Settings settings, const Clock &clock, PrimaryStore &store,
                               PeerLinks &links)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_store(store)
    , m_links(links)
{}

void PrimaryMachine::start(const Head &head, const TrustList &trust)
{
    m_trust = trust;
    m_history.moveTo(head);
    m_store.awaitChanges(head.position.sequence);
}

void PrimaryMachine::stop(const QString &reason)
{
    for (const auto &[id, peer] : m_peers) {
        m_links.send(id, wire::encode(wire::Bye{reason}));
        m_links.close(id, reason);
    }
    m_peers.clear();
}

void PrimaryMachine::peerConnected(PeerId id, const QString &address, const MachineId &machine)
{
    if (m_peers.empty()) {
        m_nextTick = m_clock.monotonic() + TickInterval;
        m_nextHeartbeat = m_clock.monotonic() + m_settings.heartbeatInterval;
    }
    Peer peer(address, machine);
    peer.since = m_clock.monotonic();
    peer.lastHeard = peer.since;
    peer.lastSeen = m_clock.utcNow();
    m_peers.emplace(id, std::move(peer));
}

void PrimaryMachine::peerDisconnected(PeerId id)
{
    remove(id, QStringLiteral("left"));
}

void PrimaryMachine::bytesReceived(PeerId id, const QByteArray &bytes)
{
    Peer *peer = find(id);
    if (!peer)
        return;
    peer->lastHeard = m_clock.monotonic();
    peer->lastSeen = m_clock.utcNow();
    peer->reader.append(bytes);
    while ((peer = find(id))) {
        const auto message = peer->reader.next();
        if (!message)
            return refuse(id, wire::Failure::Kind::Protocol, message.error().message);
        if (!*message)
            return;
        handle(id, *peer, **message);
    }
}

void PrimaryMachine::peerWritable(PeerId id)
{
    Peer *peer = find(id);
    if (!peer)
        return;
    // On a slow link the only sign of life: heartbeats, and so their answers, wait for the parts.
    peer->lastHeard = m_clock.monotonic();
    deliverParts(id, *peer);
}

void PrimaryMachine::changesArrived(const ChangeBatch &batch)
{
    m_history.moveTo(batch.head);
    QList<PeerId> idle;
    for (const auto &[id, peer] : m_peers) {
        if (peer.state == PeerState::Live && !peer.delivery && !peer.awaitsRead)
            idle.append(id);
    }
    std::optional<QByteArray> frame; // the same for all who were at the head before
    for (const PeerId id : idle) {
        Peer &peer = *find(id);
        if (peer.position.sequence == batch.after
            && peer.position.epoch == batch.head.position.epoch)
            deliver(id, peer, batch, frame);
        else
            readFor(peer);
    }
    m_store.awaitChanges(m_history.position().sequence);
}

void PrimaryMachine::changesRead(qint64 after, const Result<ChangeBatch> &batch)
{
    m_reads.remove(after);
    if (batch)
        m_history.remember(batch->head.position);
    QList<PeerId> waiting;
    for (const auto &[id, peer] : m_peers) {
        if (peer.awaitsRead && peer.position.sequence == after)
            waiting.append(id);
    }
    for (const PeerId id : waiting) {
        if (Peer *peer = find(id)) {
            peer->awaitsRead = false;
            answer(id, *peer, batch);
        }
    }
}

void PrimaryMachine::epochStarted(const Head &head)
{
    m_isEpochStarting = false;
    m_history.moveTo(head);
    for (const PeerId id : ids()) {
        Peer *peer = find(id);
        if (!peer || peer->state == PeerState::Greeting || peer->state == PeerState::Pending
            || peer->state == PeerState::Snapshot)
            continue;
        if (std::exchange(peer->isAhead, false))
            sendToSnapshot(id, *peer, wire::SnapshotReason::Ahead);
        else if (!peer->delivery && !peer->awaitsRead)
            admit(id, *peer);
    }
}

std::optional<milliseconds> PrimaryMachine::deadline() const
{
    if (m_peers.empty())
        return {};
    return m_nextTick;
}

void PrimaryMachine::tick()
{
    const milliseconds now = m_clock.monotonic();
    if (now < m_nextTick)
        return;
    m_nextTick = now + TickInterval;

    QMap<PeerId, QString> silent;
    for (const auto &[id, peer] : m_peers) {
        if (const auto reason = silence(peer))
            silent.insert(id, *reason);
    }
    for (auto entry = silent.cbegin(); entry != silent.cend(); ++entry)
        drop(entry.key(), entry.value());

    if (now < m_nextHeartbeat)
        return;
    m_nextHeartbeat = now + m_settings.heartbeatInterval;
    const QByteArray heartbeat = wire::encode(wire::Heartbeat{m_history.position(), m_webPort});
    for (const auto &[id, peer] : m_peers) {
        if (m_links.backlog(id) >= BacklogLimit)
            continue;
        if (peer.isWelcome)
            m_links.send(id, heartbeat);
        else if (peer.applicant && peer.applicant->awaitsPeople())
            m_links.send(id, wire::encode(peer.applicant->pending(m_settings.name)));
    }
}

QList<PeerStatus> PrimaryMachine::peers() const
{
    QList<PeerStatus> list;
    for (const auto &[id, peer] : m_peers)
        list.append(statusOf(id, peer));
    return list;
}

PeerStatus PrimaryMachine::statusOf(PeerId id, const Peer &peer) const
{
    return {id,           peer.machine, wordsOf(peer),          peer.name, peer.program,
            peer.address, peer.state,   peer.position.sequence, peer.lag,  peer.lastSeen};
}

PrimaryMachine::Peer *PrimaryMachine::find(PeerId id)
{
    const auto found = m_peers.find(id);
    return found == m_peers.end() ? nullptr : &found->second;
}

/// Of all, for loops in which some may go.
QList<PeerId> PrimaryMachine::ids() const
{
    QList<PeerId> all;
    for (const auto &[id, peer] : m_peers)
        all.append(id);
    return all;
}

void PrimaryMachine::drop(PeerId id, const QString &reason)
{
    remove(id, QStringLiteral("dropped: ") + reason);
    m_links.close(id, reason);
}

void PrimaryMachine::remove(PeerId id, const QString &why)
{
    const Peer *peer = find(id);
    if (!peer)
        return;
    note(*peer, why);
    if (peer->state > PeerState::Pending)
        m_store.noteSeen(statusOf(id, *peer));
    m_peers.erase(id);
}

void PrimaryMachine::note(const Peer &peer, const QString &what)
{
    const QString line = withNameLast(peer.address + u' ' + what, peer.name);
    if (m_trust.isApproved(peer.machine))
        qCInfo(logSync).noquote() << line;
    else
        m_complaints.say(line, m_clock.monotonic());
}

/// Words of strangers are not for the log: wrapped on a terminal they could pass for lines of ours.
QString PrimaryMachine::inItsWords(const Peer &peer, const QString &what,
                                   const QString &words) const
{
    return m_trust.isApproved(peer.machine) ? what + QStringLiteral(": ") + words.left(200) : what;
}

void PrimaryMachine::refuse(PeerId id, wire::Failure::Kind kind, const QString &text)
{
    m_links.send(id, wire::encode(wire::Failure{kind, text}));
    drop(id, text);
}

void PrimaryMachine::handle(PeerId id, Peer &peer, const wire::Message &message)
{
    if (const auto *hello = as<wire::Hello>(message))
        greet(id, peer, *hello);
    else if (peer.state == PeerState::Greeting)
        refuse(id, wire::Failure::Kind::Protocol, QStringLiteral("the first message is no Hello"));
    else if (const auto *reveal = as<wire::Reveal>(message); reveal && peer.applicant)
        take(id, peer, *reveal);
    else if (const auto *bye = as<wire::Bye>(message))
        drop(id, inItsWords(peer, QStringLiteral("it said goodbye"), bye->reason));
    else if (const auto *failure = as<wire::Failure>(message))
        drop(id, inItsWords(peer, QStringLiteral("it reported"), failure->text));
    else if (peer.state == PeerState::Pending)
        refuse(id, wire::Failure::Kind::Protocol, QStringLiteral("it has not been approved"));
    else if (const auto *ack = as<wire::Ack>(message))
        acknowledge(id, peer, ack->position);
    else if (!as<wire::Heartbeat>(message) && !(as<wire::Reveal>(message) && peer.mayReveal))
        refuse(id, wire::Failure::Kind::Protocol, QStringLiteral("a message that no client sends"));
}

/// It is approved, and says where its copy is.
void PrimaryMachine::follow(PeerId id, Peer &peer, const wire::Hello &hello)
{
    if (const auto objection = copyObjection(hello, m_history.position(), m_settings.schemaVersion))
        return refuse(id, objection->kind, objection->text);
    m_links.trust(id);
    peer.position = hello.position;
    peer.isWelcome = false;
    peer.isAhead = false;
    peer.reader.setFrameLimit(wire::PeerFrameLimit);
    if (hello.position.databaseId.isNull())
        return sendToSnapshot(id, peer, wire::SnapshotReason::Fresh);
    peer.wantsSnapshot = hello.wantsSnapshot;
    enter(id, peer, PeerState::Admission);
    admit(id, peer);
}

/// Goes on from the peer's position, if the present history contains it.
void PrimaryMachine::admit(PeerId id, Peer &peer)
{
    if (!m_history.contains(peer.position))
        return sendToSnapshot(id, peer, wire::SnapshotReason::Epoch);
    readFor(peer);
}

void PrimaryMachine::readFor(Peer &peer)
{
    peer.awaitsRead = true;
    const qint64 after = peer.position.sequence;
    if (m_reads.contains(after))
        return;
    m_reads.insert(after);
    m_store.readChanges(after);
}

void PrimaryMachine::answer(PeerId id, Peer &peer, const Result<ChangeBatch> &batch)
{
    if (!batch) {
        if (batch.error().code == ErrorCode::NotFound)
            return sendToSnapshot(id, peer, wire::SnapshotReason::Floor);
        if (batch.error().code == ErrorCode::Mismatch)
            return declareAhead(id, peer);
        return refuse(id, wire::Failure::Kind::Overloaded, batch.error().message);
    }
    if (!m_history.contains(peer.position)) // an epoch has started since the question
        return sendToSnapshot(id, peer, wire::SnapshotReason::Epoch);
    if (peer.wantsSnapshot) // which only now is known not to be ahead
        return sendToSnapshot(id, peer, wire::SnapshotReason::Asked);
    if (m_history.contradicts(peer.position))
        return sendToSnapshot(id, peer, wire::SnapshotReason::Digest);
    if (!peer.isWelcome)
        welcome(id, peer, wire::SnapshotReason::None);
    const Position &to = batch->head.position;
    if (to.sequence == peer.position.sequence && to.epoch == peer.position.epoch) {
        enter(id, peer, PeerState::Live);
        if (to.sequence < m_history.position().sequence) // the head moved while this was read
            readFor(peer);
        return;
    }
    if (peer.state == PeerState::Admission)
        enter(id, peer, PeerState::CatchingUp);
    std::optional<QByteArray> frame;
    deliver(id, peer, *batch, frame);
}

void PrimaryMachine::declareAhead(PeerId id, Peer &peer)
{
    const milliseconds now = m_clock.monotonic();
    if (m_isEpochStarting) {
        peer.isAhead = true;
        return;
    }
    if (m_lastLostTail && now - *m_lastLostTail < LostTailInterval) {
        return refuse(id, wire::Failure::Kind::Overloaded,
                      QStringLiteral("an epoch was started a moment ago, try again later"));
    }
    m_lastLostTail = now;
    m_isEpochStarting = true;
    peer.isAhead = true;
    const QString reason
        = QStringLiteral("%1 has %2, this database ends at %3")
              .arg(peer.address, peer.position.toString(), m_history.position().toString());
    m_store.startEpoch(withNameLast(reason, peer.name));
}

void PrimaryMachine::sendToSnapshot(PeerId id, Peer &peer, wire::SnapshotReason reason)
{
    using Reason = wire::SnapshotReason;
    if (reason == Reason::Asked || reason == Reason::Ahead || reason == Reason::Digest)
        heal(peer);
    welcome(id, peer, reason);
    enter(id, peer, PeerState::Snapshot);
}

void PrimaryMachine::heal(const Peer &peer)
{
    const QString what = QStringLiteral("%1 at %2 was sent to a snapshot")
                             .arg(peer.address, peer.position.toString());
    m_counters.addHeal(m_clock.utcNow(), withNameLast(what, peer.name));
}

void PrimaryMachine::welcome(PeerId id, Peer &peer, wire::SnapshotReason reason)
{
    peer.isWelcome = true;
    m_store.noteSeen(statusOf(id, peer));
    m_links.send(id,
                 wire::encode(wire::Welcome{wire::HighestProtocol, m_history.position(),
                                            m_settings.name, reason}));
}

void PrimaryMachine::acknowledge(PeerId id, Peer &peer, const Position &position)
{
    if (!peer.delivery || !peer.delivery->isAcknowledgedBy(position))
        return refuse(id, wire::Failure::Kind::Protocol,
                      QStringLiteral("an acknowledgement of what was not sent"));
    peer.delivery.reset();
    peer.position = position;
    ++m_counters.deltas;
    peer.lag = m_clock.monotonic() - peer.lastDelivery;
    if (position.epoch != m_history.position().epoch)
        admit(id, peer);
    else if (position.sequence < m_history.position().sequence)
        readFor(peer);
    else
        enter(id, peer, PeerState::Live);
}

void PrimaryMachine::deliver(PeerId id, Peer &peer, const ChangeBatch &batch,
                             std::optional<QByteArray> &shared)
{
    peer.delivery = std::make_unique<Delivery>(peer.position, batch);
    peer.lastDelivery = m_clock.monotonic();
    if (peer.delivery->size() > m_settings.partSize) {
        peer.delivery->announceParts(id, m_links);
        return deliverParts(id, peer);
    }
    if (!shared) {
        auto frame = peer.delivery->encodeWhole();
        if (!frame)
            return refuse(id, wire::Failure::Kind::Overloaded, frame.error().message);
        shared = std::move(*frame);
    }
    peer.delivery->sendWhole(id, m_links, *shared);
}

void PrimaryMachine::deliverParts(PeerId id, Peer &peer)
{
    if (!peer.delivery)
        return;
    if (const auto sent = peer.delivery->sendParts(id, m_links, m_settings.partSize); !sent)
        refuse(id, wire::Failure::Kind::Overloaded, sent.error().message);
}

void PrimaryMachine::enter(PeerId id, Peer &peer, PeerState state)
{
    if (peer.state == state)
        return;
    peer.state = state;
    static constexpr std::array<const char *, PeerStateCount> Words{
        "connects", "asks to be let in", "says hello", "needs a snapshot", "catches up", "is live",
    };
    note(peer,
         QStringLiteral("%1 at %2, peer %3")
             .arg(QLatin1String(Words[std::size_t(state)]), peer.position.toString())
             .arg(id));
}

/// Why the peer counts as gone, if it does.
std::optional<QString> PrimaryMachine::silence(const Peer &peer) const
{
    const milliseconds now = m_clock.monotonic();
    if (peer.state == PeerState::Greeting) {
        if (now - peer.since < m_settings.greetingLimit)
            return {};
        return QStringLiteral("no Hello within %1 s").arg(m_settings.greetingLimit.count() / 1000);
    }
    if (peer.state == PeerState::Pending && now - peer.since >= m_settings.pendingLimit)
        return QStringLiteral("not approved within %1 minutes")
            .arg(m_settings.pendingLimit.count() / 60'000);
    const milliseconds limit = peer.delivery ? m_settings.applyLimit : m_settings.silenceLimit;
    if (now - peer.lastHeard < limit)
        return {};
    return QStringLiteral("silent for %1 s").arg(limit.count() / 1000);
}

} // namespace keg::sync
