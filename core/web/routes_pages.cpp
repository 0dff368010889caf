// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pages of those who work here; on a display, the way to its primary's.

#include "core/service/web_place.h"
#include "core/web/api.h"
#include "core/web/reply.h"
#include "core/web/staff_pages.h"
#include "core/web/workplace.h"

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

Response toPrimary(const std::optional<service::WebPlace> &primary, const QString &query)
{
    if (primary)
        return Response::redirect((primary->url(u"/login"_s) + query).toUtf8());
    return Response::error(503,
                           u"this display does not know where its primary's web interface is; see "
                           "`kegdisplay status`"_s,
                           Reason{"primary_unknown"});
}

/// On a display: to the primary that it follows.
void leave(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(toPrimary(service::primaryWebPlace(workplace.primaryWeb, request.hostName()),
                                workplace.pages.queryToKeep(request)));
}

void toLogIn(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(Response::redirect("/login" + workplace.pages.queryToKeep(request).toUtf8()));
}

/// Whoever is logged in is led on, unless they want to be somebody else.
void logInPage(Workplace &workplace, const Request &request, const Completion &completion)
{
    if (request.user && !request.query.hasQueryItem(u"again"_s))
        return completion.answer(Response::redirect(pageAfterLogIn(request.query).toUtf8()));
    completion.answer(workplace.pages.render(u"login"_s, request));
}

/// Proposes an address of the menu that guests' phones find, too.
void dataPage(Workplace &workplace, const Request &request, const Completion &completion)
{
    workplace.withStatus(completion, [&workplace, request](const QJsonObject &status) {
        return workplace.pages.render(
            u"dbmanage"_s, request,
            {{"menuAddress", service::menuAddress(status, request.hostName())}});
    });
}

Handler handlerOf(const QString &name, Workplace &workplace)
{
    if (!workplace.settings.isPrimary)
        return handledBy(workplace, leave);
    if (name == "login"_L1)
        return handledBy(workplace, logInPage);
    if (name == "dbmanage"_L1)
        return handledBy(workplace, dataPage);
    return [&workplace, name](const Request &request, const Completion &completion) {
        completion.answer(workplace.pages.render(name, request));
    };
}

} // namespace

void addPageRoutes(Router &router, Workplace &workplace)
{
    const bool isPrimary = workplace.settings.isPrimary;
    for (const StaffPage &page : staffPages()) {
        const QString name = page.name;
        router.add({"GET", u'/' + name, isPrimary ? page.access : Access::Anybody,
                    handlerOf(name, workplace)});
    }
    router.add(
        {"GET", u"/staff"_s, Access::Anybody, handledBy(workplace, isPrimary ? toLogIn : leave)});
}

} // namespace keg::web
