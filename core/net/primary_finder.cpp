// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/primary_finder.h"

namespace keg::net {

PrimaryFinder::PrimaryFinder(const Settings &settings, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_clock(clock)
    , m_announcements(QString(), settings.port, this)
    , m_answers(QString(), 0, this)
    , m_network(this)
    , m_primaries(settings.limits)
    , m_backoff(settings.firstAsk, settings.longestAsk, settings.seed)
    , m_asking(this)
    , m_forgetting(this)
{
    for (QTimer *timer : {&m_asking, &m_forgetting})
        timer->setSingleShot(true);
    m_asking.callOnTimeout(this, &PrimaryFinder::ask);
    m_forgetting.callOnTimeout(this, &PrimaryFinder::forget);
    for (NeighbourSocket *socket : {&m_announcements, &m_answers})
        connect(socket, &NeighbourSocket::received, this, &PrimaryFinder::take);
}

void PrimaryFinder::start()
{
    m_announcements.refresh();
    connect(&m_network, &NetworkWatcher::settled, this, [this] {
        m_announcements.refresh();
        if (m_asking.isActive())
            setLooking(true);
    });
}

void PrimaryFinder::setLooking(bool isLooking)
{
    m_asking.stop();
    m_backoff.reset();
    if (isLooking)
        ask();
}

void PrimaryFinder::setWanted(const MachineId &id)
{
    m_primaries.setWanted(id);
}

QList<FoundPrimary> PrimaryFinder::primaries() const
{
    return m_primaries.list();
}

void PrimaryFinder::hear(const FoundPrimary &primary)
{
    if (m_announcements.neighbourhood().reachOf(QHostAddress(primary.host), 0))
        add(primary);
}

void PrimaryFinder::ask()
{
    m_announcements.refresh(); // its port may have become free
    m_answers.refresh();
    m_answers.sendToAll(wire::encodeDatagram(wire::Ask()), m_settings.port);
    m_asking.start(m_backoff.next());
}

void PrimaryFinder::take(const QNetworkDatagram &datagram)
{
    const auto heard = wire::decodeDatagram(datagram.data());
    const auto *words = heard ? std::get_if<wire::Announce>(&*heard) : nullptr;
    if (words)
        add({words->primary,
             words->name,
             datagram.senderAddress().toString(),
             words->notifyPort,
             words->snapshotPort,
             words->databaseId,
             {}});
}

void PrimaryFinder::add(FoundPrimary primary)
{
    primary.lastHeard = m_clock.monotonic();
    const auto outcome = m_primaries.hear(primary);
    armForgetting();
    if (outcome.isListChanged)
        emit listChanged();
    if (outcome.isNews)
        emit found(primary);
}

void PrimaryFinder::forget()
{
    const bool isListChanged = m_primaries.forget(m_clock.monotonic());
    armForgetting();
    if (isListChanged)
        emit listChanged();
}

void PrimaryFinder::armForgetting()
{
    if (const auto next = m_primaries.nextForgetting())
        m_forgetting.start(std::max(*next - m_clock.monotonic(), milliseconds(0)));
    else
        m_forgetting.stop();
}

} // namespace keg::net
