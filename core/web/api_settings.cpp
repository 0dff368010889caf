// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/setting.h"
#include "core/web/api.h"
#include "core/web/condition.h"
#include "core/web/failure.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonDocument>

#include <algorithm>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using service::Editing;

QByteArray settingsJson(const QList<Setting> &settings)
{
    QJsonObject json;
    for (const Setting &setting : settings)
        json.insert(setting.key, setting.value);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

void list(Workplace &workplace, const Request &request, const Completion &completion)
{
    workplace.read(completion, [known = request.headers.value("If-None-Match")](Editing &editing) {
        const auto settings = editing.settings();
        return settings ? unlessKnown(known, taggedJson(Tagged(settingsJson(*settings))))
                        : failure(settings.error());
    });
}

bool isKnown(const QString &key)
{
    return std::ranges::any_of(knownSettings(),
                               [&](const SettingSpec &spec) { return spec.key == key; });
}

Response refusalOf(const Condition &condition, const Error &error)
{
    Response response = condition.refusal(error);
    const bool isOfTheValue = response.status == 400;
    return isOfTheValue ? badField("value"_L1, error) : response;
}

void set(Workplace &workplace, const Request &request, const Completion &completion)
{
    const QString key = request.parameters[u"key"_s];
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    if (!isKnown(key))
        return completion.answer(
            Response::error(404, u"there is no such setting"_s, Reason{"setting_unknown"}));
    const QJsonValue value = (*body)[u"value"_s];
    if (!value.isString())
        return completion.answer(
            badField("value"_L1,
                     {ErrorCode::Refused, u"value must be a text; empty: not set"_s,
                      Reason{"bad_request"}}));
    workplace.change(
        completion,
        [key, text = value.toString(), condition = Condition(request)](Editing &editing) mutable {
            const auto changed = editing.setSetting(key, text, [&](const QList<Setting> &settings) {
                return condition.check(settingsJson(settings));
            });
            return changed ? success() : refusalOf(condition, changed.error());
        });
}

} // namespace

void addSettingRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/settings"_s, Access::Viewer, handledBy(workplace, list)});
    router.add({"PUT", u"/api/settings/{key}"_s, Access::Admin, handledBy(workplace, set)});
}

} // namespace keg::web
