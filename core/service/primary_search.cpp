// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/primary_search.h"

#include "core/base/log.h"

#include <QRandomGenerator>

#include <utility>

namespace keg::service {

namespace {

constexpr std::chrono::seconds Grace{2};

net::PrimaryFinder::Settings settings()
{
    net::PrimaryFinder::Settings settings;
    settings.seed = QRandomGenerator::system()->generate64();
    return settings;
}

Place placeOf(const net::FoundPrimary &primary)
{
    return {primary.host, primary.notifyPort, primary.snapshotPort};
}

} // namespace

PrimarySearch::PrimarySearch(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_finder(settings(), clock, this)
    , m_avahi(this)
    , m_grace(this)
{
    m_grace.setSingleShot(true);
    m_grace.setInterval(Grace);
    connect(&m_grace, &QTimer::timeout, this, &PrimarySearch::choose);
    connect(&m_finder, &net::PrimaryFinder::found, this, &PrimarySearch::take);
    connect(&m_avahi, &net::AvahiBrowser::found, &m_finder, &net::PrimaryFinder::hear);
    connect(&m_finder, &net::PrimaryFinder::listChanged, this, [this] {
        if (m_trusted.isNull())
            emit choiceChanged();
    });
}

void PrimarySearch::start()
{
    m_isStarted = true;
    m_finder.start();
    m_avahi.start();
}

void PrimarySearch::setLooking(bool isLooking)
{
    if (m_isStarted)
        m_finder.setLooking(isLooking);
}

void PrimarySearch::setTrusted(const MachineId &machine)
{
    m_trusted = machine;
    m_finder.setWanted(machine);
}

void PrimarySearch::take(const net::FoundPrimary &primary)
{
    if (m_trusted.isNull()) {
        if (!m_grace.isActive())
            m_grace.start();
    } else if (primary.id == m_trusted) {
        emit placeFound(placeOf(primary));
    }
}

/// Of each machine, where it was heard last, but not on this machine itself if it is elsewhere,
/// too.
QList<net::FoundPrimary> PrimarySearch::found() const
{
    QList<net::FoundPrimary> found;
    const auto places = m_finder.primaries(); // by machine
    for (const net::FoundPrimary &place : places) {
        if (found.isEmpty() || found.last().id != place.id)
            found.append(place);
        else if (found.last().reach() < place.reach())
            found.last() = place;
    }
    return found;
}

void PrimarySearch::choose()
{
    const QList<net::FoundPrimary> primaries = found();
    if (!m_trusted.isNull() || primaries.isEmpty())
        return;
    if (primaries.size() == 1)
        return emit placeFound(placeOf(primaries.first()));
    QStringList names;
    for (const net::FoundPrimary &primary : primaries)
        names += primary.name + QStringLiteral(" at ") + primary.host;
    if (names != std::exchange(m_namedChoice, names))
        qCInfo(logNet).noquote() << "several primaries are here:"
                                 << names.join(QStringLiteral(", "))
                                 << "- choose one with --primary-ip or a join string";
}

} // namespace keg::service
