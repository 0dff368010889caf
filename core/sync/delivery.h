// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/change_batch.h"
#include "core/sync/links.h"
#include "core/wire/delta_check.h"

#include <optional>

namespace keg::sync {

/// One delta on its way to one peer, until that acknowledges it: whole in one frame, or in parts
/// as fast as the link takes them.
class Delivery
{
public:
    Delivery(const Position &from, const ChangeBatch &batch);

    qint64 size() const { return m_size; }
    /// The whole delta as one frame; the same for all who are at `from`. Errors: I/O.
    Result<QByteArray> encodeWhole();
    /// Sends `frame`, made by encodeWhole() of this or of an equal delivery.
    void sendWhole(PeerId peer, PeerLinks &links, const QByteArray &frame);
    void announceParts(PeerId peer, PeerLinks &links) const;
    /// Sends parts of at most `partSize` bytes until the link is full. Errors: I/O.
    Result<void> sendParts(PeerId peer, PeerLinks &links, qint64 partSize);
    /// Whether that is what the peer may say now.
    bool isAcknowledgedBy(const Position &position) const;

private:
    Position m_from;
    Position m_to;
    qint64 m_size; ///< payload bytes
    SharedPayload m_payload; ///< null once the last byte was given to the link
    wire::DeltaCheck m_check;
    qint64 m_sent = 0; ///< payload bytes
};

} // namespace keg::sync
