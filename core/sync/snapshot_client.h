// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/domain/machine_id.h"
#include "core/sync/links.h"
#include "core/wire/message_reader.h"

#include <QCryptographicHash>

#include <optional>

namespace keg::sync {

/// Where a SnapshotClient puts the image. Exactly one of finish() and fail() is called a fetch.
class ImageSink
{
public:
    ImageSink() = default;
    virtual ~ImageSink() = default;
    ImageSink(const ImageSink &) = delete;
    ImageSink &operator=(const ImageSink &) = delete;

    /// Errors: DiskFull, Failed.
    virtual Result<void> begin(qint64 size) = 0;
    virtual Result<void> append(const QByteArray &bytes) = 0;
    /// Every byte has come and the SHA-256 is right.
    virtual void finish(const Position &position) = 0;
    virtual void fail(const Error &error) = 0;
};

/// The client's side of port 5003: one transfer of one image. Lives in one thread, owns no socket,
/// file or clock.
class SnapshotClient
{
public:
    struct Settings
    {
        QString name;
        qint64 schemaVersion = 0;
        milliseconds silenceLimit{15'000};
    };

    SnapshotClient(Settings settings, const Clock &clock, ImageSink &sink, ServerLink &link);

    /// Fetches an image for a copy that is at `position`.
    void start(const Position &position, const MachineId &primary);
    void cancel();

    /// `server` is who has proved to be at the other end.
    void connected(const MachineId &server);
    void bytesReceived(const QByteArray &bytes);
    void disconnected(const QString &reason);

    /// When tick() is due; none while nothing is fetched.
    std::optional<milliseconds> deadline() const;
    void tick();

private:
    struct Transfer
    {
        Transfer();

        wire::MessageReader reader{wire::PeerFrameLimit};
        MachineId primary;
        milliseconds lastHeard{0};
        Position own;
        std::optional<wire::SnapshotHeader> header;
        qint64 received = 0; ///< bytes of the image
        QCryptographicHash hash{QCryptographicHash::Sha256};
    };

    void handle(const wire::Message &message);
    void begin(const wire::SnapshotHeader &header);
    void append(const wire::SnapshotChunk &chunk);
    void finish(const wire::SnapshotTrailer &trailer);
    void fail(ErrorCode code, const QString &message);

    const Settings m_settings;
    const Clock &m_clock;
    ImageSink &m_sink;
    ServerLink &m_link;
    std::optional<Transfer> m_transfer;
};

} // namespace keg::sync
