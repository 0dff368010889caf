// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg::store {

/// Lets SQLite put what it cannot hold in memory into `folder`, beside the database, instead of
/// /var/tmp. Once, before any other thread is started: it changes the environment.
void useTemporaryFolder(const QString &folder);

/// Removes what instances that were killed left in `folder`: images that were made or fetched, and
/// spools. For a folder that belongs to one database, by whoever holds that database's instance
/// lock.
void removeOrphans(const QString &folder);

} // namespace keg::store
