// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/response.h"

namespace keg::web {

class Pages;

/// What people get in place of an error's JSON: a page in their language that says what happened
/// and leads on. Whatever is no error, or was asked for by a program, stays as it is.
Response withErrorPage(const Pages &pages, const Request &request, Response response);

} // namespace keg::web
