// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Logging in and out, the first password, and one's own.

#include "core/base/address_group.h"
#include "core/identity/password.h"
#include "core/identity/user_name.h"
#include "core/web/api.h"
#include "core/web/authentication.h"
#include "core/web/failure.h"
#include "core/web/form.h"
#include "core/web/json_values.h"
#include "core/web/pages.h"
#include "core/web/reply.h"
#include "core/web/staff_pages.h"
#include "core/web/workplace.h"

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;
using identity::LogIn;
using identity::User;
using identity::Users;
using MaybeLogIn = Result<std::optional<LogIn>>;

using Attempt = LogInLimit::Attempt;

constexpr qint64 LargestForm = 8 * 1024; // bytes
constexpr int PlacesForKnown = 6; ///< of those who wait to have their password looked at

/// One more password for the account `name`. Absent: not now.
std::optional<Attempt> admit(Workplace &workplace, const Request &request, const QString &name)
{
    return workplace.logIns.admit(addressGroup(request.address), name, workplace.clock.monotonic());
}

Response withRetryAfter(Response response)
{
    response.headers.add("Retry-After", "6");
    return response;
}

Response tooManyTries()
{
    return withRetryAfter(Response::error(429, u"too many wrong tries; wait ten seconds"_s,
                                          Reason{"too_many_tries"}));
}

/// A new session in place of the one that the client brought along.
void giveSession(Workplace &workplace, const Request &request, const LogIn &logIn,
                 Response &response)
{
    workplace.sessions.end(sessionOf(request));
    setSession(response, request, workplace.sessions.begin(logIn));
    workplace.logIns.remember(addressGroup(request.address), logIn.user.name);
}

/// Looks at the attempt's password in the queue's thread, by `work`; `finish` is called with its
/// outcome in the web thread.
template<typename Work, typename Finish>
void tryPassword(Workplace &workplace, const Attempt &attempt, const Completion &completion,
                 Work work, Finish finish)
{
    const auto inQueue = [&workplace, work, finish] {
        const auto outcome = work(workplace.users);
        workplace.toWebThread([finish, outcome] { finish(outcome); });
    };
    if (workplace.passwords.add(inQueue, attempt.isKnown ? 0 : PlacesForKnown))
        return;
    workplace.logIns.excuse(attempt);
    completion.answer(busy());
}

/// Once more, with what went wrong and the name that was typed.
Response logInPage(const Workplace &workplace, const Request &request, int status,
                   const char *message)
{
    const QString name = readUrlEncoded(request.body)[u"username"_s];
    const QString text = workplace.pages.text(message, {}, request);
    Response response
        = workplace.pages.render(u"login"_s, request, {{"message", text}, {"typed", name}});
    response.status = status;
    return response;
}

void logIn(Workplace &workplace, const Request &request, const Completion &completion)
{
    const QHash<QString, QString> form = readUrlEncoded(request.body);
    const QString name = form[u"username"_s];
    const auto attempt = admit(workplace, request, name);
    if (!attempt)
        return completion.answer(
            withRetryAfter(logInPage(workplace, request, 429, "error_too_many_tries")));
    const auto finish = [&workplace, request, completion, attempt](const MaybeLogIn &logIn) {
        if (logIn && !*logIn)
            return completion.answer(logInPage(workplace, request, 401, "loginWrong"));
        workplace.logIns.excuse(*attempt);
        if (!logIn)
            return completion.answer(failure(logIn.error()));
        Response response = Response::redirect(pageAfterLogIn(request.query).toUtf8());
        giveSession(workplace, request, **logIn, response);
        completion.answer(response);
    };
    tryPassword(
        workplace, *attempt, completion,
        [name, password = form[u"password"_s]](const Users &users) {
            return users.logIn(name, password);
        },
        finish);
}

/// Another site's link leads to the page only.
void logOut(Workplace &workplace, const Request &request, const Completion &completion)
{
    Response response = Response::redirect("/login");
    if (isFromOurPages(request)) {
        workplace.sessions.end(sessionOf(request));
        workplace.commits->wakeReaders();
        setSession(response, request, {});
    }
    completion.answer(response);
}

void me(Workplace & /*workplace*/, const Request &request, const Completion &completion)
{
    QJsonObject json = toJson(*request.user);
    json.insert(u"via"_s, hasKey(request) ? u"key"_s : u"session"_s);
    completion.answer(Response::json(json));
}

Response worthlessLink()
{
    return badField("token"_L1,
                    {ErrorCode::Refused,
                     u"this set-up link was used or is too old: ask for a new one"_s,
                     Reason{"link_worthless"}});
}

/// Absent: the link is worth nothing.
Result<std::optional<User>> inviteeOf(const Users &users, const QString &token)
{
    const auto now = identity::BootTime::now();
    return now ? users.inviteeOf(token, *now) : now.error();
}

/// For whom the link is that a stranger shows, or the answer. Links that are worth nothing count,
/// so that right ones are never kept out.
std::variant<User, Response> admitInvitee(Workplace &workplace, const Request &request,
                                          const QString &token)
{
    const auto invitee = inviteeOf(workplace.users, token);
    if (!invitee)
        return failure(invitee.error());
    if (*invitee)
        return **invitee;
    const bool isAdmitted
        = workplace.wrongLinks.admit(addressGroup(request.address), workplace.clock.monotonic());
    return isAdmitted ? worthlessLink() : tooManyTries();
}

void checkSetup(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto body = request.jsonObject();
    const auto token = body ? optionalText(*body, u"token"_s) : body.error();
    if (!token)
        return completion.answer(failure(token.error()));
    const auto invitee = admitInvitee(workplace, request, *token);
    const auto *refusal = std::get_if<Response>(&invitee);
    completion.answer(refusal ? *refusal : Response::json(toJson(std::get<User>(invitee))));
}

/// Who uses a set-up link, and how.
struct SetUp
{
    QString token;
    QString name;
    QString password;
};

Result<SetUp> readSetUp(const Request &request)
{
    const auto body = request.jsonObject();
    if (!body)
        return body.error();
    const auto token = optionalText(*body, u"token"_s);
    const auto name = optionalText(*body, u"name"_s);
    const auto password = optionalText(*body, u"password"_s);
    for (const auto *text : {&token, &name, &password}) {
        if (!*text)
            return text->error();
    }
    return SetUp{*token, *name, *password};
}

/// What is wrong with it, before the link is spent. Absent: nothing.
std::optional<Response> objection(const Users &users, const SetUp &setUp)
{
    const auto invitee = inviteeOf(users, setUp.token);
    if (!invitee)
        return failure(invitee.error());
    if (!*invitee)
        return worthlessLink();
    const QString fixed = (*invitee)->name;
    if (const auto name = identity::validUserName(fixed.isEmpty() ? setUp.name : fixed); !name)
        return badField("name"_L1, name.error());
    if (const auto valid = identity::validatePassword(setUp.password); !valid)
        return badField("password"_L1, valid.error());
    return {};
}

/// In the queue's thread. The user, logged in, or the answer.
std::variant<LogIn, Response> useLink(Users &users, const SetUp &setUp)
{
    if (auto refusal = objection(users, setUp))
        return *std::move(refusal);
    const auto now = identity::BootTime::now();
    if (!now)
        return failure(now.error());
    const auto user = users.useLink(setUp.token, setUp.name, setUp.password, *now);
    if (!user)
        return user.error().code == ErrorCode::Refused
            ? badField("name"_L1, user.error()) // it is taken
            : failure(user.error());
    const auto logIn = users.logIn(user->name, setUp.password);
    if (!logIn)
        return failure(logIn.error());
    return *logIn ? std::variant<LogIn, Response>(**logIn) : worthlessLink();
}

void setUp(Workplace &workplace, const Request &request, const Completion &completion)
{
    const auto wanted = readSetUp(request);
    if (!wanted)
        return completion.answer(failure(wanted.error()));
    const auto invitee = admitInvitee(workplace, request, wanted->token);
    if (const auto *refusal = std::get_if<Response>(&invitee))
        return completion.answer(*refusal);
    const auto finish = [&workplace, request, completion](const auto &outcome) {
        if (const auto *refusal = std::get_if<Response>(&outcome))
            return completion.answer(*refusal);
        const LogIn &logIn = std::get<LogIn>(outcome);
        Response response = Response::json(toJson(logIn.user));
        giveSession(workplace, request, logIn, response);
        completion.answer(response);
    };
    const bool isTaken = workplace.passwords.add([&workplace, wanted = *wanted, finish] {
        const auto outcome = useLink(workplace.users, wanted);
        workplace.toWebThread([outcome, finish] { finish(outcome); });
    });
    if (!isTaken)
        completion.answer(busy());
}

/// In the queue's thread. The user, logged in anew, or the answer.
std::variant<LogIn, Response> changePassword(Users &users, const QString &name,
                                             const QString &current, const QString &wanted)
{
    const auto proof = users.logIn(name, current);
    if (!proof)
        return failure(proof.error());
    if (!*proof)
        return badField("current"_L1,
                        {ErrorCode::Refused, u"the present password is another one"_s,
                         Reason{"password_wrong"}});
    if (const auto set = users.setPassword(name, wanted); !set)
        return failure(set.error());
    const auto logIn = users.logIn(name, wanted);
    if (!logIn)
        return failure(logIn.error());
    return *logIn ? std::variant<LogIn, Response>(**logIn)
                  : badField("new"_L1,
                             {ErrorCode::Refused, u"somebody else has changed it just now"_s,
                              Reason{"changed_meanwhile"}});
}

void setOwnPassword(Workplace &workplace, const Request &request, const Completion &completion)
{
    if (hasKey(request))
        return completion.answer(
            Response::error(403, u"an API key has no password"_s, Reason{"key_without_password"}));
    const auto body = request.jsonObject();
    const auto current = body ? optionalText(*body, u"current"_s) : body.error();
    const auto wanted = body ? optionalText(*body, u"new"_s) : body.error();
    if (!current || !wanted)
        return completion.answer(failure(current ? wanted.error() : current.error()));
    if (const auto valid = identity::validatePassword(*wanted); !valid)
        return completion.answer(badField("new"_L1, valid.error()));
    const QString name = request.user->name;
    const auto attempt = admit(workplace, request, name);
    if (!attempt)
        return completion.answer(tooManyTries());
    const auto finish = [&workplace, request, completion, attempt](const auto &outcome) {
        if (const auto *refusal = std::get_if<Response>(&outcome))
            return completion.answer(*refusal);
        workplace.logIns.excuse(*attempt);
        workplace.commits->wakeReaders(); // those of the account's other sessions end
        Response response = success();
        giveSession(workplace, request, std::get<LogIn>(outcome), response);
        completion.answer(response);
    };
    tryPassword(
        workplace, *attempt, completion,
        [name, current = *current, wanted = *wanted](Users &users) {
            return changePassword(users, name, current, wanted);
        },
        finish);
}

} // namespace

void addAccountRoutes(Router &router, Workplace &workplace)
{
    router.add({"POST", u"/login"_s, Access::Newcomer, handledBy(workplace, logIn), LargestForm});
    router.add({"GET", u"/logout"_s, Access::Newcomer, handledBy(workplace, logOut)});
    router.add({"POST", u"/api/setup/check"_s, Access::Newcomer, handledBy(workplace, checkSetup),
                LargestForm});
    router.add(
        {"POST", u"/api/setup"_s, Access::Newcomer, handledBy(workplace, setUp), LargestForm});
    router.add({"GET", u"/api/me"_s, Access::Viewer, handledBy(workplace, me)});
    router.add({"POST", u"/api/account/password"_s, Access::Viewer,
                handledBy(workplace, setOwnPassword), LargestForm});
}

} // namespace keg::web
