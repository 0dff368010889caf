// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

#include <QStringList>

#include <span>

namespace keg::app {

/// What --help prints: all options and commands. Ends with a line break, as the two below do.
QString helpText(std::span<const CommandSpec> commands);

/// The same about the commands that begin with these words.
QString helpText(const QStringList &words, std::span<const CommandSpec> commands);

/// What --version prints, with the licences of everything in the program if asked for.
QString versionText(bool withLicenses);

} // namespace keg::app
