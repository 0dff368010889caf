// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/body_fields.h"
#include "core/web/cached_text.h"
#include "core/web/completion.h"
#include "core/web/request.h"
#include "core/web/router.h"

namespace keg::web {

class Workplace;

using WorkplaceHandler = void (*)(Workplace &, const Request &, const Completion &);

/// A route's handler.
Handler handledBy(Workplace &workplace, WorkplaceHandler handler);

/// {"success": true}
Response success();
/// JSON with its ETag.
Response taggedJson(const Tagged &json, int status = 200);
Response tapNotFound();
Response beerNotFound();
/// A file for the browser to keep.
Response attachment(const QByteArray &contentType, const QByteArray &fileName);

} // namespace keg::web
