// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/client_driver.h"

#include "core/base/log.h"
#include "core/service/status_json.h"

namespace keg::service {

ClientDriver::ClientDriver(sync::ClientMachine::Settings settings, const QString &host,
                           quint16 port, const QString &folder, const Clock &clock)
    : m_host(host)
    , m_folder(folder)
    , m_link(host, port, this)
    , m_network(this)
    , m_machine(std::move(settings), clock, *this, m_connection)
    , m_timer(
          clock, [this] { happen([this] { m_machine.tick(); }); }, this)
{
    using net::ClientLink;
    connect(&m_link, &ClientLink::connected, this,
            [this] { happen([this] { m_machine.connected(); }); });
    connect(&m_link, &ClientLink::bytesReceived, this,
            [this](const QByteArray &bytes) { happen([&] { m_machine.bytesReceived(bytes); }); });
    connect(&m_link, &ClientLink::disconnected, this,
            [this](const QString &reason) { happen([&] { m_machine.disconnected(reason); }); });
    connect(&m_network, &net::NetworkWatcher::cameUp, this,
            [this] { happen([this] { m_machine.networkCameUp(); }); });
}

void ClientDriver::start(const Position &position)
{
    happen([&] { m_machine.start(position); });
}

void ClientDriver::stop()
{
    happen([this] { m_machine.stop(QStringLiteral("this display is stopping")); });
}

void ClientDriver::takeApplied(const Position &position)
{
    happen([&] { m_machine.applied(position); });
}

void ClientDriver::takeApplyFailure(const Error &error)
{
    happen([&] { m_machine.applyFailed(error); });
}

void ClientDriver::takeMerged(const Position &position)
{
    happen([&] { m_machine.snapshotMerged(position); });
}

void ClientDriver::takeSnapshotFailure(const Error &error)
{
    happen([&] { m_machine.snapshotFailed(error); });
}

void ClientDriver::takeDifference(const QString &reason)
{
    happen([&] { m_machine.copyDiffers(reason); });
}

Result<void> ClientDriver::collect(const QByteArray &bytes)
{
    if (!m_spool)
        m_spool = std::make_unique<Spool>(m_folder);
    return m_spool->append(bytes);
}

void ClientDriver::discard()
{
    m_spool.reset();
}

void ClientDriver::apply(const Position &from, const Position &to)
{
    const auto payload = m_spool->finish();
    m_spool.reset();
    if (payload) {
        emit deltaCollected(from, to, *payload);
        return;
    }
    QMetaObject::invokeMethod(
        this, [this, error = payload.error()] { takeApplyFailure(error); }, Qt::QueuedConnection);
}

void ClientDriver::fetchSnapshot()
{
    emit snapshotWanted(m_machine.status().position);
}

template<typename Event>
void ClientDriver::happen(Event event)
{
    event();
    m_timer.arm(m_machine.deadline());
    report();
    const sync::ClientStatus &now = m_machine.status();
    if (std::exchange(m_knownName, now.primaryName) != now.primaryName)
        emit primaryNamed(now.primaryName);
    if (std::exchange(m_knownState, now.state) != now.state)
        emit stateChanged(now);
}

/// One line for what is new: a primary that stays away is tried again without a word.
void ClientDriver::report()
{
    using sync::ClientState;
    const sync::ClientStatus &now = m_machine.status();
    const auto known = m_reported.constFind(now.state);
    const bool isKnown = known != m_reported.cend() && *known == now.reason;
    if (isKnown || now.state == ClientState::Connecting)
        return;
    if (now.state == ClientState::Live)
        m_reported.clear();
    m_reported.remove(ClientState::Live);
    m_reported.insert(now.state, now.reason);
    const QString primary = (m_host + u' ' + now.primaryName).trimmed();
    qCInfo(logSync).noquote() << "primary" << primary << word(now.state) << "at"
                              << now.position.toString() << now.reason;
}

} // namespace keg::service
