// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>

namespace keg {
class Clock;
}

namespace keg::service {

/// What `status --json` prints: asked of the instance that runs on the database, else read from the
/// file. For commands. Errors: Unreachable if an instance runs and does not answer; Refused if
/// there is no right to ask it; as KegFile::openToRead().
Result<QJsonObject> queryStatus(const QString &databasePath, const Clock &clock);

} // namespace keg::service
