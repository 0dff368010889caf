// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace keg::web {

/// {"code": "account_exists", "args": ["anna"], "field": "name"}: those that there are.
QJsonObject toJson(const Reason &reason);

} // namespace keg::web
