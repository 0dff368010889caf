// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/beer.h"

#include "app/commands/beer_values.h"
#include "app/output.h"
#include "core/base/clock.h"
#include "core/domain/beer_fields.h"
#include "core/service/keg_file.h"

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using service::Force;
using service::KegFile;

constexpr CommandOption FieldOptions[] = {
    {"name"_L1, "TEXT"_L1, "up to 200 characters"_L1},
    {"abv"_L1, "N"_L1, "% by volume, 0 to 100"_L1},
    {"ibu"_L1, "N"_L1, "0 to 1000"_L1},
    {"color"_L1, "N"_L1, "SRM, 0 to 100"_L1},
    {"og"_L1, "N"_L1, "original gravity, 0.900 to 1.250"_L1},
    {"fg"_L1, "N"_L1, "final gravity, at most the original one"_L1},
    {"style"_L1, "TEXT"_L1, "such as `Dry stout`"_L1},
    {"brewery"_L1, "TEXT"_L1, "who brewed it"_L1},
    {"description"_L1, "TEXT"_L1, "for guests to read"_L1},
    {"brewed"_L1, "DATE"_L1, "such as 2026-11-23 or `2026-11-23 18:30`"_L1},
    {"kegged"_L1, "DATE"_L1, "the same"_L1},
    {"tapped"_L1, "DATE"_L1, "the same"_L1},
    {"notes"_L1, "TEXT"_L1, "for yourself; never on a board"_L1},
};

constexpr CommandOption RemoveOptions[] = {
    {"force"_L1, {}, "even if it is on tap; those taps become vacant"_L1},
};

/// The column that an option of FieldOptions is about.
QString columnOf(QLatin1String option)
{
    if (option == "og"_L1)
        return u"OriginalGravity"_s;
    if (option == "fg"_L1)
        return u"FinalGravity"_s;
    for (const BeerField &field : beerFields()) {
        if (field.column.compare(option, Qt::CaseInsensitive) == 0)
            return field.column;
    }
    Q_UNREACHABLE();
}

/// Takes the options of a call over into a beer. Errors: Usage, naming the value.
Result<void> setFields(Beer &beer, const CommandCall &call)
{
    for (const CommandOption &option : FieldOptions) {
        if (!call.has(option.name))
            continue;
        const BeerField &field = *findBeerField(columnOf(option.name));
        if (auto set = setField(beer, field, call.value(option.name)); !set)
            return Error{ErrorCode::Usage, set.error().message};
    }
    return {};
}

Result<void> list(const CommandCall &, const Options &options, Output &output)
{
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto beers = file->editing().beers();
    if (!beers)
        return beers.error();
    output.print(QJsonDocument(toJson(*beers)), toText(*beers));
    return {};
}

Result<void> show(const CommandCall &call, const Options &options, Output &output)
{
    const auto id = readBeerId(call.arguments.first());
    if (!id)
        return id.error();
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto beer = file->editing().beer(*id);
    if (!beer)
        return beer.error();
    output.print(QJsonDocument(toJson(*beer)), toText(*beer));
    return {};
}

Result<void> add(const CommandCall &call, const Options &options, Output &output)
{
    if (!call.has("name"_L1))
        return Error{ErrorCode::Usage, u"--name is missing"_s};
    Beer beer;
    if (auto set = setFields(beer, call); !set)
        return set;
    if (auto valid = validate(beer); !valid)
        return valid;
    makeDataFolder(options);
    auto file = KegFile::openOrCreate(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto added = file->editing().addBeer(beer);
    if (!added)
        return added.error();
    output.print(QJsonDocument(toJson(*added)), u"added "_s + titleOf(*added) + u'\n');
    return {};
}

Result<void> set(const CommandCall &call, const Options &options, Output &output)
{
    const auto id = readBeerId(call.arguments.first());
    if (!id)
        return id.error();
    if (call.options.isEmpty())
        return Error{ErrorCode::Usage, u"nothing to set; name a field, such as --abv 5.6"_s};
    Beer probe;
    if (auto readable = setFields(probe, call); !readable)
        return readable;
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto changed
        = file->editing().changeBeer(*id, [&](Beer &beer) { return setFields(beer, call); });
    if (!changed)
        return changed.error();
    output.print(QJsonDocument(toJson(*changed)), u"changed "_s + titleOf(*changed) + u'\n');
    return {};
}

Result<void> remove(const CommandCall &call, const Options &options, Output &output)
{
    const auto id = readBeerId(call.arguments.first());
    if (!id)
        return id.error();
    auto file = KegFile::openToWrite(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto removed
        = file->editing().removeBeer(*id, call.has("force"_L1) ? Force::Yes : Force::No);
    if (!removed)
        return removed.error();
    output.print(QJsonDocument(toJson(*removed)), u"removed "_s + titleOf(*removed) + u'\n');
    return {};
}

constexpr CommandSpec Commands[] = {
    {"beer list"_L1, {}, "all beers"_L1, {}, list},
    {"beer show"_L1, "ID"_L1, "one beer"_L1, {}, show},
    {"beer add"_L1, {}, "adds a beer; --name is needed"_L1, FieldOptions, add},
    {"beer set"_L1, "ID"_L1, "changes fields of a beer\nAn empty value clears the field."_L1,
     FieldOptions, set},
    {"beer remove"_L1, "ID"_L1, "removes a beer"_L1, RemoveOptions, remove},
};

} // namespace

std::span<const CommandSpec> beerCommands()
{
    return Commands;
}

} // namespace keg::app
