// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pages of those who work here; on a display, the way to its primary's.

#include "core/service/web_place.h"
#include "core/web/api.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

struct Page
{
    QLatin1String name; ///< of its file and its path
    Access access;
};

constexpr Page StaffPages[] = {
    {"login"_L1, Access::Newcomer},  {"setup"_L1, Access::Newcomer},
    {"taps"_L1, Access::Viewer},     {"beers"_L1, Access::Viewer},
    {"displays"_L1, Access::Viewer}, {"dbmanage"_L1, Access::Viewer},
    {"account"_L1, Access::Viewer},  {"users"_L1, Access::Admin},
};

Response toPrimary(const std::optional<service::WebPlace> &primary)
{
    if (primary)
        return Response::redirect(primary->url(u"/login"_s).toUtf8());
    return Response::error(503,
                           u"this display does not know where its primary's web interface is; see "
                           "`kegdisplay status`"_s,
                           Reason{"primary_unknown"});
}

/// On a display: to the primary that it follows.
void leave(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(
        toPrimary(service::primaryWebPlace(workplace.primaryWeb, request.hostName())));
}

void logInPage(Workplace & /*workplace*/, const Request & /*request*/, const Completion &completion)
{
    completion.answer(Response::redirect("/login"));
}

} // namespace

void addPageRoutes(Router &router, Workplace &workplace)
{
    const bool isPrimary = workplace.settings.isPrimary;
    for (const Page &page : StaffPages) {
        const QString name = page.name;
        const auto render
            = [&workplace, name](const Request &request, const Completion &completion) {
                  completion.answer(workplace.pages.render(name, request));
              };
        router.add({"GET", u'/' + name, isPrimary ? page.access : Access::Anybody,
                    isPrimary ? Handler(render) : handledBy(workplace, leave)});
    }
    router.add(
        {"GET", u"/staff"_s, Access::Anybody, handledBy(workplace, isPrimary ? logInPage : leave)});
}

} // namespace keg::web
