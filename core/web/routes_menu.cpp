// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What everybody may see: the guests' menu, and what pages are made of.

#include "core/service/web_place.h"
#include "core/web/api.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonObject>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

/// A display's leads staff on only if it knows where to.
void menuPage(Workplace &workplace, const Request &request, const Completion &completion)
{
    const bool leadsStaff = workplace.settings.isPrimary
        || service::primaryWebPlace(workplace.primaryWeb, request.hostName());
    const QString path
        = leadsStaff ? u"/staff"_s + workplace.pages.queryToKeep(request) : QString();
    workplace.houseName.get([&workplace, request, completion, path](const auto &made) {
        Pages::Values values{{"staffPath", path}};
        if (made)
            values.insert("house", QString::fromUtf8(made->text));
        completion.answer(workplace.pages.render(u"menu"_s, request, values));
    });
}

/// Whoever works here wants to work.
void home(Workplace &workplace, const Request &request, const Completion &completion)
{
    if (request.user && workplace.settings.isPrimary)
        return completion.answer(Response::redirect("/taps"));
    menuPage(workplace, request, completion);
}

void asset(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(workplace.pages.asset(request.parameters[u"name"_s], request));
}

/// For browsers that do not look at what the pages say of it.
void icon(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(workplace.pages.asset(u"favicon.ico"_s, request));
}

void health(Workplace & /*workplace*/, const Request & /*request*/, const Completion &completion)
{
    completion.answer(Response::json(QJsonObject{{u"status"_s, u"ok"_s}}));
}

} // namespace

void addMenuRoutes(Router &router, Workplace &workplace)
{
    const auto addRoute = [&](const QString &pattern, WorkplaceHandler handler) {
        router.add({"GET", pattern, Access::Anybody, handledBy(workplace, handler)});
    };
    addRoute(u"/"_s, home);
    addRoute(u"/menu"_s, menuPage);
    addRoute(u"/assets/{name}"_s, asset);
    addRoute(u"/favicon.ico"_s, icon);
    addRoute(u"/healthz"_s, health);
    router.add({"GET", u"/api/menu"_s, Access::Anybody,
                [&workplace](const Request &request, const Completion &completion) {
                    Workplace::answer(workplace.menu, request, completion);
                }});
    router.add({"GET", u"/api/menu/events"_s, Access::Anybody,
                [&workplace](const Request &, const Completion &completion) {
                    workplace.streamMenu(completion);
                }});
}

} // namespace keg::web
