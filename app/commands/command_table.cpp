// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/command_table.h"

namespace keg::app {

std::span<const CommandSpec> commandTable()
{
    return {};
}

} // namespace keg::app
