// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/reply.h"

namespace keg::web {

using namespace Qt::StringLiterals;

Handler handledBy(Workplace &workplace, WorkplaceHandler handler)
{
    return [&workplace, handler](const Request &request, const Completion &completion) {
        handler(workplace, request, completion);
    };
}

Response success()
{
    return Response::json(QJsonObject{{u"success"_s, true}});
}

Response taggedJson(const Tagged &json, int status)
{
    Response response;
    response.status = status;
    response.headers.add("Content-Type", "application/json");
    response.headers.add("ETag", json.tag);
    response.headers.add("Cache-Control", "no-cache");
    response.body = json.text;
    return response;
}

Response tapNotFound()
{
    return Response::error(404, u"Tap not found"_s, Reason{"tap_unknown"});
}

Response beerNotFound()
{
    return Response::error(404, u"Beer not found"_s, Reason{"beer_unknown"});
}

Response attachment(const QByteArray &contentType, const QByteArray &fileName)
{
    Response response;
    response.headers.add("Content-Type", contentType);
    response.headers.add("Content-Disposition", "attachment; filename=" + fileName);
    return response;
}

} // namespace keg::web
