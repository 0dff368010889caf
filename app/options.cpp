// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/options.h"

#include <QDir>
#include <QFileInfo>

namespace keg::app {

void makeDataFolder(const Options &options)
{
    // Where it cannot be made, opening the database will say so.
    if (QFileInfo(options.dbPath).path() == options.dataFolder)
        QDir().mkpath(options.dataFolder);
}

} // namespace keg::app
