// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/api.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

namespace keg::web {

using namespace Qt::StringLiterals;

void addPageRoutes(Router &router, Workplace &workplace)
{
    const auto addPage = [&](const QString &name, Access access) {
        router.add({"GET", u'/' + name, access,
                    [&workplace, name](const Request &request, const Completion &completion) {
                        completion.answer(workplace.pages.render(name, request));
                    }});
    };
    addPage(u"login"_s, Access::Newcomer);
    addPage(u"setup"_s, Access::Newcomer);
    addPage(u"taps"_s, Access::Viewer);
    addPage(u"beers"_s, Access::Viewer);
    addPage(u"displays"_s, Access::Viewer);
    addPage(u"dbmanage"_s, Access::Viewer);
    addPage(u"account"_s, Access::Viewer);
    addPage(u"users"_s, Access::Admin);
}

} // namespace keg::web
