// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"

namespace keg::app {

/// status and digest.
std::span<const CommandSpec> statusCommands();

} // namespace keg::app
