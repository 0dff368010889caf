// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/options.h"
#include "core/base/result.h"

#include <QHash>
#include <QLatin1String>
#include <QStringList>

#include <span>

namespace keg::app {

class Output;
struct CommandSpec;

/// One option of one command.
struct CommandOption
{
    QLatin1String name; ///< without the dashes
    QLatin1String value; ///< what stands for the value in the help; empty: a switch
    QLatin1String help;
};

/// A command as it was called.
struct CommandCall
{
    const CommandSpec *command = nullptr;
    QStringList arguments; ///< as many as the command asks for
    QHash<QString, QString> options; ///< by name; only those that were given

    bool has(QLatin1String option) const { return options.contains(option); }
    QString value(QLatin1String option) const { return options.value(option); }
};

/// One thing that the program does before it exits.
struct CommandSpec
{
    QLatin1String words; ///< "beer set"
    QLatin1String arguments; ///< what must follow, blank-separated: "ID"; in brackets what may
    QLatin1String help;
    std::span<const CommandOption> options;
    /// Does all that it says, or changes nothing and says why not.
    Result<void> (*run)(const CommandCall &call, const Options &options, Output &output);
    bool paints = false; ///< needs fonts and pictures, though no display
};

} // namespace keg::app
