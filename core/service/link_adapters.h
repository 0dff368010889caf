// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/link_server.h"
#include "core/sync/links.h"

namespace keg::service {

/// Gives a server machine the connections of a port.
class ServerLinks final : public sync::PeerLinks
{
public:
    explicit ServerLinks(net::LinkServer &server)
        : m_server(server)
    {}

    void send(sync::PeerId peer, const QByteArray &frame) override { m_server.send(peer, frame); }
    void close(sync::PeerId peer, const QString & /*reason*/) override { m_server.close(peer); }
    void trust(sync::PeerId peer) override { m_server.trust(peer); }
    qint64 backlog(sync::PeerId peer) const override { return m_server.backlog(peer); }

private:
    net::LinkServer &m_server;
};

} // namespace keg::service
