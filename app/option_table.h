// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "app/options.h"
#include "core/base/result.h"

#include <QLatin1String>

#include <span>

namespace keg::app {

/// One option that takes effect wherever it is set: command line, environment or config file.
struct OptionSpec
{
    QLatin1String name; ///< without the dashes
    QLatin1String value; ///< what stands for the value in the help; empty: a switch
    QLatin1String help;
    /// Takes over the value. Errors: Usage, a message that goes on after the option's name.
    /// nullptr: the parser's own, on the command line only.
    Result<void> (*set)(Options &options, const QString &value) = nullptr;
    bool isEverywhere = false; ///< after a command too
    QLatin1String olderName{}; ///< still accepted
};

/// All options, in the order of the help.
std::span<const OptionSpec> optionTable();

/// The option of that name or older name; nullptr: there is none.
const OptionSpec *findOption(const QString &name);

/// A host as it is written beside a port, too: an IPv6 address in brackets loses them.
QString withoutBrackets(const QString &host);

} // namespace keg::app
