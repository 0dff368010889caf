// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/argument_reader.h"

#include "app/suggestion.h"

#include <algorithm>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;

Error usage(const QString &message)
{
    return {ErrorCode::Usage, message};
}

/// What may follow these words of a command: for "beer" its list, show, ...
QStringList wordsAfter(const QStringList &words, std::span<const CommandSpec> commands)
{
    QStringList after;
    for (const CommandSpec &command : commands) {
        const QStringList all = QString(command.words).split(u' ');
        if (all.size() > words.size() && all.first(words.size()) == words)
            after.append(all.at(words.size()));
    }
    after.removeDuplicates();
    return after;
}

/// Goes through the words of one command line from left to right.
class ArgumentReader
{
public:
    ArgumentReader(const QStringList &words, std::span<const CommandSpec> commands)
        : m_words(words)
        , m_commands(commands)
    {}

    Result<Arguments> read();

private:
    Result<void> takeOption(const QString &word);
    Result<void> takeArgument(const QString &word);
    Result<QString> takeValue(const QString &word, bool isSwitch);
    const CommandOption *findCommandOption(const QString &name) const;
    Error unknownOption(const QString &word) const;

    const QStringList &m_words;
    const std::span<const CommandSpec> m_commands;
    qsizetype m_next = 0;
    Arguments m_arguments;
};

Result<Arguments> ArgumentReader::read()
{
    bool onlyArguments = false;
    while (m_next < m_words.size()) {
        const QString &word = m_words.at(m_next++);
        if (word == "--"_L1 && !onlyArguments) {
            onlyArguments = true;
            continue;
        }
        const bool isOption = !onlyArguments && word.startsWith(u'-') && word.size() > 1;
        if (auto taken = isOption ? takeOption(word) : takeArgument(word); !taken)
            return inCommand(taken.error(), m_arguments.commandWords);
    }
    return m_arguments;
}

Result<void> ArgumentReader::takeOption(const QString &word)
{
    const QString name = word.startsWith("--"_L1) ? word.mid(2).section(u'=', 0, 0) : QString();
    if (const CommandOption *option = findCommandOption(name)) {
        const auto value = takeValue(word, option->value.isEmpty());
        if (!value)
            return value.error();
        if (m_arguments.call.options.contains(name))
            return usage(u"--%1 is given twice"_s.arg(name));
        m_arguments.call.options.insert(name, *value);
        return {};
    }

    const OptionSpec *option = findOption(name);
    if (!option)
        return unknownOption(word);
    if (!m_arguments.commandWords.isEmpty() && !option->isEverywhere)
        return usage(
            u"--%1 is no option of this command; global options stand before it"_s.arg(name));
    const auto value = takeValue(word, option->value.isEmpty());
    if (!value)
        return value.error();
    if (m_arguments.options.contains(option))
        return usage(u"--%1 is given twice"_s.arg(option->name));
    m_arguments.options.insert(option, *value);
    return {};
}

Result<void> ArgumentReader::takeArgument(const QString &word)
{
    CommandCall &call = m_arguments.call;
    if (call.command) {
        if (call.arguments.size()
            == QString(call.command->arguments).split(u' ', Qt::SkipEmptyParts).size())
            return usage(u"'%1' is one argument too many"_s.arg(word));
        call.arguments.append(word);
        return {};
    }
    const QStringList expected = wordsAfter(m_arguments.commandWords, m_commands);
    if (!expected.contains(word)) {
        return usage(u"there is no command '%1'%2; see --help"_s.arg(
            (m_arguments.commandWords + QStringList{word}).join(u' '), suggestion(word, expected)));
    }
    m_arguments.commandWords.append(word);
    const QString words = m_arguments.commandWords.join(u' ');
    const auto found = std::ranges::find(
        m_commands, words, [](const CommandSpec &command) { return QString(command.words); });
    call.command = found == m_commands.end() ? nullptr : &*found;
    return {};
}

Result<QString> ArgumentReader::takeValue(const QString &word, bool isSwitch)
{
    const auto equals = word.indexOf(u'=');
    if (isSwitch)
        return equals < 0 ? Result<QString>(u"on"_s)
                          : usage(u"%1 takes no value"_s.arg(word.left(equals)));
    if (equals >= 0)
        return word.mid(equals + 1);
    if (m_next == m_words.size() || m_words.at(m_next).startsWith("--"_L1))
        return usage(u"%1 needs a value"_s.arg(word));
    return m_words.at(m_next++);
}

const CommandOption *ArgumentReader::findCommandOption(const QString &name) const
{
    if (!m_arguments.call.command)
        return nullptr;
    const auto options = m_arguments.call.command->options;
    const auto found = std::ranges::find_if(
        options, [&](const CommandOption &option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

Error ArgumentReader::unknownOption(const QString &word) const
{
    QStringList known;
    if (m_arguments.call.command) {
        for (const CommandOption &option : m_arguments.call.command->options)
            known.append(u"--"_s + option.name);
    }
    for (const OptionSpec &option : optionTable()) {
        if (option.isEverywhere || m_arguments.commandWords.isEmpty())
            known.append(u"--"_s + option.name);
    }
    const QString name = word.section(u'=', 0, 0);
    return usage(u"there is no option %1%2; see --help"_s.arg(name, suggestion(name, known)));
}

} // namespace

Error inCommand(const Error &error, const QStringList &commandWords)
{
    if (commandWords.isEmpty())
        return error;
    return {error.code, commandWords.join(u' ') + u": "_s + error.message};
}

Result<Arguments> readArguments(const QStringList &words, std::span<const CommandSpec> commands)
{
    return ArgumentReader(words, commands).read();
}

Result<void> checkCommand(const Arguments &arguments, std::span<const CommandSpec> commands)
{
    if (arguments.commandWords.isEmpty())
        return {};
    if (!arguments.call.command) {
        return usage(u"expected one of: %1"_s.arg(
            wordsAfter(arguments.commandWords, commands).join(u", "_s)));
    }
    const QStringList expected
        = QString(arguments.call.command->arguments).split(u' ', Qt::SkipEmptyParts);
    const auto given = arguments.call.arguments.size();
    if (given < expected.size() && !expected.at(given).startsWith(u'['))
        return usage(u"%1 is missing"_s.arg(expected.at(given)));
    return {};
}

} // namespace keg::app
