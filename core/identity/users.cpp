// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/users.h"

#include "core/identity/password.h"
#include "core/identity/record_changes.h"
#include "core/identity/users_file.h"

#include <QCryptographicHash>

namespace keg::identity {

namespace {

constexpr char StampDomain[] = "KegDisplay log-in 1";

Error noAccount(const QString &name)
{
    return {ErrorCode::NotFound,
            QStringLiteral("there is no account %1: see 'kegdisplay user list'").arg(name),
            Reason{"account_unknown", {name}}};
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

Result<void> Users::change(const QString &name, std::optional<Role> role,
                           const std::optional<QString> &password)
{
    QByteArray hash;
    if (password) {
        const auto made = hashPassword(*password);
        if (!made)
            return made.error();
        hash = *made;
    }
    return changeRecords(m_folder, [&](UserRecords &records) -> Result<void> {
        const auto account = findName(records.accounts, name);
        if (account == records.accounts.end())
            return noAccount(name);
        if (role && *role != Role::Admin && isLastAdmin(records.accounts, *account))
            return lastAdmin(account->name);
        account->role = role.value_or(account->role);
        if (!password)
            return {};
        account->passwordHash = hash;
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

} // namespace keg::identity
