// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/snapshot_client.h"

namespace keg::sync {

SnapshotClient::SnapshotClient(Settings settings, const Clock &clock, ImageSink &sink,
                               ServerLink &link)
    : m_settings(std::move(settings))
    , m_clock(clock)
    , m_sink(sink)
    , m_link(link)
{}

// Not in the class, where clang would not find it.
SnapshotClient::Transfer::Transfer() = default;

void SnapshotClient::start(const Position &position, const MachineId &primary)
{
    m_transfer.emplace();
    m_transfer->primary = primary;
    m_transfer->own = position;
    m_transfer->lastHeard = m_clock.monotonic();
    m_link.open();
}

void SnapshotClient::cancel()
{
    if (m_transfer)
        fail(ErrorCode::Unreachable, QStringLiteral("not needed any more"));
}

void SnapshotClient::connected(const MachineId &server)
{
    if (!m_transfer)
        return;
    if (server != m_transfer->primary) {
        return fail(ErrorCode::Unreachable,
                    QStringLiteral("another machine answers: %1").arg(server.toString()));
    }
    wire::SnapshotRequest request;
    request.schemaVersion = m_settings.schemaVersion;
    request.position = m_transfer->own;
    request.name = m_settings.name;
    m_link.send(wire::encode(request));
}

void SnapshotClient::disconnected(const QString &reason)
{
    if (!m_transfer)
        return;
    m_transfer.reset();
    m_sink.fail({ErrorCode::Unreachable, reason});
}

void SnapshotClient::bytesReceived(const QByteArray &bytes)
{
    if (!m_transfer)
        return;
    m_transfer->lastHeard = m_clock.monotonic();
    m_transfer->reader.append(bytes);
    while (m_transfer) {
        const auto message = m_transfer->reader.next();
        if (!message)
            return fail(ErrorCode::Damaged, message.error().message);
        if (!*message)
            return;
        handle(**message);
    }
}

std::optional<milliseconds> SnapshotClient::deadline() const
{
    if (!m_transfer)
        return {};
    return m_transfer->lastHeard + m_settings.silenceLimit;
}

void SnapshotClient::tick()
{
    const auto due = deadline();
    if (due && m_clock.monotonic() >= *due)
        fail(ErrorCode::Unreachable, QStringLiteral("the primary went silent"));
}

void SnapshotClient::handle(const wire::Message &message)
{
    if (const auto *header = std::get_if<wire::SnapshotHeader>(&message))
        begin(*header);
    else if (const auto *chunk = std::get_if<wire::SnapshotChunk>(&message))
        append(*chunk);
    else if (const auto *trailer = std::get_if<wire::SnapshotTrailer>(&message))
        finish(*trailer);
    else if (const auto *failure = std::get_if<wire::Failure>(&message))
        fail(ErrorCode::Unreachable,
             QStringLiteral("the primary says: %1").arg(failure->text.left(200)));
    else if (!std::holds_alternative<wire::SnapshotQueued>(message))
        fail(ErrorCode::Damaged, QStringLiteral("a message that has no place in a snapshot"));
}

void SnapshotClient::begin(const wire::SnapshotHeader &header)
{
    const QUuid &own = m_transfer->own.databaseId;
    if (m_transfer->header || header.size <= 0)
        return fail(ErrorCode::Damaged, QStringLiteral("a second or empty header"));
    if (header.schemaVersion > m_settings.schemaVersion)
        return fail(ErrorCode::TooNew, QStringLiteral("its tables are newer: update this display"));
    if (header.position.databaseId.isNull() || (!own.isNull() && own != header.position.databaseId))
        return fail(ErrorCode::Refused, QStringLiteral("it is of another database"));
    m_transfer->header = header;
    if (const auto begun = m_sink.begin(header.size); !begun)
        fail(begun.error().code, begun.error().message);
}

void SnapshotClient::append(const wire::SnapshotChunk &chunk)
{
    if (!m_transfer->header || chunk.bytes.size() > m_transfer->header->size - m_transfer->received)
        return fail(ErrorCode::Damaged, QStringLiteral("more bytes than announced"));
    m_transfer->received += chunk.bytes.size();
    m_transfer->hash.addData(chunk.bytes);
    if (const auto appended = m_sink.append(chunk.bytes); !appended)
        fail(appended.error().code, appended.error().message);
}

void SnapshotClient::finish(const wire::SnapshotTrailer &trailer)
{
    if (!m_transfer->header || m_transfer->received != m_transfer->header->size)
        return fail(ErrorCode::Damaged, QStringLiteral("fewer bytes than announced"));
    if (m_transfer->hash.result() != trailer.sha256)
        return fail(ErrorCode::Damaged, QStringLiteral("its SHA-256 is wrong"));
    const Position position = m_transfer->header->position;
    m_transfer.reset();
    m_link.close(QStringLiteral("done"));
    m_sink.finish(position);
}

void SnapshotClient::fail(ErrorCode code, const QString &message)
{
    m_transfer.reset();
    m_link.close(message);
    m_sink.fail({code, message});
}

} // namespace keg::sync
