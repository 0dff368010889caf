// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

namespace keg::app {

/// The first line of standard input, whole. Errors: Refused if there is none, or it is no UTF-8 or
/// longer than any password.
Result<QString> readPassword();

/// Asks on the terminal for a new password for `name`, twice, and shows nothing of it. Errors:
/// Usage without a terminal; Refused if both differ; Failed if it is given up with Ctrl+C.
Result<QString> askPassword(const QString &name);

} // namespace keg::app
