// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/web/response.h"

namespace keg::web {

/// The answer to a request that ended in this error.
Response failure(const Error &error);

/// The answer 400 to whoever fills in a form and has got that field wrong.
Response badField(QLatin1String field, Error error);

/// The answer to who comes while too much is done.
Response busy();

} // namespace keg::web
