// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/client_driver.h"

#include "core/base/log.h"
#include "core/net/reach.h"
#include "core/service/status_json.h"

namespace keg::service {

namespace {

Place placeOf(const identity::TrustedPrimary &primary)
{
    return {primary.host, primary.notifyPort, primary.snapshotPort};
}

} // namespace

ClientDriver::ClientDriver(sync::ClientMachine::Settings settings,
                           const identity::Identity &identity, identity::TrustedPrimary primary,
                           const Place &told, QString folder, const Clock &clock)
    : m_primary(std::move(primary))
    , m_folder(std::move(folder))
    , m_link(identity, this)
    , m_network(this)
    , m_search(clock, this)
    , m_machine(std::move(settings), clock, *this, *this)
    , m_timer(
          clock, [this] { happen([this] { m_machine.tick(); }); }, this)
{
    for (const Place &place : {placeOf(m_primary), told}) { // the last one comes first
        if (!place.host.isEmpty())
            m_places.prefer(place);
    }
    m_webHost = told.host.isEmpty() ? m_primary.host : told.host;
    m_search.setTrusted(m_primary.id);
    connect(&m_search, &PrimarySearch::placeFound, this, &ClientDriver::takeHint);
    connect(&m_search, &PrimarySearch::choiceChanged, this, &ClientDriver::tellChoice);
    using net::ClientLink;
    connect(&m_link, &ClientLink::connected, this, &ClientDriver::meet);
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

void ClientDriver::search()
{
    m_search.start();
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
    emit snapshotWanted(m_machine.status().position, m_machine.status().primary, m_place);
}

QList<net::FoundPrimary> ClientDriver::choice() const
{
    return m_machine.status().primary.isNull() ? m_search.found() : QList<net::FoundPrimary>();
}

void ClientDriver::tellChoice()
{
    constexpr qsizetype Most = 5; // that a screen can name
    QStringList primaries;
    const auto found = choice();
    for (const net::FoundPrimary &primary : found.first(std::min(Most, found.size())))
        primaries += QStringLiteral("%1 (%2)").arg(primary.name, primary.host);
    emit choiceChanged(primaries);
}

/// Somebody says that the primary is there.
void ClientDriver::takeHint(const Place &place)
{
    const bool isChosen = m_machine.status().primary.isNull() && m_places.isAnyTold();
    if (isChosen || !m_places.hear(place) || m_machine.status().isWelcome)
        return;
    happen([this] { m_machine.networkCameUp(); });
}

/// Whoever answers where a stranger said that the primary is may well be another machine: that is
/// no news. Where it was told or had been, the machine objects.
void ClientDriver::meet(const MachineId &server)
{
    const MachineId &wanted = m_machine.status().primary;
    if (wanted.isNull() || server == wanted || !m_places.forgetHint(m_place))
        return happen([&] { m_machine.connected(server, sourceOf(m_place)); });
    m_link.close();
    happen([this] {
        m_machine.disconnected(QStringLiteral("%1 is another machine").arg(m_place.host));
    });
}

sync::AddressSource ClientDriver::sourceOf(const Place &place) const
{
    return m_places.isHint(place) ? sync::AddressSource::Found : sync::AddressSource::Told;
}

void ClientDriver::open()
{
    if (const auto place = m_places.next()) {
        m_place = *place;
        m_link.open(m_place.host, m_place.notifyPort);
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            happen([this] {
                m_machine.disconnected(
                    choice().size() < 2
                        ? QStringLiteral("no primary was found on this network yet: "
                                         "join one, or give --primary-ip")
                        : QStringLiteral("several primaries were found: join one, "
                                         "or give its address as --primary-ip"));
            });
        },
        Qt::QueuedConnection);
}

template<typename Event>
void ClientDriver::happen(Event event)
{
    event();
    m_timer.arm(m_machine.deadline());
    report();
    rememberPrimary();
    const sync::ClientStatus &now = m_machine.status();
    followWeb();
    m_search.setLooking(!now.isWelcome && now.state != sync::ClientState::Pending);
    if (std::exchange(m_knownName, now.primaryName) != now.primaryName)
        emit primaryNamed(now.primaryName);
    if (std::exchange(m_knownState, now.state) != now.state)
        emit stateChanged(now);
}

/// The primary's web interface is where the primary has let this machine in, not where strangers
/// say that it may be. Who comes by an address of one link stays with the one before.
void ClientDriver::followWeb()
{
    const sync::ClientStatus &now = m_machine.status();
    if (now.isWelcome && net::reachOf(m_place.host) != net::Reach::OneLink)
        m_webHost = m_place.host;
    const WebPlace web{m_webHost, now.webPort, now.webPort != 0};
    if (std::exchange(m_primaryWeb, web) != web)
        emit primaryWebChanged(web);
}

/// The first primary that welcomes this machine is the only one that it trusts from then on; the
/// join string has done its work.
void ClientDriver::rememberPrimary()
{
    const sync::ClientStatus &now = m_machine.status();
    identity::TrustedPrimary trusted = m_primary;
    trusted.id = now.primary;
    if (now.isWelcome) {
        trusted.token.clear();
        trusted.name = now.primaryName;
        trusted.host = m_place.host;
        trusted.notifyPort = m_place.notifyPort;
        trusted.snapshotPort = m_place.snapshotPort;
    }
    if (trusted.id.isNull() || trusted == m_primary)
        return;
    if (m_primary.id.isNull())
        qCInfo(logSync).noquote() << "from now on this display follows" << trusted.id.toString()
                                  << trusted.name << "only";
    m_primary = trusted;
    m_places.prefer(m_place);
    m_search.setTrusted(m_primary.id);
    if (const auto saved = m_primary.save(m_folder); !saved)
        qCWarning(logSync).noquote() << "the primary is not remembered:" << saved.error().message;
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
    const QString primary = (m_place.host + u' ' + now.primaryName).trimmed();
    const QString line
        = QStringLiteral("primary %1 %2 at %3 %4")
              .arg(primary, QLatin1String(word(now.state)), now.position.toString(), now.reason);
    if (now.state == ClientState::Refused) // which people have to put right
        qCWarning(logSync).noquote() << line;
    else
        qCInfo(logSync).noquote() << line;
}

} // namespace keg::service
