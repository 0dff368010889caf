// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

namespace keg::bench {

/// The number that follows `key` in a file of /proc/PID. Errors: Failed.
Result<qint64> procNumber(qint64 pid, const QString &file, const QByteArray &key);

} // namespace keg::bench
