// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/router.h"

#include <algorithm>

namespace keg::web {

namespace {

bool isName(const QString &part)
{
    return part.startsWith(u'{') && part.endsWith(u'}');
}

bool fits(const QStringList &pattern, const QStringList &parts)
{
    return std::ranges::equal(pattern, parts, [](const QString &wanted, const QString &part) {
        return isName(wanted) ? !part.isEmpty() : wanted == part;
    });
}

QHash<QString, QString> parametersOf(const QStringList &pattern, const QStringList &parts)
{
    QHash<QString, QString> parameters;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        if (isName(pattern.at(i)))
            parameters.insert(pattern.at(i).sliced(1).chopped(1), parts.at(i));
    }
    return parameters;
}

QByteArrayList withHead(QByteArrayList methods)
{
    if (methods.contains("GET"))
        methods.append("HEAD");
    std::ranges::sort(methods);
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    return methods;
}

Response methodNotAllowed(const QByteArrayList &allowed)
{
    const QByteArray list = allowed.join(", ");
    Response response = Response::error(
        405, QStringLiteral("this path answers only to %1").arg(QString::fromLatin1(list)),
        Reason{"method_not_allowed"});
    response.headers.add("Allow", list);
    return response;
}

} // namespace

void Router::add(Route route)
{
    const QString path = route.pattern.sliced(1);
    m_patterns.append(path.isEmpty() ? QStringList() : path.split(u'/'));
    m_routes.append(std::move(route));
}

std::variant<Router::Match, Response> Router::find(const QByteArray &method,
                                                   const QStringList &parts) const
{
    std::optional<Match> best;
    QByteArrayList allowed;
    for (qsizetype i = 0; i < m_routes.size(); ++i) {
        if (!fits(m_patterns.at(i), parts))
            continue;
        const Route &route = m_routes.at(i);
        allowed.append(route.method);
        QHash<QString, QString> parameters = parametersOf(m_patterns.at(i), parts);
        if (route.method == method && (!best || parameters.size() < best->parameters.size()))
            best = Match{&route, std::move(parameters)};
    }
    if (best)
        return *std::move(best);
    if (allowed.isEmpty())
        return Response::error(404,
                               QStringLiteral("there is nothing at this path; / leads to "
                                              "what there is"),
                               Reason{"path_unknown"});
    return methodNotAllowed(withHead(std::move(allowed)));
}

} // namespace keg::web
