// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <functional>

namespace keg::bench {

/// Makes a database with that many beers, twelve of them on tap. Errors: Failed.
Result<void> fill(const QString &databasePath, int beers);

// Words after which kegdisplay serves a database on free ports, or follows who serves on these.
// Whether with a window is left to say.
struct Ports
{
    qint64 notify = 0;
    qint64 snapshot = 0;
};
QStringList primaryWords(const QString &databasePath, const Ports &ports = {});
QStringList clientWords(const QString &databasePath, const Ports &primary);

/// What `status --json` says of the instance on a database, once it `satisfies`. Errors: Failed if
/// it does not within a minute.
Result<QJsonObject> awaitStatus(const QString &databasePath,
                                const std::function<bool(const QJsonObject &)> &satisfies);

bool isRunning(const QJsonObject &status);
/// It is in step with its primary.
bool isLive(const QJsonObject &status);
Ports portsOf(const QJsonObject &status);

/// Waits until the client has what the primary has now. Errors: Failed if it does not get there,
/// Mismatch if it got there otherwise than by one snapshot and deltas.
Result<void> checkInStep(const QString &primaryPath, const QString &clientPath);

} // namespace keg::bench
