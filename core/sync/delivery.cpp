// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/delivery.h"

#include "core/wire/messages.h"

namespace keg::sync {

Delivery::Delivery(const Position &from, const ChangeBatch &batch)
    : m_from(from)
    , m_to(batch.head.position)
    , m_size(batch.payload->size())
    , m_payload(batch.payload)
    , m_check(from, batch.head.position)
{}

Result<QByteArray> Delivery::encodeWhole()
{
    const auto bytes = m_payload->read(0, m_size);
    if (!bytes)
        return bytes.error();
    m_check.add(*bytes);
    return wire::encode(wire::Changes{m_from, m_to, *bytes, m_check.result()});
}

void Delivery::sendWhole(PeerId peer, PeerLinks &links, const QByteArray &frame)
{
    m_payload.reset();
    links.send(peer, frame);
}

void Delivery::announceParts(PeerId peer, PeerLinks &links) const
{
    links.send(peer, wire::encode(wire::DeltaBegin{m_from, m_to, m_size}));
}

Result<void> Delivery::sendParts(PeerId peer, PeerLinks &links, qint64 partSize)
{
    while (m_payload && links.backlog(peer) < BacklogLimit) {
        if (m_sent == m_size) {
            m_payload.reset();
            links.send(peer, wire::encode(wire::DeltaEnd{m_check.result()}));
            return {};
        }
        const auto part = m_payload->read(m_sent, partSize);
        if (!part)
            return part.error();
        m_sent += part->size();
        m_check.add(*part);
        links.send(peer, wire::encode(wire::DeltaPart{*part}));
    }
    return {};
}

bool Delivery::isAcknowledgedBy(const Position &position) const
{
    return !m_payload && m_to == position;
}

} // namespace keg::sync
