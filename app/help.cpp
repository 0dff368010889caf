// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/help.h"

#include "app/licenses.h"
#include "app/option_table.h"

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

constexpr int HelpColumn = 26; // where explanations begin

/// One entry: the term on the left, what it means on the right.
QString entry(const QString &term, const QString &meaning)
{
    const QString indent = QString(HelpColumn, u' ');
    const QString left = u"  "_s + term;
    const QString start
        = left.size() < HelpColumn - 1 ? left.leftJustified(HelpColumn) : left + u'\n' + indent;
    return start + QString(meaning).replace(u'\n', u'\n' + indent) + u'\n';
}

QString term(QLatin1String name, QLatin1String value)
{
    return u"--"_s + name + (value.isEmpty() ? QString() : u' ' + value);
}

QString commandTerm(const CommandSpec &command)
{
    return command.words + (command.arguments.isEmpty() ? QString() : u' ' + command.arguments);
}

QString globalOptions(bool onlyEverywhere)
{
    QString text;
    for (const OptionSpec &option : optionTable()) {
        if (option.isEverywhere || !onlyEverywhere)
            text += entry(term(option.name, option.value), option.help);
    }
    return text;
}

QString commandHelp(const CommandSpec &command)
{
    QString text = u"Usage: kegdisplay [options] "_s + commandTerm(command)
        + (command.options.empty() ? u"\n"_s : u" [options of the command]\n"_s) + command.help
        + u"\n"_s;
    if (!command.options.empty())
        text += u"\nOptions of the command:\n"_s;
    for (const CommandOption &option : command.options)
        text += entry(term(option.name, option.value), option.help);
    return text + u'\n';
}

} // namespace

QString helpText(std::span<const CommandSpec> commands)
{
    QString text = uR"(Shows what is on tap, on every screen of a bar.

Usage: kegdisplay [options]                  run the board, or --headless
       kegdisplay [options] COMMAND [args]   do one thing and exit

Options:
)"_s + globalOptions(false)
        + u"\nCommands (COMMAND --help tells more):\n"_s;
    for (const CommandSpec &command : commands)
        text += entry(commandTerm(command), QString(command.help).section(u'\n', 0, 0));
    return text + uR"(
Options may also stand in a config file, as `db-path = /srv/beer.db`, or in the
environment, as KEGDISPLAY_DB_PATH; the command line wins, then the environment.
Exit codes: 0 done, 1 failed, 2 usage, 3 not found, 4 refused, 5 unreachable.
)"_s;
}

QString helpText(const QStringList &words, std::span<const CommandSpec> commands)
{
    const QString wanted = words.join(u' ');
    QString text;
    for (const CommandSpec &command : commands) {
        const QString name = command.words;
        if (name == wanted || name.startsWith(wanted + u' '))
            text += commandHelp(command);
    }
    return text + u"Options of all commands:\n"_s + globalOptions(true);
}

QString versionText(bool withLicenses)
{
    const QString version = u"kegdisplay " KEG_VERSION "\n"_s;
    return withLicenses ? version + u'\n' + licenseList() + licenseTexts() : version;
}

} // namespace keg::app
