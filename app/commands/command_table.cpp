// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/command_table.h"

#include "app/commands/beer.h"
#include "app/commands/board.h"
#include "app/commands/pairing.h"
#include "app/commands/setting.h"
#include "app/commands/status.h"
#include "app/commands/tap.h"
#include "app/commands/transfer.h"
#include "app/commands/user.h"

#include <vector>

namespace keg::app {

std::span<const CommandSpec> commandTable()
{
    static const std::vector<CommandSpec> table = [] {
        std::vector<CommandSpec> all;
        for (const auto group :
             {statusCommands(), beerCommands(), tapCommands(), settingCommands(),
              transferCommands(), boardCommands(), pairingCommands(), userCommands()})
            all.insert(all.end(), group.begin(), group.end());
        return all;
    }();
    return table;
}

} // namespace keg::app
