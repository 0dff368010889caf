// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// setting list, set, clear.
std::span<const CommandSpec> settingCommands();

} // namespace keg::app
