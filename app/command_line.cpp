// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/command_line.h"

#include "app/argument_reader.h"
#include "app/commands/command_table.h"
#include "app/config_file.h"
#include "app/help.h"
#include "app/option_table.h"
#include "app/suggestion.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <QSysInfo>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

Error usage(const QString &message)
{
    return {ErrorCode::Usage, message};
}

/// Takes the value over; `source` tells in an error where it stands.
Result<void> apply(const OptionSpec &option, const QString &value, const QString &source,
                   Options &options)
{
    const auto set = option.set(options, value);
    return set ? set : usage(u"%1 %2"_s.arg(source, set.error().message));
}

Error unknownKey(const QString &place, const QString &key)
{
    QStringList known;
    for (const OptionSpec &option : optionTable()) {
        if (option.set)
            known.append(option.name);
    }
    return usage(u"%1 there is no option '%2'%3"_s.arg(place, key, suggestion(key, known)));
}

Result<void> applyConfigFile(const QString &path, Options &options)
{
    const auto entries = readConfigFile(path);
    if (!entries)
        return entries.error();
    QList<const OptionSpec *> seen;
    for (const ConfigEntry &entry : *entries) {
        const QString place = u"%1 line %2:"_s.arg(path).arg(entry.line);
        const OptionSpec *option = findOption(entry.key);
        if (!option || !option->set)
            return unknownKey(place, entry.key);
        if (seen.contains(option))
            return usage(u"%1 %2 is given twice"_s.arg(place, option->name));
        seen.append(option);
        if (auto done = apply(*option, entry.value, place + u' ' + entry.key, options); !done)
            return done;
    }
    return {};
}

/// The name of the variable that sets this option here; empty: none does. An empty variable is as
/// good as none, as units with an unset ${PRIMARY_IP} make them.
QString variableFor(const OptionSpec &option, const QProcessEnvironment &environment)
{
    QStringList names;
    for (const QLatin1String name : {option.name, option.olderName}) {
        if (!name.isEmpty())
            names.append(u"KEGDISPLAY_"_s + QString(name).toUpper().replace(u'-', u'_'));
    }
    if (option.name == "primary-ip"_L1)
        names.append(u"PRIMARY_IP"_s);
    for (const QString &name : std::as_const(names)) {
        if (!environment.value(name).isEmpty())
            return name;
    }
    return {};
}

Result<void> applyEnvironment(const QProcessEnvironment &environment, Options &options)
{
    for (const OptionSpec &option : optionTable()) {
        const QString variable = variableFor(option, environment);
        if (!option.set || variable.isEmpty())
            continue;
        if (auto done = apply(option, environment.value(variable), variable, options); !done)
            return done;
    }
    return {};
}

Result<void> applyArguments(const Arguments &arguments, Options &options)
{
    for (const OptionSpec &option : optionTable()) {
        if (!option.set || !arguments.options.contains(&option))
            continue;
        const QString name = u"--"_s + option.name;
        if (auto done = apply(option, arguments.options.value(&option), name, options); !done)
            return done;
    }
    return {};
}

QStringList configFiles(const Arguments &arguments, const Surroundings &surroundings)
{
    if (arguments.has("config"_L1))
        return {arguments.value("config"_L1)};
    if (const QString named = surroundings.environment.value(u"KEGDISPLAY_CONFIG"_s);
        !named.isEmpty())
        return {named};
    QStringList present;
    for (const QString &file : surroundings.configFiles) {
        if (QFileInfo::exists(file))
            present.append(file);
    }
    return present;
}

/// Whether the words of the command line contradict each other.
Result<void> checkTogether(const Arguments &arguments, const Options &options)
{
    if (arguments.has("kiosk"_L1) && arguments.has("headless"_L1))
        return usage(u"--kiosk and --headless exclude each other"_s);
    if (arguments.has("primary-ip"_L1) && options.mode == Mode::Primary)
        return usage(u"--primary-ip is for a client; leave it out or use --mode client"_s);
    if (options.webCertFile.isEmpty() != options.webKeyFile.isEmpty())
        return usage(u"--web-cert and --web-key go together; give both or none"_s);
    if (options.logFile == options.dbPath)
        return usage(u"--log-file is the database; name another file"_s);
    return {};
}

Result<Options> resolve(const Arguments &arguments, const Surroundings &surroundings)
{
    Options options;
    options.dataFolder = surroundings.dataFolder;
    options.dbPath = surroundings.dataFolder + u"/beer.db"_s;
    options.name = surroundings.hostName;
    for (const QString &file : configFiles(arguments, surroundings)) {
        if (auto done = applyConfigFile(file, options); !done)
            return done.error();
    }
    if (auto done = applyEnvironment(surroundings.environment, options); !done)
        return done.error();
    // The files of the service are not the user's: a command logs as its own line says.
    if (arguments.call.command) {
        options.logLevel.reset();
        options.logFile.clear();
        options.logDir.clear();
    }
    if (auto done = applyArguments(arguments, options); !done)
        return done.error();

    // Samples go into a configured database only if this call names it.
    const OptionSpec &dbPath = *findOption(u"db-path"_s);
    const bool isNamed = arguments.options.contains(&dbPath)
        || !variableFor(dbPath, surroundings.environment).isEmpty();
    if (options.demo && !isNamed)
        options.dbPath = surroundings.dataFolder + u"/demo.db"_s;

    if (auto checked = checkTogether(arguments, options); !checked)
        return checked.error();
    return options;
}

/// The text that was asked for instead of doing anything; empty: none was.
Result<QString> information(const Arguments &arguments, std::span<const CommandSpec> commands)
{
    if (arguments.has("help"_L1))
        return arguments.commandWords.isEmpty() ? helpText(commands)
                                                : helpText(arguments.commandWords, commands);
    if (arguments.has("licenses"_L1) && !arguments.has("version"_L1))
        return usage(u"--licenses goes with --version"_s);
    if (arguments.has("version"_L1))
        return versionText(arguments.has("licenses"_L1));
    return QString();
}

Result<Invocation> understand(const Arguments &arguments, const Surroundings &surroundings)
{
    auto text = information(arguments, surroundings.commands);
    if (!text)
        return text.error();
    if (!text->isEmpty())
        return Invocation{{}, {}, *text};

    if (auto checked = checkCommand(arguments, surroundings.commands); !checked)
        return checked.error();
    auto options = resolve(arguments, surroundings);
    if (!options)
        return options.error();
    Invocation invocation{*options, {}, {}};
    if (arguments.call.command)
        invocation.command = arguments.call;
    return invocation;
}

} // namespace

Surroundings Surroundings::ofThisProcess()
{
    const auto folder = [](QStandardPaths::StandardLocation location) {
        return QStandardPaths::writableLocation(location) + u"/KegDisplay"_s;
    };
    return {QProcessEnvironment::systemEnvironment(),
            {u"/etc/kegdisplay.conf"_s,
             folder(QStandardPaths::GenericConfigLocation) + u"/kegdisplay.conf"_s},
            folder(QStandardPaths::GenericDataLocation),
            QSysInfo::machineHostName(),
            commandTable()};
}

Result<Invocation> parse(const QStringList &words, const Surroundings &surroundings)
{
    const auto arguments = readArguments(words, surroundings.commands);
    if (!arguments)
        return arguments.error();
    auto invocation = understand(*arguments, surroundings);
    return invocation ? invocation : inCommand(invocation.error(), arguments->commandWords);
}

} // namespace keg::app
