// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"
#include "app/options.h"
#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QStringList>

#include <optional>
#include <span>

namespace keg::app {

/// What the program was called to do.
struct Invocation
{
    Options options;
    std::optional<CommandCall> command; ///< absent: run
    QString information; ///< help or version: to be printed, nothing else; empty: not asked for
};

/// Where the program was called: whatever decides besides the command line itself.
struct Surroundings
{
    QProcessEnvironment environment;
    QStringList configFiles; ///< read without --config where they exist, the last one wins
    QString dataFolder; ///< of the default database
    QString hostName;
    std::span<const CommandSpec> commands;

    /// This process's, with all commands.
    static Surroundings ofThisProcess();
};

/// Reads the command line (without the program's name), the environment (KEGDISPLAY_<OPTION> and
/// PRIMARY_IP) and the config files: the earlier of the three wins. Needs no application object.
/// Errors: Usage; NotFound and Refused for the config file.
Result<Invocation> parse(const QStringList &arguments, const Surroundings &surroundings);

} // namespace keg::app
