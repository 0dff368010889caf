// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/api.h"
#include "core/web/condition.h"
#include "core/web/failure.h"
#include "core/web/ordered_object.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <QJsonArray>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using service::Editing;
using service::Force;

Response notFoundOr(const Condition &condition, const Error &error)
{
    return error.code == ErrorCode::NotFound ? beerNotFound() : condition.refusal(error);
}

Response nameRequired()
{
    return badField("Name"_L1,
                    {ErrorCode::Refused, u"Beer name is required"_s, Reason{"beer_nameless"}});
}

bool isBlank(const QJsonValue &name)
{
    return name.isUndefined() || name.isNull()
        || (name.isString() && name.toString().trimmed().isEmpty());
}

void get(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto id = wholeNumber(request.parameters[u"id"_s]);
    if (!id)
        return completion.answer(beerNotFound());
    workplace.read(completion,
                   [id, known = request.headers.value("If-None-Match")](Editing &editing) {
                       const auto beer = editing.beer(*id);
                       if (beer)
                           return unlessKnown(known, taggedJson(Tagged(beerJson(*beer))));
                       return beer.error().code == ErrorCode::NotFound ? beerNotFound()
                                                                       : failure(beer.error());
                   });
}

/// None for a beer that there is not, as ever.
void getTaps(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto id = wholeNumber(request.parameters[u"id"_s]);
    workplace.read(completion, [id](Editing &editing) {
        const auto taps = editing.taps();
        if (!taps)
            return failure(taps.error());
        QJsonArray numbers;
        for (const Tap &tap : *taps) {
            if (tap.beerId && tap.beerId == id)
                numbers.append(tap.number);
        }
        return Response::json(numbers);
    });
}

void add(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    if (isBlank((*body)[u"Name"_s]))
        return completion.answer(nameRequired());
    Beer beer;
    if (auto taken = takeFields(*body, beer); !taken)
        return completion.answer(failure(taken.error()));
    workplace.change(completion, [beer](Editing &editing) {
        const auto added = editing.addBeer(beer);
        if (!added)
            return failure(added.error());
        return Response::json(OrderedObject().add("success"_L1, true).add("beer_id"_L1, added->id),
                              201);
    });
}

void change(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto id = wholeNumber(request.parameters[u"id"_s]);
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    if (body->contains(u"Name"_s) && isBlank((*body)[u"Name"_s]))
        return completion.answer(nameRequired());
    if (!id)
        return completion.answer(beerNotFound());
    workplace.change(completion,
                     [id, body = *body, condition = Condition(request)](Editing &editing) mutable {
                         const auto changed = editing.changeBeer(*id, [&](Beer &beer) {
                             const auto met = condition.check(beerJson(beer));
                             return met ? takeFields(body, beer) : met;
                         });
                         return changed ? success() : notFoundOr(condition, changed.error());
                     });
}

void remove(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto id = wholeNumber(request.parameters[u"id"_s]);
    if (!id)
        return completion.answer(beerNotFound());
    workplace.change(completion, [id, condition = Condition(request)](Editing &editing) mutable {
        const auto removed = editing.removeBeer(
            *id, Force::Yes, [&](const Beer &beer) { return condition.check(beerJson(beer)); });
        return removed ? success() : notFoundOr(condition, removed.error());
    });
}

void clear(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    if ((*body)[u"confirmation"_s] != "CONFIRM"_L1) {
        return completion.answer(badField(
            "confirmation"_L1,
            {ErrorCode::Refused, u"nothing was removed: confirmation must be the word CONFIRM"_s,
             Reason{"not_confirmed"}}));
    }
    workplace.change(completion, [](Editing &editing) {
        const auto count = editing.removeAllBeers();
        if (!count)
            return failure(count.error());
        const QString message = u"%1 beers were removed, all taps are empty"_s.arg(*count);
        return Response::json(OrderedObject().add("success"_L1, true).add("message"_L1, message));
    });
}

} // namespace

void addBeerRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/beers"_s, Access::Viewer,
                [&workplace](const Request &request, const Completion &completion) {
                    Workplace::answer(workplace.beers, request, completion);
                }});
    router.add({"GET", u"/api/beers/{id}"_s, Access::Viewer, handledBy(workplace, get)});
    router.add({"GET", u"/api/beers/{id}/taps"_s, Access::Viewer, handledBy(workplace, getTaps)});
    router.add({"POST", u"/api/beers"_s, Access::Editor, handledBy(workplace, add)});
    router.add({"PUT", u"/api/beers/{id}"_s, Access::Editor, handledBy(workplace, change)});
    router.add({"DELETE", u"/api/beers/{id}"_s, Access::Editor, handledBy(workplace, remove)});
    router.add({"POST", u"/api/beers/clear"_s, Access::Admin, handledBy(workplace, clear)});
}

} // namespace keg::web
