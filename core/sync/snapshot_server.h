// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/complaints.h"
#include "core/base/payload.h"
#include "core/domain/trust_list.h"
#include "core/sync/links.h"
#include "core/wire/message_reader.h"

#include <QCryptographicHash>
#include <QList>

#include <map>
#include <memory>
#include <optional>

namespace keg::sync {

/// A whole database at one position, as the bytes of an SQLite file.
struct SnapshotImage
{
    Position position;
    SharedPayload bytes;
};

/// Where a SnapshotServer gets its images from.
class ImageSource
{
public:
    ImageSource() = default;
    virtual ~ImageSource() = default;
    ImageSource(const ImageSource &) = delete;
    ImageSource &operator=(const ImageSource &) = delete;

    /// An image at `sequence` or later, if the database has got that far. Answered by imageReady()
    /// or imageFailed(); one question at a time.
    virtual void requestImage(qint64 sequence) = 0;
};

/// The primary's side of port 5003: gives images, a few at a time; the others wait in line and are
/// told their place. Lives in one thread, owns no socket, file or clock.
class SnapshotServer
{
public:
    struct Settings
    {
        qint64 schemaVersion = 0;
        int transfers = 4; ///< at a time
        milliseconds greetingLimit{10'000};
        milliseconds stallLimit{30'000}; ///< without taking a byte
        milliseconds noticeInterval{5'000}; ///< of telling those who wait their place
        qint64 partSize = PartSize; ///< image bytes in one frame
    };

    SnapshotServer(Settings settings, const Clock &clock, ImageSource &images, PeerLinks &links);

    /// Before the first connection: which database the images are of.
    void start(const QUuid &databaseId, const TrustList &trust);
    void stop(const QString &reason);
    /// Who is not approved any more is cut off.
    void trustChanged(const TrustList &trust);
    /// `machine` is who has proved to be at the other end.
    void peerConnected(PeerId id, const QString &address, const MachineId &machine);
    void bytesReceived(PeerId id, const QByteArray &bytes);
    /// The backlog has fallen below BacklogLimit.
    void peerWritable(PeerId id);
    void peerDisconnected(PeerId id);

    void imageReady(const SnapshotImage &image);
    void imageFailed(const Error &error);

    /// When tick() is due; none while nobody is connected.
    std::optional<milliseconds> deadline() const;
    void tick();

    /// Finished transfers.
    qint64 served() const { return m_served; }

private:
    enum class Stage { Greeting, Queued, AwaitsImage, Sending, Sent };

    struct Peer
    {
        QString address;
        MachineId machine;
        wire::MessageReader reader{wire::StrangerFrameLimit};
        Stage stage = Stage::Greeting;
        milliseconds lastProgress{0};
        qint64 sequence = 0; ///< of its copy: an older image is of no use to it
        SnapshotImage image;
        qint64 offset = 0;
        std::unique_ptr<QCryptographicHash> hash;
    };

    Peer *find(PeerId id);
    void handle(PeerId id, Peer &peer, const wire::Message &message);
    void accept(PeerId id, Peer &peer, const wire::SnapshotRequest &request);
    void startWaiting();
    void requestImage();
    void tellPlaces();
    void tellPlace(PeerId id, qint64 place);
    void beginTransfer(PeerId id, Peer &peer, const SnapshotImage &image);
    void sendChunks(PeerId id, Peer &peer);
    void refuse(PeerId id, wire::Failure::Kind kind, const QString &text);
    void drop(PeerId id, const QString &reason);
    void note(const Peer &peer, const QString &what);

    const Settings m_settings;
    const Clock &m_clock;
    ImageSource &m_images;
    PeerLinks &m_links;

    QUuid m_databaseId;
    TrustList m_trust;
    Complaints m_complaints{logSync};
    std::map<PeerId, Peer> m_peers;
    QList<PeerId> m_line;
    std::optional<qint64> m_requested; ///< sequence of the image that is being made
    qint64 m_served = 0;
    milliseconds m_nextTick{0};
    milliseconds m_nextNotice{0};
};

} // namespace keg::sync
