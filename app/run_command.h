// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// Runs one command with the application object that it needs and prints what it says. Returns the
/// exit code. Of the arguments only the program's name is used.
int runCommand(const CommandCall &call, const Options &options, char *programName);

} // namespace keg::app
