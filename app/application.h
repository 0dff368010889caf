// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/options.h"
#include "core/base/result.h"

namespace keg::app {

/// With --demo: fills the database that the options name with the samples if it is empty. There is
/// a Q*Application already, without which some Qt opens no database. Errors: as
/// service::fillIfEmpty().
Result<void> prepareDemo(const Options &options);

/// Runs the board window, the kiosk or the headless service until it is ended. Of the arguments
/// only the program's name is used. Errors: those of starting; afterwards nothing ends the program
/// but its user.
Result<void> runInstance(const Options &options, char *programName);

} // namespace keg::app
