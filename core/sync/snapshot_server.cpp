// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/snapshot_server.h"

#include "core/base/log.h"

#include <algorithm>

namespace keg::sync {

namespace {

constexpr milliseconds TickInterval{1'000};

} // namespace

SnapshotServer::SnapshotServer(Settings settings, const Clock &clock, ImageSource &images,
                               PeerLinks &links)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_images(images)
    , m_links(links)
{}

void SnapshotServer::start(const QUuid &databaseId, const TrustList &trust)
{
    m_databaseId = databaseId;
    m_trust = trust;
}

void SnapshotServer::trustChanged(const TrustList &trust)
{
    m_trust = trust;
    QList<PeerId> revoked;
    for (const auto &[id, peer] : m_peers) {
        if (peer.stage != Stage::Greeting && !m_trust.isApproved(peer.machine))
            revoked.append(id);
    }
    for (const PeerId id : revoked)
        refuse(id, wire::Failure::Kind::Untrusted, QStringLiteral("this display was revoked"));
}

void SnapshotServer::stop(const QString &reason)
{
    for (const auto &[id, peer] : m_peers)
        m_links.close(id, reason);
    m_peers.clear();
    m_line.clear();
}

void SnapshotServer::peerConnected(PeerId id, const QString &address, const MachineId &machine)
{
    const milliseconds now = m_clock.monotonic();
    if (m_peers.empty()) {
        m_nextTick = now + TickInterval;
        m_nextNotice = now + m_settings.noticeInterval;
    }
    Peer peer;
    peer.address = address;
    peer.machine = machine;
    peer.lastProgress = now;
    m_peers.emplace(id, std::move(peer));
}

void SnapshotServer::bytesReceived(PeerId id, const QByteArray &bytes)
{
    Peer *peer = find(id);
    if (!peer)
        return;
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

void SnapshotServer::peerWritable(PeerId id)
{
    if (Peer *peer = find(id); peer && peer->stage == Stage::Sending)
        sendChunks(id, *peer);
}

void SnapshotServer::peerDisconnected(PeerId id)
{
    m_peers.erase(id);
    m_line.removeAll(id);
    startWaiting();
}

void SnapshotServer::imageReady(const SnapshotImage &image)
{
    const auto requested = std::exchange(m_requested, {});
    QList<PeerId> waiting;
    for (const auto &[id, peer] : m_peers) {
        if (peer.stage == Stage::AwaitsImage && peer.sequence <= requested)
            waiting.append(id);
    }
    for (const PeerId id : waiting) {
        if (Peer *peer = find(id))
            beginTransfer(id, *peer, image);
    }
    requestImage(); // for those who came meanwhile and need a later one
}

void SnapshotServer::imageFailed(const Error &error)
{
    m_requested.reset();
    QList<PeerId> waiting;
    for (const auto &[id, peer] : m_peers) {
        if (peer.stage == Stage::AwaitsImage)
            waiting.append(id);
    }
    for (const PeerId id : waiting)
        refuse(id, wire::Failure::Kind::Overloaded, error.message);
}

std::optional<milliseconds> SnapshotServer::deadline() const
{
    if (m_peers.empty())
        return {};
    return m_nextTick;
}

void SnapshotServer::tick()
{
    const milliseconds now = m_clock.monotonic();
    if (now < m_nextTick)
        return;
    m_nextTick = now + TickInterval;
    QList<PeerId> stalled;
    for (const auto &[id, peer] : m_peers) {
        const bool waitsForUs = peer.stage == Stage::Queued || peer.stage == Stage::AwaitsImage;
        const milliseconds limit
            = peer.stage == Stage::Sending ? m_settings.stallLimit : m_settings.greetingLimit;
        if (!waitsForUs && now - peer.lastProgress >= limit)
            stalled.append(id);
    }
    for (const PeerId id : stalled)
        drop(id, QStringLiteral("no progress"));
    if (now < m_nextNotice)
        return;
    m_nextNotice = now + m_settings.noticeInterval;
    tellPlaces();
}

SnapshotServer::Peer *SnapshotServer::find(PeerId id)
{
    const auto found = m_peers.find(id);
    return found == m_peers.end() ? nullptr : &found->second;
}

void SnapshotServer::handle(PeerId id, Peer &peer, const wire::Message &message)
{
    if (const auto *request = std::get_if<wire::SnapshotRequest>(&message);
        request && peer.stage == Stage::Greeting)
        accept(id, peer, *request);
    else if (std::holds_alternative<wire::Bye>(message))
        drop(id, QStringLiteral("it said goodbye"));
    else
        refuse(id, wire::Failure::Kind::Protocol,
               QStringLiteral("a message that has no place on the snapshot port"));
}

void SnapshotServer::accept(PeerId id, Peer &peer, const wire::SnapshotRequest &request)
{
    using Kind = wire::Failure::Kind;
    if (request.magic != QLatin1String(wire::Magic)
        || request.lowestProtocol > wire::HighestProtocol
        || request.highestProtocol < wire::LowestProtocol)
        return refuse(id, Kind::Version, QStringLiteral("no common version of the protocol"));
    if (!m_trust.isApproved(peer.machine))
        return refuse(id, Kind::Untrusted,
                      QStringLiteral("this display is not approved: pair or approve it first"));
    m_links.trust(id);
    if (request.schemaVersion < m_settings.schemaVersion)
        return refuse(id, Kind::Schema, QStringLiteral("update the display"));
    const QUuid &copy = request.position.databaseId;
    if (!copy.isNull() && copy != m_databaseId)
        return refuse(id, Kind::Foreign, QStringLiteral("its copy belongs to another database"));
    peer.sequence = request.position.sequence;
    peer.stage = Stage::Queued;
    m_line.append(id);
    startWaiting();
    if (const auto index = m_line.indexOf(id); index >= 0)
        tellPlace(id, index + 1);
}

/// Lets as many as may transfer at a time out of the line.
void SnapshotServer::startWaiting()
{
    auto active = std::count_if(m_peers.cbegin(), m_peers.cend(), [](const auto &entry) {
        return entry.second.stage == Stage::AwaitsImage || entry.second.stage == Stage::Sending;
    });
    while (!m_line.isEmpty() && active < m_settings.transfers) {
        find(m_line.takeFirst())->stage = Stage::AwaitsImage;
        ++active;
    }
    requestImage();
}

void SnapshotServer::requestImage()
{
    if (m_requested)
        return;
    for (const auto &[id, peer] : m_peers) {
        if (peer.stage == Stage::AwaitsImage)
            m_requested = std::max(m_requested.value_or(0), peer.sequence);
    }
    if (m_requested)
        m_images.requestImage(*m_requested);
}

void SnapshotServer::tellPlaces()
{
    qint64 place = 0;
    for (const PeerId id : std::as_const(m_line))
        tellPlace(id, ++place);
    for (const auto &[id, peer] : m_peers) {
        if (peer.stage == Stage::AwaitsImage)
            tellPlace(id, 0);
    }
}

/// Unless it has not taken the notice before.
void SnapshotServer::tellPlace(PeerId id, qint64 place)
{
    if (m_links.backlog(id) == 0)
        m_links.send(id, wire::encode(wire::SnapshotQueued{place}));
}

void SnapshotServer::beginTransfer(PeerId id, Peer &peer, const SnapshotImage &image)
{
    peer.stage = Stage::Sending;
    peer.image = image;
    peer.hash = std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256);
    peer.lastProgress = m_clock.monotonic();
    qCInfo(logSync).noquote() << peer.address << "fetches a snapshot of"
                              << image.position.toString() << "with" << image.bytes->size()
                              << "bytes";
    m_links.send(id,
                 wire::encode(wire::SnapshotHeader{image.bytes->size(), image.position,
                                                   m_settings.schemaVersion}));
    sendChunks(id, peer);
}

void SnapshotServer::sendChunks(PeerId id, Peer &peer)
{
    peer.lastProgress = m_clock.monotonic();
    while (m_links.backlog(id) < BacklogLimit) {
        if (peer.offset == peer.image.bytes->size()) {
            m_links.send(id, wire::encode(wire::SnapshotTrailer{peer.hash->result()}));
            peer.stage = Stage::Sent;
            peer.image = {};
            ++m_served;
            return startWaiting();
        }
        const auto chunk = peer.image.bytes->read(peer.offset, m_settings.partSize);
        if (!chunk)
            return refuse(id, wire::Failure::Kind::Overloaded, chunk.error().message);
        peer.hash->addData(*chunk);
        peer.offset += chunk->size();
        m_links.send(id, wire::encode(wire::SnapshotChunk{*chunk}));
    }
}

void SnapshotServer::note(const Peer &peer, const QString &what)
{
    const QString line = peer.address + u' ' + what;
    if (m_trust.isApproved(peer.machine))
        qCInfo(logSync).noquote() << line;
    else
        m_complaints.say(line, m_clock.monotonic());
}

void SnapshotServer::refuse(PeerId id, wire::Failure::Kind kind, const QString &text)
{
    m_links.send(id, wire::encode(wire::Failure{kind, text}));
    drop(id, text);
}

void SnapshotServer::drop(PeerId id, const QString &reason)
{
    if (const Peer *peer = find(id); peer && peer->stage != Stage::Sent)
        note(*peer, QStringLiteral("dropped on the snapshot port: ") + reason);
    m_links.close(id, reason);
    peerDisconnected(id);
}

} // namespace keg::sync
