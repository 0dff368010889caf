// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/pairing.h"

#include "app/commands/carrying.h"
#include "app/one_line.h"
#include "app/output.h"
#include "app/text_table.h"
#include "core/base/clock.h"
#include "core/base/foreign_name.h"
#include "core/identity/join_tokens.h"
#include "core/service/display_overview.h"
#include "core/service/joining.h"
#include "core/service/keg_file.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::DisplayLine;
using service::KegFile;

constexpr CommandOption PairOptions[] = {
    {"qr"_L1, {}, "also as a QR code"_L1},
    {"host"_L1, "HOST"_L1, "where the display finds this machine (default: its address)"_L1},
};

constexpr CommandOption JoinOptions[] = {
    {"replace"_L1, {}, "in place of what the database holds, of which a dated\ncopy is kept"_L1},
};

constexpr CommandOption ApproveOptions[] = {
    {"name"_L1, "TEXT"_L1, "what the display is called (default: as it says)"_L1},
};

constexpr CommandOption StandbyOptions[] = {
    {"off"_L1, {}, "it may not any more"_L1},
};

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const DisplayLine &line)
{
    return {
        {u"id"_s, line.display.machine.toString()},
        {u"name"_s, line.display.name},
        {u"approved"_s, line.display.isApproved},
        {u"may_promote"_s, line.display.mayPromote},
        {u"state"_s, line.state},
        {u"words"_s, orNull(line.words)},
        {u"address"_s, orNull(line.address)},
        {u"last_seen"_s, orNull(line.lastSeen)},
    };
}

QString orDash(const QString &text)
{
    return text.isEmpty() ? u"-"_s : text;
}

QString toText(const QList<DisplayLine> &lines)
{
    if (lines.isEmpty())
        return u"no displays yet; `kegdisplay pair` makes a join string for one\n"_s;
    TextTable table;
    table.addColumn(u"Id"_s);
    table.addColumn(u"State"_s);
    table.addColumn(u"Words"_s);
    table.addColumn(u"Standby"_s);
    table.addColumn(u"Address"_s);
    table.addColumn(u"Name"_s);
    for (const DisplayLine &line : lines) {
        table.addRow({line.display.machine.shortForm(), line.state, orDash(line.words),
                      line.display.mayPromote ? u"yes"_s : u"-"_s, orDash(line.address),
                      foreignName(line.display.name)});
    }
    return table.toString();
}

Result<void> pair(const CommandCall &call, const Options &options, Output &output)
{
    const auto host = hostIn(call);
    if (!host)
        return host.error();
    const auto string = service::makeJoinString(
        options.dbPath, *host, {options.bindAddress, options.notifyPort, options.snapshotPort},
        SystemClock());
    if (!string)
        return string.error();
    const QString text = string->toString();
    const auto code = qrCodeIn(call, text);
    if (!code)
        return code.error();
    const auto minutes = identity::JoinTokens::Validity.count();
    output.print(
        QJsonDocument(QJsonObject{{u"join"_s, text}, {u"valid_minutes"_s, qint64(minutes)}}),
        u"%1\n\nFor one display, within %2 minutes. On the display:\n"
        "  kegdisplay join %1\n%3%4"_s.arg(text)
            .arg(minutes)
            .arg(host->isEmpty() ? otherAddresses(string->host, u"a display"_s) : QString(),
                 *code));
    return {};
}

QString stateOf(service::Joined joined)
{
    using service::Joined;
    switch (joined) {
    case Joined::Now:
        return u"follows"_s;
    case Joined::Pending:
        return u"pending"_s;
    case Joined::WhenReachable:
        return u"unreachable"_s;
    case Joined::WhenStarted:
        break;
    }
    return u"not running"_s;
}

QString outcomeText(service::Joined joined, const QString &host)
{
    using service::Joined;
    switch (joined) {
    case Joined::Now:
        return u"this display follows the primary at %1\n"_s.arg(host);
    case Joined::Pending:
        return u"this display waits to be approved on the primary at %1\n"_s.arg(host);
    case Joined::WhenReachable:
        return u"this display will follow the primary at %1, which does not answer yet; "
               "see `kegdisplay status`\n"_s.arg(host);
    case Joined::WhenStarted:
        break;
    }
    return u"this display will follow the primary at %1 when it is started\n"_s.arg(host);
}

Result<void> join(const CommandCall &call, const Options &options, Output &output)
{
    const auto string = identity::JoinString::parse(call.arguments.first());
    if (!string)
        return string.error();
    makeDataFolder(options);
    const auto replace = call.has("replace"_L1) ? service::Replace::Yes : service::Replace::No;
    const auto joined = service::join(options.dbPath, *string, replace, SystemClock());
    if (!joined)
        return joined.error();
    output.print(QJsonDocument(QJsonObject{{u"primary"_s, string->primary.toString()},
                                           {u"host"_s, string->host},
                                           {u"state"_s, stateOf(*joined)}}),
                 outcomeText(*joined, onOneLine(string->host)));
    return {};
}

Result<void> list(const CommandCall &, const Options &options, Output &output)
{
    const auto lines = service::listDisplays(options.dbPath, SystemClock());
    if (!lines)
        return lines.error();
    QJsonArray array;
    for (const DisplayLine &line : *lines)
        array.append(toJson(line));
    output.print(QJsonDocument(array), toText(*lines));
    return {};
}

/// Finds the display that the first argument names and lets `change` change it.
template<typename Change>
Result<void> changeDisplay(const CommandCall &call, const Options &options, Output &output,
                           const QString &outcome, Change change)
{
    const auto found = service::findDisplay(call.arguments.first(), options.dbPath, SystemClock());
    if (!found)
        return found.error();
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    service::Editing editing = file->editing();
    const Result<Display> changed = change(editing, *found);
    if (!changed)
        return changed.error();
    DisplayLine line = *found;
    line.display = *changed;
    const QString words = line.words.isEmpty() ? QString() : u"; its screen shows: "_s + line.words;
    const QString text = u"%1 %2%3"_s.arg(changed->machine.shortForm(), outcome, words);
    output.print(QJsonDocument(toJson(line)), onOneLine(withNameLast(text, changed->name)) + u'\n');
    return {};
}

Result<void> approve(const CommandCall &call, const Options &options, Output &output)
{
    return changeDisplay(call, options, output, u"is approved"_s,
                         [&call](service::Editing &editing, const DisplayLine &line) {
                             const QString name = call.value("name"_L1);
                             return editing.approveDisplay(
                                 line.display.machine, name.isEmpty() ? line.display.name : name);
                         });
}

Result<void> revoke(const CommandCall &call, const Options &options, Output &output)
{
    return changeDisplay(call, options, output, u"is revoked"_s,
                         [](service::Editing &editing, const DisplayLine &line) {
                             const bool isSeen = !line.state.isEmpty();
                             return editing.revokeDisplay(line.display.machine,
                                                          isSeen ? std::optional(line.display.name)
                                                                 : std::nullopt);
                         });
}

Result<void> standby(const CommandCall &call, const Options &options, Output &output)
{
    const bool mayPromote = !call.has("off"_L1);
    return changeDisplay(call, options, output,
                         mayPromote ? u"may become the primary"_s : u"may not become the primary"_s,
                         [mayPromote](service::Editing &editing, const DisplayLine &line) {
                             return editing.setMayPromote(line.display.machine, mayPromote);
                         });
}

constexpr CommandSpec Commands[] = {
    {"pair"_L1,
     {},
     "a join string for one display, for 15 minutes\nOn the primary. It lets whoever has it follow "
     "this database."_L1,
     PairOptions,
     pair},
    {"join"_L1, "STRING"_L1,
     "follow the primary that made the join string\nOn the display, running or not."_L1,
     JoinOptions, join},
    {"displays"_L1, {}, "who follows, who may, and who waits to be approved"_L1, {}, list},
    {"approve"_L1, "ID"_L1,
     "let a display have a copy\nCompare the words on its screen with those of `displays` "
     "first.\nID: the whole id, or its first characters."_L1,
     ApproveOptions, approve},
    {"revoke"_L1, "ID"_L1, "cut a display off, at once and for good"_L1, {}, revoke},
    {"standby"_L1, "ID"_L1, "let a display become the primary"_L1, StandbyOptions, standby},
};

} // namespace

std::span<const CommandSpec> pairingCommands()
{
    return Commands;
}

} // namespace keg::app
