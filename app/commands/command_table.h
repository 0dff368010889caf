// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// All commands, in the order of the help.
std::span<const CommandSpec> commandTable();

} // namespace keg::app
