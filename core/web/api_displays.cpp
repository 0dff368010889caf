// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/join_tokens.h"
#include "core/service/display_overview.h"
#include "core/service/joining.h"
#include "core/web/api.h"
#include "core/web/failure.h"
#include "core/web/json_values.h"
#include "core/web/qr_rows.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonArray>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using service::DisplayLine;
using service::Editing;

QJsonObject toJson(const DisplayLine &line)
{
    return {{u"id"_s, line.display.machine.toString()},
            {u"name"_s, line.display.name},
            {u"approved"_s, line.display.isApproved},
            {u"may_promote"_s, line.display.mayPromote},
            {u"state"_s, line.state},
            {u"words"_s, orNull(line.words)},
            {u"version"_s, orNull(line.version)},
            {u"address"_s, orNull(line.address)},
            {u"sequence"_s, line.sequence ? QJsonValue(*line.sequence) : QJsonValue()},
            {u"lag_ms"_s, line.sequence ? QJsonValue(line.lagMs) : QJsonValue()},
            {u"last_seen"_s, orNull(line.lastSeen)}};
}

Result<QList<DisplayLine>> linesOf(Editing &editing, const QJsonObject &status)
{
    const auto displays = editing.displays();
    return displays ? Result(service::displayLines(*displays, status)) : displays.error();
}

Response listReply(Editing &editing, const QJsonObject &status)
{
    const auto lines = linesOf(editing, status);
    if (!lines)
        return failure(lines.error());
    QJsonArray displays;
    for (const DisplayLine &line : *lines)
        displays.append(toJson(line));
    return Response::json(QJsonObject{{u"displays"_s, displays},
                                      {u"sequence"_s, status[u"database"_s][u"sequence"_s]}});
}

void list(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    workplace.workWithStatus(completion, listReply);
}

using Change = std::function<Result<Display>(Editing &, const DisplayLine &)>;

/// The display of that id, changed, as the list has it then.
Result<DisplayLine> changedLine(Editing &editing, const QJsonObject &status, const QString &id,
                                const Change &change)
{
    const auto before = linesOf(editing, status);
    const auto line = before ? service::findDisplay(id, *before) : before.error();
    if (!line)
        return line.error();
    const auto changed = change(editing, *line);
    if (!changed)
        return changed.error();
    const auto after = linesOf(editing, status);
    return after ? service::findDisplay(changed->machine.toString(), *after) : after.error();
}

/// Lets `change` change the display of the path.
void changeDisplay(Workplace &workplace, const Request &request, const Completion &completion,
                   const Change &change)
{
    const auto work
        = [id = request.parameters[u"id"_s], change](Editing &editing, const QJsonObject &status) {
              const auto line = changedLine(editing, status, id, change);
              return line ? Response::json(toJson(*line)) : failure(line.error());
          };
    workplace.workWithStatus(completion, work);
}

void approve(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    const auto name = body ? optionalText(*body, u"name"_s) : body.error();
    if (!name)
        return completion.answer(failure(name.error()));
    changeDisplay(workplace, request, completion,
                  [name = *name](Editing &editing, const DisplayLine &line) {
                      return editing.approveDisplay(line.display.machine,
                                                    name.isEmpty() ? line.display.name : name);
                  });
}

void revoke(Workplace &workplace, const Request &request, const Completion &completion)
{
    changeDisplay(workplace, request, completion, [](Editing &editing, const DisplayLine &line) {
        const bool isSeen = !line.state.isEmpty();
        return editing.revokeDisplay(line.display.machine,
                                     isSeen ? std::optional(line.display.name) : std::nullopt);
    });
}

void rename(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    const auto name = body ? optionalText(*body, u"name"_s) : body.error();
    if (!name)
        return completion.answer(failure(name.error()));
    if (name->trimmed().isEmpty())
        return completion.answer(
            badField("name"_L1,
                     {ErrorCode::Refused, u"name must be what to call the display"_s,
                      Reason{"name_missing"}}));
    changeDisplay(workplace, request, completion,
                  [name = name->trimmed()](Editing &editing, const DisplayLine &line) {
                      return editing.renameDisplay(line.display.machine, name);
                  });
}

void standby(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    const QJsonValue mayPromote = (*body)[u"may_promote"_s];
    if (!mayPromote.isBool())
        return completion.answer(badField(
            "may_promote"_L1,
            {ErrorCode::Refused, u"may_promote must be true or false"_s, Reason{"bad_request"}}));
    changeDisplay(workplace, request, completion,
                  [mayPromote](Editing &editing, const DisplayLine &line) {
                      return editing.setMayPromote(line.display.machine, mayPromote.toBool());
                  });
}

Response joinReply(const Settings &settings, const QString &host)
{
    const auto string = service::makeJoinString(
        settings.databasePath, host,
        {settings.bindAddress, settings.notifyPort, settings.snapshotPort});
    if (!string)
        return failure(string.error());
    const auto rows = qrRows(string->toString());
    if (!rows)
        return failure(rows.error());
    return Response::json(QJsonObject{
        {u"join"_s, string->toString()},
        {u"valid_minutes"_s, qint64(identity::JoinTokens::Validity.count())},
        {u"hosts"_s, QJsonArray::fromStringList(service::joinHosts(settings.bindAddress))},
        {u"qr"_s, *rows}});
}

void pair(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    const auto host = body ? optionalText(*body, u"host"_s) : body.error();
    if (!host)
        return completion.answer(failure(host.error()));
    if (!host->isEmpty()) {
        if (const auto valid = identity::JoinString::validateHost(*host); !valid)
            return completion.answer(badField("host"_L1, valid.error()));
    }
    Workplace::queue(workplace.files, completion, [&settings = workplace.settings, host = *host] {
        return joinReply(settings, host);
    });
}

} // namespace

void addDisplayRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/displays"_s, Access::Viewer, handledBy(workplace, list)});
    router.add(
        {"POST", u"/api/displays/{id}/approve"_s, Access::Admin, handledBy(workplace, approve)});
    router.add(
        {"POST", u"/api/displays/{id}/revoke"_s, Access::Admin, handledBy(workplace, revoke)});
    router.add(
        {"POST", u"/api/displays/{id}/rename"_s, Access::Admin, handledBy(workplace, rename)});
    router.add(
        {"POST", u"/api/displays/{id}/standby"_s, Access::Admin, handledBy(workplace, standby)});
    router.add({"POST", u"/api/pair"_s, Access::Admin, handledBy(workplace, pair)});
}

} // namespace keg::web
