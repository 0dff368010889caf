// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// user list, add, remove, password, setup-link, key add, key list, key remove.
std::span<const CommandSpec> userCommands();

} // namespace keg::app
