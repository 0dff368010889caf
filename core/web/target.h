// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QStringList>
#include <QUrlQuery>

namespace keg::web {

/// What a request line asks for, decoded: the parts of the path between slashes, and the query.
struct Target
{
    QStringList parts; ///< "/api/taps/3": api, taps, 3; "/": none; "/api/": api and an empty one
    QUrlQuery query;
};

/// Errors: Refused for what is no path from the root, is not UTF-8, or hides dots, slashes or
/// control characters behind percent signs.
Result<Target> parseTarget(const QByteArray &text);

} // namespace keg::web
