// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// board.
std::span<const CommandSpec> boardCommands();

} // namespace keg::app
