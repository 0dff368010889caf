// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/announcer.h"

namespace keg::net {

Announcer::Announcer(Settings settings, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_clock(clock)
    , m_socket(m_settings.bindAddress, m_settings.port, this)
    , m_network(this)
    , m_interval(this)
    , m_answers(m_settings.answers)
{
    m_interval.setInterval(m_settings.interval);
    m_interval.callOnTimeout(this, &Announcer::announce);
    connect(&m_socket, &NeighbourSocket::received, this, &Announcer::answer);
    connect(&m_network, &NetworkWatcher::settled, this, [this] {
        if (m_interval.isActive())
            announce();
    });
}

void Announcer::start(const wire::Announce &words)
{
    m_words = wire::encodeDatagram(words);
    m_interval.start();
    announce();
}

void Announcer::announce()
{
    m_socket.refresh();
    m_socket.sendToAll(m_words, m_settings.port);
}

void Announcer::answer(const QNetworkDatagram &datagram)
{
    const auto asked = wire::decodeDatagram(datagram.data());
    if (!asked || !std::holds_alternative<wire::Ask>(*asked))
        return;
    if (m_answers.admit(datagram.senderAddress().toString(), m_clock.monotonic()))
        m_socket.answer(datagram, m_words);
}

} // namespace keg::net
