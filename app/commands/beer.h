// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// beer list, show, add, set, remove.
std::span<const CommandSpec> beerCommands();

} // namespace keg::app
