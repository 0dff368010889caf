// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/interchange/beer_csv.h"
#include "core/service/backup.h"
#include "core/web/api.h"
#include "core/web/beer_json.h"
#include "core/web/condition.h"
#include "core/web/failure.h"
#include "core/web/multipart.h"
#include "core/web/ordered_object.h"
#include "core/web/reason_json.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using interchange::BeerFile;
using service::Editing;
using service::ImportPlan;
using service::ImportStep;
using service::Match;

constexpr qint64 LargestImport = 8 * 1024 * 1024; // bytes
constexpr qsizetype MostLines = 10'000; // of a CSV file: one takes up to 2 KB until it is answered

/// What a request brings to be imported.
struct Import
{
    BeerFile file;
    Match match = Match::Neither;
};

/// What it would do to the beers that there are.
struct Preview
{
    QList<Beer> beers;
    ImportPlan plan;
};

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

Result<Match> matchOf(const FormField *field)
{
    const QByteArray word = field ? field->content : QByteArrayLiteral("none");
    if (word == "none")
        return Match::Neither;
    if (word == "id")
        return Match::ById;
    if (word == "name")
        return Match::ByName;
    return refusal(u"match must be none, id or name"_s, Reason{"bad_request"});
}

Result<Import> readImport(const Request &request)
{
    const auto fields = readForm(request.headers.value("Content-Type"), request.body);
    if (!fields)
        return fields.error();
    const FormField *file = findField(*fields, u"file"_s);
    if (!file || file->fileName.isEmpty())
        return refusal(u"no file: choose a CSV file"_s, Reason{"no_file"});
    if (!file->fileName.endsWith(".csv"_L1, Qt::CaseInsensitive))
        return refusal(u"the file's name must end in .csv"_s, Reason{"csv_name"});
    if (file->content.count('\n') > MostLines)
        return refusal(u"the file has more than %1 lines: import it in parts"_s.arg(MostLines),
                       Reason{"csv_lines", {MostLines}});
    const auto match = matchOf(findField(*fields, u"match"_s));
    if (!match)
        return match.error();
    const auto beers = interchange::readBeers(file->content);
    if (!beers)
        return beers.error();
    return Import{*beers, *match};
}

QString actionWord(ImportStep::Action action)
{
    switch (action) {
    case ImportStep::Action::Add:
        return u"add"_s;
    case ImportStep::Action::Change:
        return u"change"_s;
    case ImportStep::Action::Keep:
        return u"keep"_s;
    case ImportStep::Action::Refuse:
        break;
    }
    return u"refuse"_s;
}

/// The reasons, for whoever says them in a language of their own.
QJsonArray faultsOf(const ImportStep &step)
{
    QJsonArray faults;
    for (const Error &error : step.reasons)
        faults.append(toJson(error.reason));
    return faults;
}

QJsonObject toJson(const ImportStep &step)
{
    const bool hasId = step.beer.id != 0;
    return {{u"line"_s, step.line},
            {u"action"_s, actionWord(step.action)},
            {u"id"_s, hasId ? QJsonValue(step.beer.id) : QJsonValue()},
            {u"name"_s, step.beer.name},
            {u"changes"_s, QJsonArray::fromStringList(step.changes)},
            {u"before"_s, excerptJson(step.changes, step.before, step.beer)},
            {u"after"_s, excerptJson(step.changes, step.beer, step.before)},
            {u"reasons"_s, QJsonArray::fromStringList(step.reasonTexts())},
            {u"faults"_s, faultsOf(step)}};
}

QByteArray textOf(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

/// Of a list.
QByteArray elementOf(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.sliced(1).chopped(1);
}

/// Row by row, because as QJsonObject all of them would take ten times as much.
Response previewOf(const Preview &preview)
{
    const ImportPlan &plan = preview.plan;
    QJsonObject counts;
    for (const auto action : {ImportStep::Action::Add, ImportStep::Action::Change,
                              ImportStep::Action::Keep, ImportStep::Action::Refuse})
        counts.insert(actionWord(action), plan.count(action));
    Response response;
    response.headers.add("Content-Type", "application/json");
    response.headers.add("ETag", entityTag(beersJson(preview.beers)));
    response.body = "{\"counts\":" + textOf(counts) + ",\"rows\":[";
    for (const ImportStep &step : plan.steps)
        response.body += textOf(toJson(step)) + ',';
    if (!plan.steps.isEmpty())
        response.body.chop(1); // the last comma
    response.body += "]}";
    return response;
}

/// As previewOf().
Response reportOf(const ImportPlan &plan)
{
    QByteArray errors;
    QByteArray refused;
    for (const ImportStep &step : plan.steps) {
        if (step.action != ImportStep::Action::Refuse)
            continue;
        const QString error = u"line %1: %2"_s.arg(step.line).arg(step.reasonTexts().join(u"; "_s));
        errors += (errors.isEmpty() ? '[' : ',') + elementOf(error);
        refused += refused.isEmpty() ? '[' : ',';
        refused += textOf({{u"line"_s, step.line}, {u"faults"_s, faultsOf(step)}});
    }
    const qsizetype bad = plan.count(ImportStep::Action::Refuse);
    OrderedObject report;
    report.add("success"_L1, true).add("imported_count"_L1, plan.steps.size() - bad);
    if (bad > 0)
        report.addText("errors"_L1, errors + ']').addText("refused"_L1, refused + ']');
    return Response::json(report);
}

/// Reads the file and answers with what `report` makes of what `work` makes of it and the
/// database; not for who was told meanwhile that it took too long. One file after the other, each
/// until its answer is made, because a large one takes its time and memory.
template<typename Work, typename Report>
void withImport(Workplace &workplace, const Request &request, const Completion &completion,
                Work work, Report report)
{
    Workplace::queue(workplace.files, completion, [=, &workplace]() mutable {
        const auto import = readImport(request);
        if (!import)
            return failure(import.error());
        using Made = std::invoke_result_t<Work, Editing &, const Import &>;
        return report(workplace.awaitStore([&](Editing &editing) -> Made {
            if (!completion.isAwaited())
                return Error{ErrorCode::Interrupted, u"nobody waits for it any more"_s};
            return work(editing, *import);
        }));
    });
}

Result<Preview> makePreview(Editing &editing, const Import &import)
{
    auto beers = editing.beers(); // first: what changes in between is found when it is imported
    if (!beers)
        return beers.error();
    auto plan = editing.planImport(import.file, import.match);
    if (!plan)
        return plan.error();
    return Preview{*std::move(beers), *std::move(plan)};
}

void preview(Workplace &workplace, const Request &request, const Completion &completion)
{
    withImport(workplace, request, completion, makePreview, [](const Result<Preview> &made) {
        return made ? previewOf(*made) : failure(made.error());
    });
}

/// Shared, because its work finds what its report tells.
using SharedCondition = std::shared_ptr<Condition>;

Result<ImportPlan> importWhatWasSeen(Editing &editing, const Import &import,
                                     const SharedCondition &condition)
{
    constexpr bool IsSkippingBad = true;
    return editing.import(
        import.file, import.match, IsSkippingBad,
        [&condition](const QList<Beer> &beers) { return condition->check(beersJson(beers)); });
}

void import(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto condition = std::make_shared<Condition>(request);
    const auto work = [condition](Editing &editing, const Import &import) {
        return importWhatWasSeen(editing, import, condition);
    };
    const auto report = [&workplace, condition](const Result<ImportPlan> &done) {
        if (!done)
            return condition->refusal(done.error());
        workplace.hasChanged();
        return reportOf(*done);
    };
    withImport(workplace, request, completion, work, report);
}

void csv(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    Workplace::queue(workplace.files, completion, [&workplace] {
        const auto beers = workplace.awaitStore([](Editing &editing) { return editing.beers(); });
        if (!beers)
            return failure(beers.error());
        Response response = attachment("text/csv; charset=utf-8", "beers_backup.csv");
        response.body = interchange::writeBeers(*beers);
        return response;
    });
}

void backup(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    Workplace::queue(workplace.files, completion, [&workplace] {
        const auto copy = service::makeBackup(workplace.settings.databasePath, workplace.ending);
        if (!copy)
            return failure(copy.error());
        const QString date = workplace.clock.utcNow().toString(u"yyyy-MM-ddTHH-mm-ssZ"_s);
        Response response
            = attachment("application/vnd.sqlite3", "kegdisplay-" + date.toLatin1() + ".db");
        response.payload = *copy;
        return response;
    });
}

} // namespace

void addFileRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/beers/backup"_s, Access::Viewer, handledBy(workplace, csv)});
    router.add({"POST", u"/api/beers/import/preview"_s, Access::Editor,
                handledBy(workplace, preview), LargestImport});
    router.add({"POST", u"/api/beers/import"_s, Access::Editor, handledBy(workplace, import),
                LargestImport});
    router.add({"GET", u"/api/backup"_s, Access::Admin, handledBy(workplace, backup)});
}

} // namespace keg::web
