// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// pair, join, displays, approve, revoke, standby.
std::span<const CommandSpec> pairingCommands();

} // namespace keg::app
