// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/error_page.h"

#include "core/web/pages.h"

namespace keg::web {

namespace {

bool wantsPage(const Request &request)
{
    return !request.isForPrograms() && request.headers.value("Accept").contains("text/html");
}

} // namespace

Response withErrorPage(const Pages &pages, const Request &request, Response response)
{
    if (!response.reason.code || !wantsPage(request))
        return response;
    const QString text = pages.text(QByteArray("error_") + response.reason.code,
                                    response.reason.arguments, request);
    Response page = pages.render(QStringLiteral("error"), request, {{"message", text}});
    page.status = response.status;
    for (const Headers::Line &line : response.headers.lines()) {
        if (!page.headers.contains(line.first)) // as Allow and Retry-After
            page.headers.add(line.first, line.second);
    }
    return page;
}

} // namespace keg::web
