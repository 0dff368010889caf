// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>

#include <optional>

namespace keg::web {

/// Digits, from 1 to 2^53. Absent: it is something else.
std::optional<qint64> wholeNumber(const QString &text);
/// Absent: there is no such key, or it is null. Errors: Refused for what is no whole number above
/// 0; a text of digits is one.
Result<std::optional<qint64>> optionalNumber(const QJsonObject &body, const QString &key);
/// Errors: Refused for what is there and no text.
Result<QString> optionalText(const QJsonObject &body, const QString &key);

} // namespace keg::web
