// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"

#include "core/identity/password.h"
#include "core/identity/secret.h"
#include "core/identity/user_name.h"
#include "core/identity/user_records.h"
#include "core/identity/users_file.h"

#include <QCryptographicHash>

#include <algorithm>

namespace keg::identity {

namespace {

using std::chrono::milliseconds;

constexpr char KeyDomain[] = "KegDisplay API key 1";
constexpr char LinkDomain[] = "KegDisplay set-up link 1";
constexpr char StampDomain[] = "KegDisplay log-in 1";
constexpr QStringView KeyPrefix = u"keg_";

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

Error noAccount(const QString &name)
{
    return {ErrorCode::NotFound,
            QStringLiteral("there is no account %1: see 'kegdisplay user list'").arg(name),
            Reason{"account_unknown", {name}}};
}

Error worthlessLink()
{
    return refusal(QStringLiteral("this set-up link was used, is older than %1 minutes or was "
                                  "never given out: ask for a new one")
                       .arg(Users::LinkValidity.count()),
                   Reason{"link_worthless"});
}

/// Lets `change` change what the file holds, and keeps it if that is no error.
template<typename Change>
Result<void> changeRecords(const QString &folder, Change change)
{
    const auto lock = FolderLock::take(folder);
    if (!lock)
        return lock.error();
    auto records = UserRecords::load(folder);
    if (!records)
        return records.error();
    if (Result<void> changed = change(*records); !changed)
        return changed;
    return records->save(folder, *lock);
}

/// Where the name is in the list; its end: nowhere.
template<typename List>
auto findName(List &list, const QString &name)
{
    const QString wanted = comparableUserName(name);
    return std::ranges::find_if(
        list, [&wanted](const auto &record) { return comparableUserName(record.name) == wanted; });
}

/// Where the secret is in the list, all of it looked at; absent: nowhere.
template<typename Record>
std::optional<qsizetype> findSecret(const QList<Record> &list, QByteArrayView domain,
                                    QStringView secret)
{
    const auto hash = secretHash(domain, secret);
    std::optional<qsizetype> found;
    for (qsizetype index = 0; hash && index < list.size(); ++index)
        found = isSameHash(list[index].hash, *hash) ? index : found;
    return found;
}

template<typename Record>
QList<User> usersOf(const QList<Record> &records)
{
    QList<User> users;
    for (const Record &record : records)
        users += User{record.name, record.role};
    return users;
}

QByteArray stampOf(const AccountRecord &account)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(StampDomain, sizeof StampDomain)); // with its zero
    hash.addData(account.passwordHash);
    return hash.result();
}

bool isLastAdmin(const QList<AccountRecord> &accounts, const AccountRecord &account)
{
    const auto isAdmin = [](const AccountRecord &other) { return other.role == Role::Admin; };
    return isAdmin(account) && std::ranges::count_if(accounts, isAdmin) == 1;
}

Error lastAdmin(const QString &name)
{
    return refusal(
        QStringLiteral("%1 is the last admin: make another account an admin first").arg(name),
        Reason{"last_admin", {name}});
}

Result<void> addAccount(QList<AccountRecord> &accounts, const AccountRecord &account)
{
    if (const auto same = findName(accounts, account.name); same != accounts.end())
        return refusal(
            QStringLiteral("there is an account %1 already: choose another name").arg(same->name),
            Reason{"account_exists", {same->name}});
    if (accounts.size() >= UserRecords::MostAccounts)
        return refusal(QStringLiteral("there are %1 accounts, which are the most: remove one first")
                           .arg(accounts.size()),
                       Reason{"accounts_full", {accounts.size()}});
    accounts += account;
    return {};
}

void dropLinksFor(QList<LinkRecord> &links, const QString &name)
{
    const QString gone = comparableUserName(name);
    links.removeIf(
        [&gone](const LinkRecord &link) { return comparableUserName(link.name) == gone; });
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

const Clock &clockOfAll()
{
    static const SystemClock clock;
    return clock;
}

} // namespace

Users::Users(QString folder)
    : m_folder(std::move(folder))
    , m_file(std::make_shared<UsersFile>(m_folder, clockOfAll()))
{}

Result<QList<User>> Users::accounts() const
{
    const auto records = m_file->read();
    return records ? Result(usersOf(records->accounts)) : records.error();
}

Result<QList<User>> Users::keys() const
{
    const auto records = m_file->read();
    return records ? Result(usersOf(records->keys)) : records.error();
}

Result<void> Users::add(const QString &name, Role role, const QString &password)
{
    const auto valid = validUserName(name);
    if (!valid)
        return valid.error();
    const auto hash = hashPassword(password);
    if (!hash)
        return hash.error();
    return changeRecords(m_folder, [&](UserRecords &records) {
        dropLinksFor(records.links, *valid);
        return addAccount(records.accounts, {*valid, role, *hash});
    });
}

Result<void> Users::remove(const QString &name)
{
    return changeRecords(m_folder, [&name](UserRecords &records) -> Result<void> {
        const auto account = findName(records.accounts, name);
        if (account == records.accounts.end())
            return noAccount(name);
        if (isLastAdmin(records.accounts, *account))
            return lastAdmin(account->name);
        records.accounts.erase(account);
        dropLinksFor(records.links, name);
        return {};
    });
}

Result<void> Users::setRole(const QString &name, Role role)
{
    return changeRecords(m_folder, [&name, role](UserRecords &records) -> Result<void> {
        const auto account = findName(records.accounts, name);
        if (account == records.accounts.end())
            return noAccount(name);
        if (role != Role::Admin && isLastAdmin(records.accounts, *account))
            return lastAdmin(account->name);
        account->role = role;
        return {};
    });
}

Result<void> Users::setPassword(const QString &name, const QString &password)
{
    const auto hash = hashPassword(password);
    if (!hash)
        return hash.error();
    return changeRecords(m_folder, [&](UserRecords &records) -> Result<void> {
        const auto account = findName(records.accounts, name);
        if (account == records.accounts.end())
            return noAccount(name);
        account->passwordHash = *hash;
        dropLinksFor(records.links, name);
        return {};
    });
}

Result<std::optional<LogIn>> Users::logIn(const QString &name, const QString &password) const
{
    const auto records = m_file->read();
    if (!records)
        return records.error();
    const auto account = findName(records->accounts, name);
    if (account == records->accounts.end()) {
        const auto pretended = pretendToCheck(password);
        return pretended ? Result(std::optional<LogIn>()) : pretended.error();
    }
    const auto isRight = isPasswordOf(account->passwordHash, password);
    if (!isRight)
        return isRight.error();
    return *isRight ? std::optional(LogIn{{account->name, account->role}, stampOf(*account)})
                    : std::nullopt;
}

Result<std::optional<User>> Users::refreshed(const LogIn &logIn) const
{
    const auto records = m_file->read();
    if (!records)
        return records.error();
    const auto account
        = std::ranges::find(records->accounts, logIn.user.name, &AccountRecord::name);
    if (account == records->accounts.end() || !isSameHash(stampOf(*account), logIn.stamp))
        return std::optional<User>();
    return std::optional(User{account->name, account->role});
}

Result<QString> Users::addKey(const QString &name, Role role)
{
    const auto valid = validUserName(name);
    if (!valid)
        return valid.error();
    const QString secret = newSecret();
    const auto added = changeRecords(m_folder, [&](UserRecords &records) -> Result<void> {
        if (findName(records.keys, *valid) != records.keys.end())
            return refusal(
                QStringLiteral("there is an API key %1 already: choose another name").arg(*valid),
                Reason{"key_exists", {*valid}});
        if (records.keys.size() >= UserRecords::MostKeys)
            return refusal(
                QStringLiteral("there are %1 API keys, which are the most: remove one first")
                    .arg(records.keys.size()),
                Reason{"keys_full", {records.keys.size()}});
        records.keys += {*valid, role, *secretHash(KeyDomain, secret)};
        return {};
    });
    return added ? Result(KeyPrefix.toString() + secret) : added.error();
}

Result<void> Users::removeKey(const QString &name)
{
    return changeRecords(m_folder, [&name](UserRecords &records) -> Result<void> {
        const auto key = findName(records.keys, name);
        if (key == records.keys.end())
            return Error{
                ErrorCode::NotFound,
                QStringLiteral("there is no API key %1: see 'kegdisplay user key list'").arg(name),
                Reason{"key_unknown", {name}}};
        records.keys.erase(key);
        return {};
    });
}

Result<std::optional<User>> Users::ownerOfKey(QStringView key) const
{
    if (!key.startsWith(KeyPrefix))
        return std::optional<User>();
    const auto records = m_file->read();
    if (!records)
        return records.error();
    const auto index = findSecret(records->keys, KeyDomain, key.mid(KeyPrefix.size()));
    if (!index)
        return std::optional<User>();
    const KeyRecord &record = records->keys[*index];
    return std::optional(User{record.name, record.role});
}

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
