// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/authentication.h"

#include "core/web/failure.h"

namespace keg::web {

namespace {

using identity::Role;
using identity::User;

constexpr char CookieName[] = "keg_session";
constexpr QByteArrayView Bearer = "Bearer ";

bool isLoopback(const QString &address)
{
    return address == QLatin1String("::1") || address.startsWith(QLatin1String("127."));
}

bool isSafe(const QByteArray &method)
{
    return method == "GET" || method == "OPTIONS";
}

bool mayUse(const User &user, Access access)
{
    switch (access) {
    case Access::Anybody:
    case Access::Newcomer:
    case Access::Viewer:
        return true;
    case Access::Editor:
        return user.role != Role::Viewer;
    case Access::Admin:
        return user.role == Role::Admin;
    }
    return false;
}

QByteArray encodedPath(const Request &request)
{
    return request.path.toUtf8().toPercentEncoding("/");
}

/// From "?" on, or empty.
QByteArray encodedQuery(const Request &request)
{
    const QString query = request.query.toString(QUrl::FullyEncoded);
    return query.isEmpty() ? QByteArray() : '?' + query.toLatin1();
}

Response plainRefusal(const Request &request)
{
    if (!request.isForPrograms() && isSafe(request.method) && !request.host.isEmpty())
        return Response::redirect("https://" + request.host + encodedPath(request)
                                  + encodedQuery(request));
    return Response::error(403, QStringLiteral("this is not sent in plain text: use https://"),
                           Reason{"plain_http"});
}

Response foreignPage()
{
    return Response::error(403,
                           QStringLiteral("another site's page sent this; open KegDisplay's own "
                                          "pages instead"),
                           Reason{"foreign_page"});
}

Response unknownUser(const Request &request)
{
    if (!request.isForPrograms())
        return Response::redirect(logInPlace(request));
    return Response::error(401, QStringLiteral("log in first, or send an API key"),
                           Reason{"not_logged_in"});
}

Response missingRole(Access access)
{
    if (access == Access::Admin)
        return Response::error(403, QStringLiteral("this takes the role admin; ask one"),
                               Reason{"needs_admin"});
    return Response::error(403, QStringLiteral("this takes the role editor; ask an admin"),
                           Reason{"needs_editor"});
}

} // namespace

std::optional<Response> Authentication::check(Request &request, const Route &route)
{
    const bool isForGuests = route.access == Access::Anybody;
    const bool isForStrangers = isForGuests || route.access == Access::Newcomer;
    if (!isForGuests && !isPrivate(request))
        return plainRefusal(request);
    if (!isSafe(request.method) && !isFromOurPages(request))
        return foreignPage();
    if (isPrivate(request)) {
        auto user = identify(request);
        if (user)
            request.user = *std::move(user);
        else if (!isForStrangers) // who get the menu, and log out, whatever is wrong with accounts
            return failure(user.error());
    }
    if (isForStrangers)
        return {};
    if (!request.user)
        return unknownUser(request);
    if (!mayUse(*request.user, route.access))
        return missingRole(route.access);
    return {};
}

std::optional<User> Authentication::userOf(const Request &request)
{
    if (!isPrivate(request))
        return {};
    const auto user = identify(request);
    return user ? *user : std::nullopt;
}

Result<std::optional<User>> Authentication::identify(const Request &request)
{
    if (hasKey(request)) {
        const QByteArray key = request.headers.value("Authorization").sliced(Bearer.size());
        return m_users.ownerOfKey(QString::fromLatin1(key));
    }
    const auto logIn = m_sessions.find(sessionOf(request));
    if (!logIn)
        return std::optional<User>();
    return m_users.refreshed(*logIn);
}

/// What is sent can be read by nobody else, or it is wanted so.
bool Authentication::isPrivate(const Request &request) const
{
    return request.isSecure || m_allowsPlain || isLoopback(request.address);
}

QByteArray logInPlace(const Request &request)
{
    const QString language
        = request.query.queryItemValue(QStringLiteral("lang"), QUrl::FullyDecoded);
    QByteArray place = "/login?next=" + encodedPath(request);
    if (!language.isEmpty())
        place += "&lang=" + language.toUtf8().toPercentEncoding();
    return place;
}

QByteArray sessionOf(const Request &request)
{
    return request.cookie(CookieName);
}

void setSession(Response &response, const Request &request, const QByteArray &id)
{
    const qint64 age = id.isEmpty() ? 0 : std::chrono::seconds(Sessions::Lifetime).count();
    QByteArray cookie = QByteArray(CookieName) + '=' + id
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + QByteArray::number(age);
    if (request.isSecure)
        cookie += "; Secure";
    response.headers.add("Set-Cookie", cookie);
}

bool hasKey(const Request &request)
{
    return request.headers.value("Authorization")
               .left(Bearer.size())
               .compare(Bearer, Qt::CaseInsensitive)
        == 0;
}

bool isFromOurPages(const Request &request)
{
    const QByteArray site = request.headers.value("Sec-Fetch-Site");
    if (!site.isEmpty())
        return site == "same-origin" || site == "none";
    const QByteArray origin = request.headers.value("Origin");
    const QByteArray scheme = request.isSecure ? "https://" : "http://";
    return origin.isEmpty() || origin == scheme + request.host;
}

} // namespace keg::web
