// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// tap list, add, set, remove, count.
std::span<const CommandSpec> tapCommands();

} // namespace keg::app
