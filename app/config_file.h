// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QList>

namespace keg::app {

/// One line `key = value` of a config file.
struct ConfigEntry
{
    QString key;
    QString value; ///< as it stands there, without the blanks around it
    int line = 0;
};

/// The entries of a config file: lines `key = value`, empty lines, and comments that begin with #
/// or
/// ;. Values are taken literally: no quotes, no escapes, no lists. UTF-8.
/// Errors: as readFile(); Usage, naming file and line.
Result<QList<ConfigEntry>> readConfigFile(const QString &path);

} // namespace keg::app
