// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/commands/user.h"

#include "app/commands/carrying.h"
#include "app/one_line.h"
#include "app/output.h"
#include "app/password_prompt.h"
#include "app/text_table.h"
#include "core/base/clock.h"
#include "core/identity/user_name.h"
#include "core/identity/users.h"
#include "core/service/keg_file.h"
#include "core/service/local_folder.h"
#include "core/service/web_place.h"

#include <QJsonArray>
#include <QJsonObject>

namespace keg::app {

namespace {

using namespace Qt::StringLiterals;
using identity::Role;
using identity::User;
using identity::Users;
using service::LocalFolder;

constexpr CommandOption RoleOption{"role"_L1, "ROLE"_L1,
                                   "viewer, editor (beers and taps) or admin (also users)"_L1};
constexpr CommandOption PasswordOption{
    "password-stdin"_L1, {}, "the password is the first line of standard input"_L1};
constexpr CommandOption AddOptions[] = {RoleOption, PasswordOption};
constexpr CommandOption PasswordOptions[] = {PasswordOption};
constexpr CommandOption RoleOptions[] = {RoleOption};
constexpr CommandOption LinkOptions[] = {
    RoleOption,
    {"qr"_L1, {}, "also as a QR code"_L1},
    {"host"_L1, "HOST"_L1, "where browsers find this machine (default: its address)"_L1},
};

/// The users of the machine that has this database. Errors: those of KegFile::openToRead().
Result<Users> usersToRead(const Options &options)
{
    const auto file = service::KegFile::openToRead(options.dbPath, SystemClock());
    if (!file)
        return file.error();
    return Users(LocalFolder::pathFor(options.dbPath));
}

/// The same, with a folder for them. Errors: also those of LocalFolder::make().
Result<Users> usersToWrite(const Options &options)
{
    auto users = usersToRead(options);
    if (!users)
        return users;
    if (auto made = LocalFolder::make(options.dbPath); !made)
        return made.error();
    return users;
}

/// Errors: Usage if there is no such role.
Result<Role> roleOf(const QString &name)
{
    const auto role = identity::roleFromName(name);
    if (!role)
        return Error{ErrorCode::Usage,
                     u"there is no role '%1': use viewer, editor or admin"_s.arg(name)};
    return *role;
}

/// Absent if none is given. Errors: Usage for one that there is not.
Result<std::optional<Role>> roleIn(const CommandCall &call)
{
    if (!call.has("role"_L1))
        return std::optional<Role>();
    const auto role = roleOf(call.value("role"_L1));
    return role ? Result(std::optional(*role)) : role.error();
}

/// Errors: Usage if it is not given.
Result<Role> neededRole(const CommandCall &call)
{
    const auto role = roleIn(call);
    if (!role)
        return role.error();
    if (!*role)
        return Error{ErrorCode::Usage, u"--role is missing: say viewer, editor or admin"_s};
    return **role;
}

Result<QString> passwordFor(const QString &name, const CommandCall &call)
{
    return call.has("password-stdin"_L1) ? readPassword() : askPassword(name);
}

QJsonObject toJson(const User &user)
{
    return {{u"name"_s, user.name}, {u"role"_s, identity::roleName(user.role)}};
}

void print(const QList<User> &users, const QString &none, Output &output)
{
    QJsonArray array;
    TextTable table;
    table.addColumn(u"Role"_s);
    table.addColumn(u"Name"_s);
    for (const User &user : users) {
        array.append(toJson(user));
        table.addRow({identity::roleName(user.role), user.name});
    }
    output.print(QJsonDocument(array), users.isEmpty() ? none : table.toString());
}

void print(const User &user, const QString &outcome, Output &output)
{
    output.print(
        QJsonDocument(toJson(user)),
        u"%1 %2, %3\n"_s.arg(onOneLine(user.name), outcome, identity::roleName(user.role)));
}

/// The one of that name as `identity` has it.
User named(const QList<User> &users, const QString &name)
{
    const QString wanted = identity::comparableUserName(name);
    for (const User &user : users) {
        if (identity::comparableUserName(user.name) == wanted)
            return user;
    }
    return {name, Role::Viewer};
}

Result<void> list(const CommandCall &, const Options &options, Output &output)
{
    const auto users = usersToRead(options);
    if (!users)
        return users.error();
    const auto accounts = users->accounts();
    if (!accounts)
        return accounts.error();
    print(*accounts,
          u"no accounts yet; `kegdisplay user setup-link` makes a link for the first\n"_s, output);
    return {};
}

Result<void> add(const CommandCall &call, const Options &options, Output &output)
{
    const auto name = identity::validUserName(call.arguments.first());
    if (!name)
        return name.error();
    const auto role = neededRole(call);
    if (!role)
        return role.error();
    auto users = usersToWrite(options);
    if (!users)
        return users.error();
    const auto password = passwordFor(*name, call);
    if (!password)
        return password.error();
    if (auto added = users->add(*name, *role, *password); !added)
        return added;
    print({*name, *role}, u"has an account"_s, output);
    return {};
}

/// Lets `change` change the account or key of the first argument, found in what `find` lists, and
/// prints what it makes of it.
template<typename Find, typename Change>
Result<void> changeUser(const CommandCall &call, const Options &options, Output &output,
                        const QString &outcome, Find find, Change change)
{
    auto users = usersToWrite(options);
    if (!users)
        return users.error();
    const auto before = find(*users);
    if (!before)
        return before.error();
    User user = named(*before, call.arguments.first());
    if (Result<void> changed = change(*users, user); !changed)
        return changed;
    print(user, outcome, output);
    return {};
}

Result<void> remove(const CommandCall &call, const Options &options, Output &output)
{
    return changeUser(
        call, options, output, u"has no account any more"_s,
        [](const Users &users) { return users.accounts(); },
        [](Users &users, const User &user) { return users.remove(user.name); });
}

Result<void> password(const CommandCall &call, const Options &options, Output &output)
{
    return changeUser(
        call, options, output, u"has a new password"_s,
        [](const Users &users) { return users.accounts(); },
        [&call](Users &users, const User &user) -> Result<void> {
            const auto given = passwordFor(user.name, call);
            return given ? users.setPassword(user.name, *given) : given.error();
        });
}

Result<void> setRole(const CommandCall &call, const Options &options, Output &output)
{
    const auto role = roleOf(call.arguments[1]);
    if (!role)
        return role.error();
    return changeUser(
        call, options, output, u"has another role"_s,
        [](const Users &users) { return users.accounts(); },
        [&role](Users &users, User &user) {
            user.role = *role;
            return users.setRole(user.name, *role);
        });
}

/// What people have to know of a link, in lines.
QString hintsOn(const service::WebPlace &place, bool isHostGiven, const Options &options)
{
    QString hints = u"Once, within %1 minutes: whoever opens it chooses a password.\n"_s.arg(
        Users::LinkValidity.count());
    if (!place.isServed)
        hints += u"No instance runs on this database: start it before the link is opened.\n"_s;
    if (options.webCertFile.isEmpty())
        hints += u"If the browser warns: the certificate is this machine's own.\n"_s;
    return isHostGiven ? hints : hints + otherAddresses(place.host, u"a browser"_s);
}

/// The token and for whom it is.
Result<std::pair<QString, User>> makeLink(const QString &name, std::optional<Role> role,
                                          const Options &options)
{
    const auto now = identity::BootTime::now();
    if (!now)
        return now.error();
    auto users = usersToWrite(options);
    if (!users)
        return users.error();
    const auto token = users->makeLink(name, role, *now);
    if (!token)
        return token.error();
    const auto invitee = users->inviteeOf(*token, *now);
    if (!invitee)
        return invitee.error();
    return std::pair(*token, invitee->value_or(User()));
}

Result<void> setupLink(const CommandCall &call, const Options &options, Output &output)
{
    const auto role = roleIn(call);
    if (!role)
        return role.error();
    const auto host = hostIn(call);
    if (!host)
        return host.error();
    const auto place = service::findWebPlace(
        options.dbPath, *host, {options.bindAddress, options.webPort, options.web}, SystemClock());
    if (!place)
        return place.error();
    const auto made = makeLink(call.arguments.value(0), *role, options);
    if (!made)
        return made.error();
    const QString link = place->url(u"/setup#"_s + made->first);
    const auto code = qrCodeIn(call, link);
    if (!code)
        return code.error();
    QJsonObject json = toJson(made->second);
    json.insert(u"link"_s, link);
    json.insert(u"valid_minutes"_s, qint64(Users::LinkValidity.count()));
    json.insert(u"served"_s, place->isServed);
    output.print(QJsonDocument(json),
                 link + u"\n\n"_s + hintsOn(*place, !host->isEmpty(), options) + *code);
    return {};
}

Result<void> addKey(const CommandCall &call, const Options &options, Output &output)
{
    const auto name = identity::validUserName(call.arguments.first());
    if (!name)
        return name.error();
    const auto role = neededRole(call);
    if (!role)
        return role.error();
    auto users = usersToWrite(options);
    if (!users)
        return users.error();
    const auto key = users->addKey(*name, *role);
    if (!key)
        return key.error();
    QJsonObject json = toJson({*name, *role});
    json.insert(u"key"_s, *key);
    output.print(QJsonDocument(json), u"%1\n\nKeep it: it is never shown again.\n"_s.arg(*key));
    return {};
}

Result<void> listKeys(const CommandCall &, const Options &options, Output &output)
{
    const auto users = usersToRead(options);
    if (!users)
        return users.error();
    const auto keys = users->keys();
    if (!keys)
        return keys.error();
    print(*keys, u"no API keys yet; `kegdisplay user key add` makes one\n"_s, output);
    return {};
}

Result<void> removeKey(const CommandCall &call, const Options &options, Output &output)
{
    return changeUser(
        call, options, output, u"is no API key any more"_s,
        [](const Users &users) { return users.keys(); },
        [](Users &users, const User &user) { return users.removeKey(user.name); });
}

constexpr CommandSpec Commands[] = {
    {"user list"_L1, {}, "the accounts of the web interface"_L1, {}, list},
    {"user add"_L1, "NAME"_L1,
     "a new account; its password is asked for\nIt has 8 to 256 characters."_L1, AddOptions, add},
    {"user remove"_L1, "NAME"_L1, "take an account away\nNot the last admin's."_L1, {}, remove},
    {"user password"_L1, "NAME"_L1, "give an account another password"_L1, PasswordOptions,
     password},
    {"user role"_L1,
     "NAME ROLE"_L1,
     "give an account another role\nviewer, editor (beers and taps) or admin (also users); not the "
     "last admin's."_L1,
     {},
     setRole},
    {"user setup-link"_L1, "[NAME]"_L1,
     "a link with which somebody chooses a password\nOnce, for 15 minutes. For an account that "
     "there is, or for\na new one; the first is an admin's unless --role says\nelse."_L1,
     LinkOptions, setupLink},
    {"user key add"_L1, "NAME"_L1, "an API key for a program, shown once"_L1, RoleOptions, addKey},
    {"user key list"_L1, {}, "the names of the API keys"_L1, {}, listKeys},
    {"user key remove"_L1, "NAME"_L1, "let an API key open nothing any more"_L1, {}, removeKey},
};

} // namespace

std::span<const CommandSpec> userCommands()
{
    return Commands;
}

} // namespace keg::app
