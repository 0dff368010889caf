// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/api.h"
#include "core/web/metrics.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

void status(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    workplace.withStatus(completion,
                         [](const QJsonObject &status) { return Response::json(status); });
}

void metrics(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    workplace.withStatus(completion, [](const QJsonObject &status) {
        Response response;
        response.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        response.body = metricsOf(status);
        return response;
    });
}

void openApi(Workplace &workplace, const Request &request, const Completion &completion)
{
    completion.answer(workplace.pages.asset(u"openapi.json"_s, request));
}

} // namespace

void addStatusRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/status"_s, Access::Viewer, handledBy(workplace, status)});
    router.add({"GET", u"/metrics"_s, Access::Viewer, handledBy(workplace, metrics)});
    router.add({"GET", u"/api/openapi.json"_s, Access::Anybody, handledBy(workplace, openApi)});
    router.add({"GET", u"/api/events"_s, Access::Viewer,
                [&workplace](const Request &, const Completion &completion) {
                    completion.answer(Response::stream(workplace.commits));
                }});
}

} // namespace keg::web
