// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/sessions.h"

#include "core/identity/secret.h"

#include <QCryptographicHash>

#include <algorithm>

namespace keg::web {

namespace {

QByteArray hashOf(const QByteArray &id)
{
    return QCryptographicHash::hash(id, QCryptographicHash::Sha256);
}

} // namespace

QByteArray Sessions::begin(const identity::LogIn &logIn)
{
    makeRoom();
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

void Sessions::makeRoom()
{
    if (m_sessions.size() < Most)
        return;
    const auto byUse
        = [](const Session &one, const Session &other) { return one.used < other.used; };
    m_sessions.erase(std::min_element(m_sessions.begin(), m_sessions.end(), byUse));
}

} // namespace keg::web
