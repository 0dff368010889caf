// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/failure.h"

#include "core/domain/beer_fields.h"

namespace keg::web {

namespace {

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::Refused:
        return 400;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Unreachable:
    case ErrorCode::Busy:
    case ErrorCode::Interrupted:
        return 503;
    case ErrorCode::DiskFull:
        return 507;
    case ErrorCode::Failed:
    case ErrorCode::Damaged:
    case ErrorCode::TooNew:
    case ErrorCode::Mismatch:
        break;
    }
    return 500;
}

} // namespace

Response failure(const Error &error)
{
    const int status = statusOf(error.code);
    const QString first = error.message.section(u' ', 0, 0);
    if (status == 400 && findBeerField(first))
        return badField(first, error.message);
    return Response::error(status, error.message);
}

Response badField(const QString &field, const QString &text)
{
    return Response::json(
        QJsonObject{{QStringLiteral("error"), text}, {QStringLiteral("field"), field}}, 400);
}

Response busy()
{
    Response response = Response::error(
        503, QStringLiteral("too much is being done at once; try again in some seconds"));
    response.headers.add("Retry-After", "5");
    return response;
}

} // namespace keg::web
