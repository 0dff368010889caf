// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/completion.h"
#include "core/web/request.h"
#include "core/web/target.h"

#include <functional>
#include <optional>
#include <variant>

namespace keg::web {

/// What a client must be to use a route; each may do what those before it may.
enum class Access {
    Anybody, ///< guests, by plain HTTP, too
    Newcomer, ///< nobody yet, about to log in: where nobody listens
    Viewer,
    Editor,
    Admin,
};

/// A beer with the longest texts fits; what a list of lists becomes in memory does not matter.
constexpr qint64 DefaultBodyLimit = 256 * 1024; // bytes

/// Called in the web thread, which waits for nothing: what takes time is done elsewhere.
using Handler = std::function<void(const Request &, const Completion &)>;

/// One line of the table of everything that the server answers.
struct Route
{
    QByteArray method; ///< GET answers HEAD, too
    QString pattern; ///< "/api/taps/{number}"
    Access access = Access::Admin;
    Handler handler;
    qint64 bodyLimit = DefaultBodyLimit; ///< bytes
};

/// Finds who answers a request. A route without {names} comes before one with. A value that is
/// complete before the server starts.
class Router
{
public:
    struct Match
    {
        const Route *route = nullptr; ///< the router's
        QHash<QString, QString> parameters;
    };

    void add(Route route);
    /// A match, or the answer: 404; 405 with Allow.
    std::variant<Match, Response> find(const QByteArray &method, const QStringList &parts) const;
    const QList<Route> &routes() const { return m_routes; }

private:
    QList<Route> m_routes;
    QList<QStringList> m_patterns; ///< of each route, split
};

} // namespace keg::web
