// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/commands/command.h"
#include "app/option_table.h"

#include <QHash>

#include <span>

namespace keg::app {

/// The words of a command line, told apart; the values of global options are not judged yet.
struct Arguments
{
    QHash<const OptionSpec *, QString> options; ///< the global ones that were given
    QStringList commandWords; ///< "beer", "set"
    CommandCall call; ///< call.command is nullptr while commandWords name none

    bool has(QLatin1String option) const { return options.contains(findOption(option)); }
    QString value(QLatin1String option) const { return options.value(findOption(option)); }
};

/// The error, its message beginning with the command that it happened in.
Error inCommand(const Error &error, const QStringList &commandWords);

/// Tells options, command and arguments apart. Which arguments are missing is not looked at, since
/// help may have been asked for. Errors: Usage.
Result<Arguments> readArguments(const QStringList &words, std::span<const CommandSpec> commands);

/// Whether the command is complete. Errors: Usage, naming what is missing.
Result<void> checkCommand(const Arguments &arguments, std::span<const CommandSpec> commands);

} // namespace keg::app
