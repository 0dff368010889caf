// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/response.h"

#include <functional>
#include <optional>

namespace keg::web {

class Pages;

/// Says who asks.
using WhoAsks = std::function<std::optional<identity::User>(const Request &)>;

/// What people get in place of an error's JSON: a page in their language that says what happened
/// and leads on; to the log-in whoever is not logged in, or lacks a role. Whatever is no error, or
/// was asked for by a program, stays as it is.
Response withErrorPage(const Pages &pages, const WhoAsks &whoAsks, const Request &request,
                       Response response);

} // namespace keg::web
