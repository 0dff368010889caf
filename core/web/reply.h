// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/completion.h"
#include "core/web/request.h"
#include "core/web/router.h"

#include <optional>

namespace keg::web {

class Workplace;

using WorkplaceHandler = void (*)(Workplace &, const Request &, const Completion &);

/// A route's handler.
Handler handledBy(Workplace &workplace, WorkplaceHandler handler);

/// {"success": true}
Response success();
/// JSON with its ETag.
Response taggedJson(const QByteArray &json, int status = 200);
Response tapNotFound();
Response beerNotFound();
/// A file for the browser to keep.
Response attachment(const QByteArray &contentType, const QByteArray &fileName);

/// Digits, from 1 to 2^53. Absent: it is something else.
std::optional<qint64> wholeNumber(const QString &text);
/// Absent: there is no such key, or it is null. Errors: Refused for what is no whole number above
/// 0; a text of digits is one.
Result<std::optional<qint64>> optionalNumber(const QJsonObject &body, const QString &key);
/// Errors: Refused for what is there and no text.
Result<QString> optionalText(const QJsonObject &body, const QString &key);

} // namespace keg::web
