// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/tap.h"

#include "app/commands/beer_values.h"
#include "app/output.h"
#include "core/base/clock.h"
#include "core/service/keg_file.h"

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::Force;
using service::KegFile;

constexpr CommandOption SetOptions[] = {
    {"beer"_L1, "ID"_L1, "this beer pours from it"_L1},
    {"empty"_L1, {}, "nothing does"_L1},
};

constexpr CommandOption CountOptions[] = {
    {"force"_L1, {}, "even if something pours on a tap that goes"_L1},
};

Result<void> list(const CommandCall &, const Options &options, Output &output)
{
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto taps = file->editing().taps();
    if (!taps)
        return taps.error();
    const auto beers = file->editing().beers();
    if (!beers)
        return beers.error();
    output.print(QJsonDocument(toJson(*taps)), toText(*taps, *beers));
    return {};
}

Result<void> add(const CommandCall &call, const Options &options, Output &output)
{
    std::optional<int> wanted;
    if (!call.arguments.isEmpty()) {
        const auto number = readTapNumber(call.arguments.first());
        if (!number)
            return number.error();
        if (auto valid = service::validateTapNumber(*number); !valid)
            return valid;
        wanted = *number;
    }
    makeDataFolder(options);
    auto file = KegFile::openOrCreate(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto added = file->editing().addTap(wanted);
    if (!added)
        return added.error();
    output.print(QJsonDocument(toJson(*added)), u"added tap %1\n"_s.arg(added->number));
    return {};
}

Result<void> set(const CommandCall &call, const Options &options, Output &output)
{
    const auto number = readTapNumber(call.arguments.first());
    if (!number)
        return number.error();
    if (call.has("beer"_L1) == call.has("empty"_L1))
        return Error{ErrorCode::Usage, u"say either --beer ID or --empty"_s};
    std::optional<qint64> beer;
    if (call.has("beer"_L1)) {
        const auto id = readBeerId(call.value("beer"_L1));
        if (!id)
            return id.error();
        beer = *id;
    }
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto tap = file->editing().setTap(*number, beer);
    if (!tap)
        return tap.error();
    const QString state = beer ? u"pours beer %1"_s.arg(*beer) : u"is vacant"_s;
    output.print(QJsonDocument(toJson(*tap)), u"tap %1 %2\n"_s.arg(tap->number).arg(state));
    return {};
}

Result<void> remove(const CommandCall &call, const Options &options, Output &output)
{
    const auto number = readTapNumber(call.arguments.first());
    if (!number)
        return number.error();
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto removed = file->editing().removeTap(*number);
    if (!removed)
        return removed.error();
    output.print(QJsonDocument(toJson(*removed)), u"removed tap %1\n"_s.arg(removed->number));
    return {};
}

Result<void> count(const CommandCall &call, const Options &options, Output &output)
{
    const auto number = readTapNumber(call.arguments.first());
    if (!number)
        return number.error();
    if (auto valid = service::validateTapNumber(*number); *number != 0 && !valid)
        return valid;
    makeDataFolder(options);
    auto file = KegFile::openOrCreate(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto taps
        = file->editing().setTapCount(*number, call.has("force"_L1) ? Force::Yes : Force::No);
    if (!taps)
        return taps.error();
    output.print(QJsonDocument(toJson(*taps)), u"%1 taps\n"_s.arg(taps->size()));
    return {};
}

constexpr CommandSpec Commands[] = {
    {"tap list"_L1, {}, "all taps and what pours from them"_L1, {}, list},
    {"tap add"_L1, "[N]"_L1, "adds a vacant tap: number N, or the next one"_L1, {}, add},
    {"tap set"_L1, "N"_L1, "says what pours from a tap"_L1, SetOptions, set},
    {"tap remove"_L1, "N"_L1, "removes a tap"_L1, {}, remove},
    {"tap count"_L1, "N"_L1, "makes the taps those from 1 to N"_L1, CountOptions, count},
};

} // namespace

std::span<const CommandSpec> tapCommands()
{
    return Commands;
}

} // namespace keg::app
