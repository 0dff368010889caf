// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/users.h"

#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace keg::web {

/// Null for what there is not: an empty text, an absent number.
QJsonValue orNull(const QString &text);
QJsonValue orNull(const std::optional<double> &number);

/// {"name", "role"}
QJsonObject toJson(const identity::User &user);
QJsonArray toJson(const QList<identity::User> &users);

} // namespace keg::web
