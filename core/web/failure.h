// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/web/response.h"

namespace keg::web {

/// The answer to a request that ended in this error. If the message begins with the name of a
/// beer's column, that is its "field".
Response failure(const Error &error);

/// {"error": `text`, "field": `field`}, for whoever fills in a form.
Response badField(const QString &field, const QString &text);

/// The answer to who comes while too much is done.
Response busy();

} // namespace keg::web
