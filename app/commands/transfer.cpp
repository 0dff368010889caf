// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/transfer.h"

#include "app/commands/beer_values.h"
#include "app/files.h"
#include "app/one_line.h"
#include "app/output.h"
#include "core/base/clock.h"
#include "core/interchange/beer_csv.h"
#include "core/service/keg_file.h"

#include <QFileInfo>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using interchange::BeerFile;
using service::ImportPlan;
using service::ImportStep;
using service::KegFile;
using service::Match;
using Action = ImportStep::Action;

constexpr qint64 MaximumFileSize = 64 * 1024 * 1024; // bytes

constexpr CommandOption ImportOptions[] = {
    {"dry-run"_L1, {}, "show what would be done, row by row; change nothing"_L1},
    {"skip-bad"_L1, {}, "leave out rows that are refused"_L1},
    {"match"_L1, "id|name"_L1,
     "whose row it is if its ID is known under another\nname (default: refused)"_L1},
};

constexpr CommandOption ExportOptions[] = {
    {"force"_L1, {}, "overwrite the file"_L1},
};

/// The same error, its message beginning with the file's name.
Error inFile(const QString &path, const Error &error)
{
    return {error.code, path + u' ' + error.message};
}

Result<Match> readMatch(const CommandCall &call)
{
    const QString match = call.value("match"_L1);
    if (!call.has("match"_L1))
        return Match::Neither;
    if (match == "id"_L1)
        return Match::ById;
    if (match == "name"_L1)
        return Match::ByName;
    return Error{ErrorCode::Usage, u"--match takes id or name, not '%1'"_s.arg(match)};
}

QString actionName(Action action)
{
    switch (action) {
    case Action::Add:
        return u"add"_s;
    case Action::Change:
        return u"change"_s;
    case Action::Keep:
        return u"keep"_s;
    case Action::Refuse:
        break;
    }
    return u"refuse"_s;
}

QString toText(const ImportStep &step)
{
    const QString start = u"line %1: "_s.arg(step.line);
    if (step.action == Action::Refuse)
        return start + u"refused: "_s + onOneLine(step.reasonTexts().join(u"; "_s)) + u'\n';
    const QString changes
        = step.changes.isEmpty() ? QString() : u" ("_s + step.changes.join(u", "_s) + u')';
    return start + actionName(step.action) + u' ' + titleOf(step.beer) + changes + u'\n';
}

/// Every row of a dry run, otherwise only those that were left out; and a summary.
QString toText(const ImportPlan &plan, bool isDryRun)
{
    QString text;
    for (const ImportStep &step : plan.steps) {
        if (isDryRun || step.action == Action::Refuse)
            text += toText(step);
    }
    return text
        + u"%1%2 added, %3 changed, %4 unchanged, %5 refused\n"_s
              .arg(isDryRun ? u"dry run: "_s : QString())
              .arg(plan.count(Action::Add))
              .arg(plan.count(Action::Change))
              .arg(plan.count(Action::Keep))
              .arg(plan.count(Action::Refuse));
}

QJsonObject toJson(const ImportStep &step)
{
    QJsonObject row{{u"line"_s, step.line}, {u"action"_s, actionName(step.action)}};
    if (step.action == Action::Refuse) {
        row.insert(u"reason"_s, step.reasonTexts().join(u"; "_s));
        return row;
    }
    row.insert(u"idBeer"_s, step.beer.id);
    row.insert(u"Name"_s, step.beer.name);
    if (step.action == Action::Change)
        row.insert(u"columns"_s, QJsonArray::fromStringList(step.changes));
    return row;
}

QJsonObject toJson(const ImportPlan &plan, bool isDryRun)
{
    QJsonArray rows;
    for (const ImportStep &step : plan.steps)
        rows.append(toJson(step));
    return {{u"dry_run"_s, isDryRun},
            {u"added"_s, plan.count(Action::Add)},
            {u"changed"_s, plan.count(Action::Change)},
            {u"unchanged"_s, plan.count(Action::Keep)},
            {u"refused"_s, plan.count(Action::Refuse)},
            {u"rows"_s, rows}};
}

/// What an import would do; a database that is absent has no beers.
Result<ImportPlan> planImport(const BeerFile &beers, Match match, const Options &options)
{
    if (!QFileInfo::exists(options.dbPath))
        return service::planImport(beers, {}, match);
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    return file ? file->editing().planImport(beers, match) : file.error();
}

Result<ImportPlan> import(const BeerFile &beers, Match match, bool isSkippingBad,
                          const Options &options)
{
    makeDataFolder(options);
    auto file = KegFile::openOrCreate(options.dbPath, SystemClock());
    return file ? file->editing().import(beers, match, isSkippingBad) : file.error();
}

Result<void> runImport(const CommandCall &call, const Options &options, Output &output)
{
    const QString path = call.arguments.first();
    const bool isDryRun = call.has("dry-run"_L1);
    const bool isSkippingBad = call.has("skip-bad"_L1);
    const auto match = readMatch(call);
    if (!match)
        return match.error();
    // Read before the database is opened: the file might be the database.
    const auto bytes = readFile(path, MaximumFileSize);
    if (!bytes)
        return bytes.error();
    const auto beers = interchange::readBeers(*bytes);
    if (!beers)
        return inFile(path, beers.error());

    // Nothing is opened for writing, or even created, that would be refused.
    auto plan = planImport(*beers, *match, options);
    if (!plan)
        return plan.error();
    const QString refusal = isSkippingBad ? QString() : plan->refusal();
    if (!isDryRun && refusal.isEmpty())
        plan = import(*beers, *match, isSkippingBad, options);
    if (!plan)
        return plan.error();
    if (isDryRun || refusal.isEmpty())
        output.print(QJsonDocument(toJson(*plan, isDryRun)), toText(*plan, isDryRun));
    if (!refusal.isEmpty())
        return inFile(path,
                      {ErrorCode::Refused,
                       refusal + u"; --dry-run shows all, --skip-bad leaves such rows out"_s});
    return {};
}

Result<void> runExport(const CommandCall &call, const Options &options, Output &output)
{
    const QString path = call.arguments.first();
    if (!path.endsWith(".csv"_L1, Qt::CaseInsensitive))
        return Error{ErrorCode::Usage,
                     u"'%1' does not end in .csv, the format there is"_s.arg(path)};
    auto file = KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    const auto beers = file->editing().beers();
    if (!beers)
        return beers.error();

    auto target = TargetFile::open(path, call.has("force"_L1), options.dbPath);
    if (!target)
        return target.error();
    if (auto written = target->write(interchange::writeBeers(*beers)); !written)
        return written;
    if (auto committed = target->commit(); !committed)
        return committed;
    output.print(QJsonDocument(QJsonObject{{u"file"_s, path}, {u"beers"_s, beers->size()}}),
                 u"%1 beers written to %2\n"_s.arg(beers->size()).arg(onOneLine(path)));
    return {};
}

constexpr CommandSpec Commands[] = {
    {"import"_L1, "FILE"_L1,
     "takes beers over from a CSV file\n"
     "Its first line names the columns, as `kegdisplay export` writes them. A row\n"
     "with the ID and name of a known beer changes it. All rows or none."_L1,
     ImportOptions, runImport},
    {"export"_L1, "FILE"_L1, "writes all beers to a CSV file (FILE.csv)"_L1, ExportOptions,
     runExport},
};

} // namespace

std::span<const CommandSpec> transferCommands()
{
    return Commands;
}

} // namespace keg::app
