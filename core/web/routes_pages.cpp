// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pages of those who work here; on a display, the way to its primary's.

#include "core/web/api.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonObject>

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

/// A host as it stands in an address of the web.
QString inAddress(const QString &host)
{
    return host.contains(u':') ? u'[' + host + u']' : host;
}

Response toPrimary(const QString &host, quint16 port)
{
    if (host.isEmpty())
        return Response::error(503,
                               u"this display does not know where its primary is; see "
                               "`kegdisplay status`"_s);
    return Response::redirect(u"https://%1:%2/login"_s.arg(inAddress(host)).arg(port).toUtf8());
}

/// On a display: to the primary that it follows.
void leave(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    workplace.withStatus(completion, [port = workplace.settings.port](const QJsonObject &status) {
        return toPrimary(status[u"upstream"_s][u"address"_s].toString(), port);
    });
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
