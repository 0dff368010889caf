// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/password.h"
#include "core/identity/user_name.h"
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
using identity::Role;
using identity::User;
using identity::Users;

/// What a request says of an account.
struct Wanted
{
    QString name;
    std::optional<Role> role; ///< absent: not said
    QString password; ///< null: not said
};

/// What the request says, or the answer.
std::variant<Wanted, Response> readWanted(const Request &request)
{
    const auto body = request.jsonObject();
    if (!body)
        return failure(body.error());
    Wanted wanted;
    QString role;
    for (const auto &[key, text] : {std::pair("name"_L1, &wanted.name), std::pair("role"_L1, &role),
                                    std::pair("password"_L1, &wanted.password)})
    {
        const auto said = optionalText(*body, key);
        if (!said)
            return badField(key, said.error());
        *text = *said;
    }
    wanted.role = identity::roleFromName(role);
    if (!role.isEmpty() && !wanted.role)
        return badField("role"_L1,
                        {ErrorCode::Refused, u"role must be viewer, editor or admin"_s,
                         Reason{"role_missing"}});
    return wanted;
}

/// Calls `work` with it.
template<typename Work>
void withWanted(const Request &request, const Completion &completion, Work work)
{
    const auto read = readWanted(request);
    if (const auto *refusal = std::get_if<Response>(&read))
        completion.answer(*refusal);
    else
        work(std::get<Wanted>(read));
}

Response roleMissing()
{
    return badField("role"_L1,
                    {ErrorCode::Refused, u"role is missing: viewer, editor or admin"_s,
                     Reason{"role_missing"}});
}

/// An error of what is refused for the sake of that field.
Response failureOf(QLatin1String field, const Error &error)
{
    return error.code == ErrorCode::Refused ? badField(field, error) : failure(error);
}

/// Does what takes rights from somebody, in the queue's thread. Streams of theirs end at once.
template<typename Work>
void revoke(WorkQueue &queue, Workplace &workplace, const Completion &completion, Work work)
{
    Workplace::queue(queue, completion, [&workplace, work]() -> Response {
        const Response response = work(workplace.users);
        workplace.toWebThread([&workplace] { workplace.commits->wakeReaders(); });
        return response;
    });
}

void list(Workplace &workplace, const Request & /*request*/, const Completion &completion)
{
    Workplace::queue(workplace.accounts, completion, [&users = workplace.users] {
        const auto accounts = users.accounts();
        const auto keys = users.keys();
        if (!accounts || !keys)
            return failure(accounts ? keys.error() : accounts.error());
        return Response::json(
            QJsonObject{{u"users"_s, toJson(*accounts)}, {u"keys"_s, toJson(*keys)}});
    });
}

Response addAccount(Users &users, const Wanted &wanted)
{
    if (const auto valid = identity::validUserName(wanted.name); !valid)
        return badField("name"_L1, valid.error());
    if (const auto valid = identity::validatePassword(wanted.password); !valid)
        return badField("password"_L1, valid.error());
    const auto added = users.add(wanted.name, *wanted.role, wanted.password);
    return added ? Response::json(toJson(User{wanted.name.trimmed(), *wanted.role}), 201)
                 : failureOf("name"_L1, added.error()); // it is taken
}

void add(Workplace &workplace, const Request &request, const Completion &completion)
{
    withWanted(request, completion, [&](const Wanted &wanted) {
        if (!wanted.role)
            return completion.answer(roleMissing());
        Workplace::queue(workplace.passwords, completion,
                         [&users = workplace.users, wanted] { return addAccount(users, wanted); });
    });
}

/// All or nothing.
Response changeUser(Users &users, const QString &name, const Wanted &wanted)
{
    std::optional<QString> password;
    if (!wanted.password.isNull()) {
        if (const auto valid = identity::validatePassword(wanted.password); !valid)
            return badField("password"_L1, valid.error());
        password = wanted.password;
    }
    const auto changed = users.change(name, wanted.role, password);
    if (!changed)
        return failureOf("role"_L1, changed.error()); // the last admin's
    return wanted.role || password ? success() : roleMissing();
}

void change(Workplace &workplace, const Request &request, const Completion &completion)
{
    withWanted(request, completion, [&](const Wanted &wanted) {
        revoke(workplace.passwords, workplace, completion,
               [name = request.parameters[u"name"_s], wanted](Users &users) {
                   return changeUser(users, name, wanted);
               });
    });
}

void remove(Workplace &workplace, const Request &request, const Completion &completion)
{
    revoke(workplace.accounts, workplace, completion,
           [name = request.parameters[u"name"_s]](Users &users) {
               const auto removed = users.remove(name);
               return removed ? success() : failure(removed.error());
           });
}

/// `origin`: how the browser that asks reaches this machine, and others may.
Response linkReply(Users &users, const Wanted &wanted, const QString &origin)
{
    const auto now = identity::BootTime::now();
    if (!now)
        return failure(now.error());
    if (const auto valid = identity::validUserName(wanted.name); !valid && !wanted.name.isEmpty())
        return badField("name"_L1, valid.error());
    const auto token = users.makeLink(wanted.name, wanted.role, *now);
    if (!token)
        return failureOf("role"_L1, token.error()); // a new account needs one
    const auto invitee = users.inviteeOf(*token, *now);
    if (!invitee)
        return failure(invitee.error());
    const QString link = origin + u"/setup#"_s + *token;
    const auto rows = qrRows(link);
    if (!rows)
        return failure(rows.error());
    QJsonObject json = toJson(invitee->value_or(User()));
    json.insert(u"link"_s, link);
    json.insert(u"valid_minutes"_s, qint64(Users::LinkValidity.count()));
    json.insert(u"qr"_s, *rows);
    return Response::json(json, 201);
}

void addLink(Workplace &workplace, const Request &request, const Completion &completion)
{
    const bool isPlain = !request.isSecure && workplace.settings.allowsPlain;
    const QString scheme = isPlain ? u"http://"_s : u"https://"_s;
    const QString origin = scheme + QString::fromUtf8(request.host);
    withWanted(request, completion, [&](const Wanted &wanted) {
        Workplace::queue(workplace.accounts, completion,
                         [&users = workplace.users, wanted, origin] {
                             return linkReply(users, wanted, origin);
                         });
    });
}

Response addKeyFor(Users &users, const Wanted &wanted)
{
    const auto key = users.addKey(wanted.name, *wanted.role);
    if (!key)
        return failureOf("name"_L1, key.error());
    QJsonObject json = toJson(User{wanted.name.trimmed(), *wanted.role});
    json.insert(u"key"_s, *key);
    return Response::json(json, 201);
}

void addKey(Workplace &workplace, const Request &request, const Completion &completion)
{
    withWanted(request, completion, [&](const Wanted &wanted) {
        if (!wanted.role)
            return completion.answer(roleMissing());
        Workplace::queue(workplace.accounts, completion,
                         [&users = workplace.users, wanted] { return addKeyFor(users, wanted); });
    });
}

void removeKey(Workplace &workplace, const Request &request, const Completion &completion)
{
    revoke(workplace.accounts, workplace, completion,
           [name = request.parameters[u"name"_s]](Users &users) {
               const auto removed = users.removeKey(name);
               return removed ? success() : failure(removed.error());
           });
}

} // namespace

void addUserRoutes(Router &router, Workplace &workplace)
{
    const auto addRoute
        = [&](const char *method, const QString &pattern, WorkplaceHandler handler) {
              router.add({method, pattern, Access::Admin, handledBy(workplace, handler)});
          };
    addRoute("GET", u"/api/users"_s, list);
    addRoute("POST", u"/api/users"_s, add);
    addRoute("POST", u"/api/users/links"_s, addLink);
    addRoute("PUT", u"/api/users/{name}"_s, change);
    addRoute("DELETE", u"/api/users/{name}"_s, remove);
    addRoute("POST", u"/api/keys"_s, addKey);
    addRoute("DELETE", u"/api/keys/{name}"_s, removeKey);
}

} // namespace keg::web
