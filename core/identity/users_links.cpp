// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The set-up links of Users.

#include "core/identity/password.h"
#include "core/identity/record_changes.h"
#include "core/identity/users_file.h"

namespace keg::identity {

namespace {

using std::chrono::milliseconds;

constexpr char LinkDomain[] = "KegDisplay set-up link 1";

Error worthlessLink()
{
    return refusal(QStringLiteral("this set-up link was used, is older than %1 minutes or was "
                                  "never given out: ask for a new one")
                       .arg(Users::LinkValidity.count()),
                   Reason{"link_worthless"});
}

void dropOldLinks(UserRecords &records, const BootTime &now)
{
    const bool isThisBoot = records.boot == now.boot;
    const qint64 from = now.sinceBoot.count();
    const qint64 latest = from + milliseconds(Users::LinkValidity).count();
    records.links.removeIf([=](const LinkRecord &link) {
        return !isThisBoot || link.until <= from || link.until > latest;
    });
    records.boot = now.boot;
}

/// The name and role of the account that a link is made for.
Result<User> invitee(const UserRecords &records, const QString &name, std::optional<Role> role)
{
    User user;
    if (!name.isEmpty()) {
        const auto valid = validUserName(name);
        if (!valid)
            return valid.error();
        if (const auto known = findName(records.accounts, *valid); known != records.accounts.end())
            return User{known->name, known->role};
        user.name = *valid;
    }
    if (!role && !records.accounts.isEmpty())
        return refusal(QStringLiteral("a link for a new account needs its role: give one of "
                                      "viewer, editor, admin"),
                       Reason{"role_missing"});
    user.role = role.value_or(Role::Admin);
    return user;
}

/// Makes or changes the account of a link that is spent.
Result<User> useInvitation(QList<AccountRecord> &accounts, const LinkRecord &link,
                           const AccountRecord &made)
{
    const auto known = findName(accounts, made.name);
    if (!link.name.isEmpty() && known != accounts.end()) {
        known->passwordHash = made.passwordHash;
        return User{known->name, known->role};
    }
    if (auto added = addAccount(accounts, made); !added)
        return added.error();
    return User{made.name, made.role};
}

} // namespace

Result<QString> Users::makeLink(const QString &name, std::optional<Role> role, const BootTime &now)
{
    const QString secret = newSecret();
    const auto made = changeRecords(m_folder, [&](UserRecords &records) -> Result<void> {
        const auto user = invitee(records, name, role);
        if (!user)
            return user.error();
        dropOldLinks(records, now);
        if (records.links.size() >= UserRecords::MostLinks)
            return Error{ErrorCode::Busy,
                         QStringLiteral("%1 set-up links are out and not used: use one of them, or "
                                        "wait until they are %2 minutes old")
                             .arg(records.links.size())
                             .arg(LinkValidity.count()),
                         Reason{"links_full", {qint64(LinkValidity.count())}}};
        records.links += {user->name, user->role, *secretHash(LinkDomain, secret),
                          (now.sinceBoot + LinkValidity).count()};
        return {};
    });
    return made ? Result(secret) : made.error();
}

Result<std::optional<User>> Users::inviteeOf(QStringView token, const BootTime &now) const
{
    auto records = m_file->read();
    if (!records)
        return records.error();
    dropOldLinks(*records, now);
    const auto index = findSecret(records->links, LinkDomain, token);
    if (!index)
        return std::optional<User>();
    const LinkRecord &link = records->links[*index];
    return std::optional(User{link.name, link.role});
}

Result<User> Users::useLink(QStringView token, const QString &name, const QString &password,
                            const BootTime &now)
{
    // Guesses get no further than this: neither the lock nor Argon2id is kept busy by them.
    const auto invited = inviteeOf(token, now);
    if (!invited)
        return invited.error();
    if (!*invited)
        return worthlessLink();
    const auto valid = validUserName((*invited)->name.isEmpty() ? name : (*invited)->name);
    if (!valid)
        return valid.error();
    const auto hash = hashPassword(password);
    if (!hash)
        return hash.error();
    User user;
    const auto used = changeRecords(m_folder, [&](UserRecords &records) -> Result<void> {
        dropOldLinks(records, now);
        const auto index = findSecret(records.links, LinkDomain, token);
        if (!index)
            return worthlessLink(); // somebody else has just used it
        const LinkRecord link = records.links.takeAt(*index);
        const auto made = useInvitation(records.accounts, link, {*valid, link.role, *hash});
        if (!made)
            return made.error();
        dropLinksFor(records.links, made->name);
        user = *made;
        return {};
    });
    return used ? Result(user) : used.error();
}

} // namespace keg::identity
