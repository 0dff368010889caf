// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/response.h"
#include "core/web/router.h"
#include "core/web/sessions.h"

namespace keg::web {

/// Finds out who asks, by session cookie or API key, and lets through who may. Lives in the web
/// thread.
class Authentication
{
public:
    /// Both outlive it. `allowsPlain`: staff need no TLS, wherever they are.
    Authentication(const identity::Users &users, Sessions &sessions, bool allowsPlain)
        : m_users(users)
        , m_sessions(sessions)
        , m_allowsPlain(allowsPlain)
    {}

    /// The server's gate: absent, the request may pass, and has its user.
    std::optional<Response> check(Request &request, const Route &route);
    /// Who asks, whatever the route; nobody where that would be said in plain text.
    std::optional<identity::User> userOf(const Request &request);

private:
    Result<std::optional<identity::User>> identify(const Request &request);
    bool isPrivate(const Request &request) const;

    const identity::Users &m_users;
    Sessions &m_sessions;
    const bool m_allowsPlain;
};

/// Where to log in, leading back here. In the language that was chosen; the page knows which ones
/// there are.
QByteArray logInPlace(const Request &request);

/// The id in the request's session cookie; empty: none.
QByteArray sessionOf(const Request &request);
/// Gives the client a session, or takes it with an empty id.
void setSession(Response &response, const Request &request, const QByteArray &id);
/// Whether the client shows an API key.
bool hasKey(const Request &request);

/// Whether the page that makes a browser send this request is one of ours: Sec-Fetch-Site where
/// there is one, else Origin. Other programs send neither.
bool isFromOurPages(const Request &request);

} // namespace keg::web
