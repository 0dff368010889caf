// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/sessions.h"

#include "core/identity/secret.h"

#include <QCryptographicHash>

namespace keg::web {

namespace {

QByteArray hashOf(const QByteArray &id)
{
    return QCryptographicHash::hash(id, QCryptographicHash::Sha256);
}

} // namespace

QByteArray Sessions::begin(const identity::LogIn &logIn)
{
    makeRoom(logIn.user.name);
    const QByteArray id = identity::newSecret().toLatin1();
    const milliseconds now = m_clock.monotonic();
    m_sessions.insert(hashOf(id), {logIn, now, now});
    return id;
}

std::optional<identity::LogIn> Sessions::find(const QByteArray &id)
{
    const auto session = m_sessions.find(hashOf(id));
    if (session == m_sessions.end())
        return {};
    if (isOver(*session)) {
        m_sessions.erase(session);
        return {};
    }
    session->used = m_clock.monotonic();
    return session->logIn;
}

void Sessions::end(const QByteArray &id)
{
    m_sessions.remove(hashOf(id));
}

bool Sessions::isOver(const Session &session) const
{
    const milliseconds now = m_clock.monotonic();
    return now - session.used > IdleTime || now - session.since > Lifetime;
}

/// Of those that match, ends the one idle the longest if there is no place for another.
template<typename Matches>
void Sessions::keepBelow(qsizetype most, Matches matches)
{
    qsizetype count = 0;
    auto oldest = m_sessions.end();
    for (auto one = m_sessions.begin(); one != m_sessions.end(); ++one) {
        if (!matches(*one))
            continue;
        ++count;
        if (oldest == m_sessions.end() || one->used < oldest->used)
            oldest = one;
    }
    if (count >= most)
        m_sessions.erase(oldest);
}

void Sessions::makeRoom(const QString &account)
{
    keepBelow(MostOfOne, [&account](const Session &one) { return one.logIn.user.name == account; });
    keepBelow(Most, [](const Session &) { return true; });
}

} // namespace keg::web
