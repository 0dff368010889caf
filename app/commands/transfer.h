// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// import and export.
std::span<const CommandSpec> transferCommands();

} // namespace keg::app
