// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/crowd.h"

#include <algorithm>
#include <map>

namespace keg::web {

using std::chrono::steady_clock;

namespace {

/// Browsers connect anew by themselves.
bool isNoMatter(Connection::Doing doing)
{
    return doing == Connection::Doing::Idle || doing == Connection::Doing::StreamingToGuest;
}

/// Of a client that reads its answer: how much of our memory it has held, for how long.
double burden(const Connection &connection)
{
    const std::chrono::duration<double> time = steady_clock::now() - connection.since();
    return double(connection.answerSize()) * time.count();
}

} // namespace

Crowd::Crowd(const Limits &limits, Complain complain)
    : m_limits(limits)
    , m_complain(std::move(complain))
{}

bool Crowd::makeRoom(const QString &group)
{
    if (m_perGroup.value(group) >= m_limits.connectionsPerAddress)
        return endOneOf(group);
    if (int(m_connections.size()) < m_limits.connections)
        return true;
    const auto most = std::max_element(m_perGroup.cbegin(), m_perGroup.cend());
    return most != m_perGroup.cend() && endOneOf(most.key());
}

void Crowd::add(const One &connection)
{
    m_connections.insert(connection);
    ++m_perGroup[connection->group()];
}

bool Crowd::endOneOf(const QString &group)
{
    const One one = leastMissedOf(group);
    if (one && isNoMatter(one->doing()))
        close(*one);
    else if (one)
        end(*one,
            QStringLiteral("turned away: others came, and it had sent no whole request, or "
                           "did not read its answer"));
    return one != nullptr;
}

/// Of what most clients of that group do, whoever has done it for the longest time: so those who
/// flood us in one way push out each other, and not the few who do something else.
Crowd::One Crowd::leastMissedOf(const QString &group) const
{
    std::map<Connection::Doing, QList<One>> kinds;
    for (const One &connection : m_connections) {
        if (connection->group() == group && connection->doing() != Connection::Doing::Answering)
            kinds[connection->doing()].append(connection);
    }
    const auto most
        = std::ranges::max_element(kinds, {}, [](const auto &kind) { return kind.second.size(); });
    if (most == kinds.end())
        return nullptr;
    return *std::ranges::min_element(most->second, {}, &Connection::since);
}

/// What is being answered has its body in other hands, where it stays.
void Crowd::countBodies(qint64 growth)
{
    m_bodies += growth;
    if (growth <= 0 || m_bodies <= m_limits.bodies)
        return;
    const auto unread = [](const One &one) {
        return one->doing() == Connection::Doing::Answering ? 0 : one->bodySize();
    };
    const auto largest = std::ranges::max_element(m_connections, {}, unread);
    if (largest == m_connections.end())
        return;
    const One kept = *largest; // an honest body is rarely that
    m_complain(kept->address(), QStringLiteral("turned away: all bodies together were too large"));
    kept->giveWay();
}

void Crowd::holdAnswer(const QByteArray &bytes)
{
    m_answers.hold(bytes);
    while (m_answers.total() > m_limits.answers) {
        QList<One> readers;
        std::ranges::copy_if(m_connections, std::back_inserter(readers),
                             [](const One &one) { return one->answerSize() > 0; });
        if (readers.size() < 2) // nobody else is harmed by one that is as large as all may be
            return;
        end(**std::ranges::max_element(readers, {}, [](const One &one) { return burden(*one); }),
            QStringLiteral("turned away: it was slow to read an answer, and all answers together "
                           "were too large"));
    }
}

void Crowd::end(Connection &connection, const QString &reason)
{
    m_complain(connection.address(), reason);
    close(connection);
}

void Crowd::close(Connection &connection)
{
    const One kept = connection.shared_from_this();
    forget(connection);
    connection.close();
}

void Crowd::forget(Connection &connection)
{
    if (m_connections.erase(connection.shared_from_this()) == 0)
        return;
    const auto count = m_perGroup.find(connection.group());
    if (--*count == 0)
        m_perGroup.erase(count);
}

void Crowd::closeAll()
{
    for (const One &connection : m_connections)
        connection->close();
}

} // namespace keg::web
