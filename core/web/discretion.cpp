// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/discretion.h"

#include "core/web/failure.h"

namespace keg::web {

namespace {

constexpr int Inside = 500;
constexpr int Busy = 503;

/// Says no more than what kind of error it is.
Response bare(const Response &response)
{
    if (response.status == Busy)
        return busy();
    const bool isOurs = response.status >= Inside;
    return Response::error(isOurs ? response.status : Inside,
                           QStringLiteral("this did not work; the log of this machine says why: "
                                          "tell an admin"),
                           isOurs ? response.reason : Reason{"failed"});
}

} // namespace

Response Discretion::withoutDetail(const Request &request, Response response)
{
    if (request.user || response.detail.isEmpty())
        return response;
    m_complaints.say(QStringLiteral("%1 %2: %3")
                         .arg(QString::fromLatin1(request.method), request.path, response.detail),
                     m_clock.monotonic());
    return bare(response);
}

} // namespace keg::web
