// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/failure.h"

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

/// Of an error that has none of its own.
Reason reasonOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Usage:
    case ErrorCode::Refused:
        return Reason{"refused"};
    case ErrorCode::NotFound:
        return Reason{"not_found"};
    case ErrorCode::Unreachable:
    case ErrorCode::Busy:
    case ErrorCode::Interrupted:
        return Reason{"busy"};
    case ErrorCode::DiskFull:
        return Reason{"disk_full"};
    case ErrorCode::Damaged:
    case ErrorCode::TooNew:
        return Reason{"damaged"};
    case ErrorCode::Failed:
    case ErrorCode::Mismatch:
        break;
    }
    return Reason{"failed"};
}

} // namespace

Response failure(const Error &error)
{
    if (error.reason.code)
        return Response::error(statusOf(error.code), error.message, error.reason);
    Response response = Response::error(statusOf(error.code), error.message, reasonOf(error.code));
    response.detail = error.message;
    return response;
}

Response badField(QLatin1String field, Error error)
{
    error.code = ErrorCode::Refused;
    error.reason.field = field;
    return failure(error);
}

Response busy()
{
    Response response = Response::error(
        503, QStringLiteral("too much is being done at once; try again in some seconds"),
        Reason{"busy"});
    response.headers.add("Retry-After", "5");
    return response;
}

} // namespace keg::web
