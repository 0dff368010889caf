// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/api.h"
#include "core/web/condition.h"
#include "core/web/failure.h"
#include "core/web/ordered_object.h"
#include "core/web/reply.h"
#include "core/web/workplace.h"

#include <limits>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using service::Editing;
using service::Force;

Response tapReply(Editing &editing, const Result<Tap> &tap, int status)
{
    if (!tap)
        return tap.error().code == ErrorCode::NotFound ? tapNotFound() : failure(tap.error());
    const auto pouring = pouringTap(editing, *tap);
    return pouring ? taggedJson(Tagged(tapJson(*pouring)), status) : failure(pouring.error());
}

/// That the tap is as the client saw it.
service::Precondition<Tap> unchanged(Editing &editing, Condition &condition)
{
    return [&editing, &condition](const Tap &tap) -> Result<void> {
        const auto pouring = pouringTap(editing, tap);
        return pouring ? condition.check(tapJson(*pouring)) : pouring.error();
    };
}

/// That all taps are as the client saw them.
service::Precondition<QList<Tap>> allUnchanged(Editing &editing, Condition &condition)
{
    return [&editing, &condition](const QList<Tap> & /*taps*/) -> Result<void> {
        const auto pouring = pouringTaps(editing);
        return pouring ? condition.check(tapsJson(*pouring)) : pouring.error();
    };
}

Response notFoundOr(const Condition &condition, Editing &editing, int number, const Error &error)
{
    if (error.code != ErrorCode::NotFound)
        return condition.refusal(error);
    if (!editing.tap(number))
        return tapNotFound();
    return badField("beer_id"_L1, error); // which the path does not name
}

Response notInRange(QLatin1String field)
{
    return badField(
        field,
        {ErrorCode::Refused,
         u"%1 must be a whole number from 1 to %2"_s.arg(field).arg(service::MaximumTaps),
         Reason{"count_range", {service::MaximumTaps}}});
}

/// That the path names. Absent: there can be no such tap.
std::optional<int> numberOf(const Request &request)
{
    const auto number = wholeNumber(request.parameters[u"number"_s]);
    const bool fits = number && *number <= std::numeric_limits<int>::max();
    return fits ? std::optional(int(*number)) : std::nullopt;
}

void get(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto number = numberOf(request);
    if (!number)
        return completion.answer(tapNotFound());
    workplace.read(completion,
                   [number, known = request.headers.value("If-None-Match")](Editing &editing) {
                       return unlessKnown(known, tapReply(editing, editing.tap(*number), 200));
                   });
}

/// The path names neither tap nor beer: 404 would mislead.
Response notAdded(const Error &error, bool isNumberGiven)
{
    if (error.code == ErrorCode::NotFound)
        return badField("beer_id"_L1, error);
    if (error.code == ErrorCode::Refused && isNumberGiven)
        return badField("tap_id"_L1, error);
    return failure(error);
}

void add(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    const auto number = optionalNumber(*body, u"tap_id"_s);
    const auto beer = optionalNumber(*body, u"beer_id"_s);
    if (!number)
        return completion.answer(badField("tap_id"_L1, number.error()));
    if (!beer)
        return completion.answer(badField("beer_id"_L1, beer.error()));
    if (*number && **number > service::MaximumTaps)
        return completion.answer(notInRange("tap_id"_L1));
    const auto tapNumber = *number ? std::optional(int(**number)) : std::nullopt;
    workplace.change(completion, [number = tapNumber, beer = *beer](Editing &editing) {
        const auto tap = editing.addTap(number, beer);
        return tap ? tapReply(editing, tap, 201) : notAdded(tap.error(), number.has_value());
    });
}

void set(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto number = numberOf(request);
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    if (!body->contains(u"beer_id"_s))
        return completion.answer(
            badField("beer_id"_L1,
                     {ErrorCode::Refused, u"beer_id is missing: a number, or null"_s,
                      Reason{"bad_request"}}));
    const auto beer = optionalNumber(*body, u"beer_id"_s);
    if (!beer)
        return completion.answer(badField("beer_id"_L1, beer.error()));
    if (!number)
        return completion.answer(tapNotFound());
    workplace.change(
        completion,
        [number = *number, beer = *beer, condition = Condition(request)](Editing &editing) mutable {
            const auto tap = editing.setTap(number, beer, unchanged(editing, condition));
            return tap ? success() : notFoundOr(condition, editing, number, tap.error());
        });
}

void remove(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto number = numberOf(request);
    if (!number)
        return completion.answer(tapNotFound());
    workplace.change(
        completion, [number = *number, condition = Condition(request)](Editing &editing) mutable {
            const auto tap = editing.removeTap(number, unchanged(editing, condition));
            return tap ? success() : notFoundOr(condition, editing, number, tap.error());
        });
}

void setCount(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    if (!body)
        return completion.answer(failure(body.error()));
    const auto count = optionalNumber(*body, u"count"_s);
    if (!count || !*count || **count > service::MaximumTaps)
        return completion.answer(notInRange("count"_L1));
    workplace.change(
        completion,
        [count = int(**count), condition = Condition(request)](Editing &editing) mutable {
            const auto taps
                = editing.setTapCount(count, Force::Yes, allUnchanged(editing, condition));
            if (!taps)
                return condition.refusal(taps.error());
            return Response::json(
                OrderedObject().add("success"_L1, true).add("tap_count"_L1, taps->size()));
        });
}

} // namespace

void addTapRoutes(Router &router, Workplace &workplace)
{
    router.add({"GET", u"/api/taps"_s, Access::Viewer,
                [&workplace](const Request &request, const Completion &completion) {
                    Workplace::answer(workplace.taps, request, completion);
                }});
    router.add({"GET", u"/api/taps/{number}"_s, Access::Viewer, handledBy(workplace, get)});
    router.add({"POST", u"/api/taps"_s, Access::Editor, handledBy(workplace, add)});
    router.add({"PUT", u"/api/taps/{number}"_s, Access::Editor, handledBy(workplace, set)});
    router.add({"DELETE", u"/api/taps/{number}"_s, Access::Editor, handledBy(workplace, remove)});
    router.add({"POST", u"/api/taps/count"_s, Access::Editor, handledBy(workplace, setCount)});
}

} // namespace keg::web
