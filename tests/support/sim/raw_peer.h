// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/wire/message_reader.h"
#include "tests/support/sim/network.h"

namespace keg::sim {

/// A stranger: connects, sends some bytes, listens.
class RawPeer final : public ClientEnd
{
public:
    RawPeer(Network &network, Port port, QByteArray bytes);

    /// Whether anything but a refusal came back.
    bool gotMoreThanARefusal() const { return m_gotMore; }
    bool isClosed() const { return m_isClosed; }

private:
    void connected(const MachineId &server) override;
    void received(const QByteArray &bytes) override;
    void disconnected(const QString &reason) override;

    Network &m_network;
    const QByteArray m_bytes;
    const PeerId m_connection;
    wire::MessageReader m_reader{wire::PeerFrameLimit};
    bool m_gotMore = false;
    bool m_isClosed = false;
};

} // namespace keg::sim
