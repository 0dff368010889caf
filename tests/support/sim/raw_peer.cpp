// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/sim/raw_peer.h"

#include "tests/support/machine_ids.h"

namespace keg::sim {

RawPeer::RawPeer(Network &network, Port port, QByteArray bytes)
    : m_network(network)
    , m_bytes(std::move(bytes))
    , m_connection(network.connect(port, this, test::machineCalled("stranger")))
{}

void RawPeer::connected(const MachineId & /*server*/)
{
    m_network.sendToServer(m_connection, m_bytes);
}

void RawPeer::received(const QByteArray &bytes)
{
    m_reader.append(bytes);
    auto message = m_reader.next();
    for (; message && *message; message = m_reader.next())
        m_gotMore = m_gotMore || !std::holds_alternative<wire::Failure>(**message);
    m_gotMore = m_gotMore || !message;
}

void RawPeer::disconnected(const QString & /*reason*/)
{
    m_isClosed = true;
}

} // namespace keg::sim
