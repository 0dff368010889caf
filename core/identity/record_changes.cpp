// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/record_changes.h"

namespace keg::identity {

Error refusal(const QString &message, const Reason &reason)
{
    return {ErrorCode::Refused, message, reason};
}

void dropLinksFor(QList<LinkRecord> &links, const QString &name)
{
    const QString gone = comparableUserName(name);
    links.removeIf(
        [&gone](const LinkRecord &link) { return comparableUserName(link.name) == gone; });
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

} // namespace keg::identity
