// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/error_page.h"

#include "core/web/authentication.h"
#include "core/web/pages.h"

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

bool wantsPage(const Request &request)
{
    return !request.isForPrograms() && request.headers.value("Accept").contains("text/html");
}

/// The way to the log-in, where it helps.
Pages::Values wayIn(const Pages &pages, const Request &request, bool isLoggedIn, int status)
{
    if (!isLoggedIn)
        return {{"logInPath", u"/login"_s + pages.queryToKeep(request)}};
    if (status == 403)
        return {{"logInAgainPath", QString::fromLatin1(logInPlace(request) + "&again=1")}};
    return {};
}

} // namespace

Response withErrorPage(const Pages &pages, const WhoAsks &whoAsks, const Request &request,
                       Response response)
{
    if (!response.reason.code || !wantsPage(request))
        return response;
    const QString text = pages.text(QByteArray("error_") + response.reason.code,
                                    response.reason.arguments, request);
    Pages::Values values = wayIn(pages, request, whoAsks(request).has_value(), response.status);
    values.insert("message", text);
    Response page = pages.render(u"error"_s, request, values);
    page.status = response.status;
    for (const Headers::Line &line : response.headers.lines()) {
        if (!page.headers.contains(line.first)) // as Allow and Retry-After
            page.headers.add(line.first, line.second);
    }
    return page;
}

} // namespace keg::web
