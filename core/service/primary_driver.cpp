// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/primary_driver.h"

namespace keg::service {

PrimaryDriver::PrimaryDriver(sync::PrimaryMachine::Settings settings,
                             const identity::Identity &identity, const Clock &clock)
    : m_server(identity, this)
    , m_machine(std::move(settings), clock, *this, m_links)
    , m_timer(
          clock, [this] { happen([this] { m_machine.tick(); }); }, this)
    , m_clock(clock)
{
    using net::LinkServer;
    connect(&m_server, &LinkServer::peerConnected, this,
            [this](sync::PeerId peer, const QString &address, const MachineId &machine) {
                happen([&] { m_machine.peerConnected(peer, address, machine); });
            });
    connect(&m_server, &LinkServer::bytesReceived, this,
            [this](sync::PeerId peer, const QByteArray &bytes) {
                happen([&] { m_machine.bytesReceived(peer, bytes); });
            });
    connect(&m_server, &LinkServer::peerWritable, this,
            [this](sync::PeerId peer) { happen([&] { m_machine.peerWritable(peer); }); });
    connect(&m_server, &LinkServer::peerDisconnected, this,
            [this](sync::PeerId peer) { happen([&] { m_machine.peerDisconnected(peer); }); });
}

Result<quint16> PrimaryDriver::listen(const QString &address, quint16 port)
{
    m_bindAddress = address;
    if (const auto listening = m_server.listen(address, port); !listening)
        return listening.error();
    return m_server.port();
}

void PrimaryDriver::start(const sync::Head &head, const TrustList &trust)
{
    m_trust = trust;
    m_snapshotTrust = trust;
    happen([&] { m_machine.start(head, trust); });
    m_server.startAccepting();
}

void PrimaryDriver::announce(const wire::Announce &words)
{
    m_beacon = std::make_unique<Beacon>(m_bindAddress, m_clock, this);
    m_beacon->start(words);
}

void PrimaryDriver::stop()
{
    happen([this] { m_machine.stop(QStringLiteral("the primary is stopping")); });
}

void PrimaryDriver::takeArrivedChanges(const sync::ChangeBatch &batch)
{
    happen([&] { m_machine.changesArrived(batch); });
}

void PrimaryDriver::takeReadChanges(qint64 after, const Result<sync::ChangeBatch> &batch)
{
    happen([&] { m_machine.changesRead(after, batch); });
}

void PrimaryDriver::takeEpoch(const sync::Head &head)
{
    happen([&] { m_machine.epochStarted(head); });
}

void PrimaryDriver::takeTrust(const TrustList &trust)
{
    m_trust = trust;
    happen([this] { m_machine.trustChanged(m_trust.approvedBy(m_snapshotTrust)); });
}

void PrimaryDriver::takeSnapshotTrust(const TrustList &trust)
{
    m_snapshotTrust = trust;
    happen([this] { m_machine.trustChanged(m_trust.approvedBy(m_snapshotTrust)); });
}

void PrimaryDriver::takeRefusal(quint64 peer, const Error &error)
{
    happen([&] { m_machine.displayRefused(peer, error); });
}

template<typename Event>
void PrimaryDriver::happen(Event event)
{
    event();
    m_timer.arm(m_machine.deadline());
}

} // namespace keg::service
