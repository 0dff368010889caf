// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/secret.h"
#include "core/identity/user_name.h"
#include "core/identity/user_records.h"
#include "core/identity/users.h"

#include <algorithm>
#include <optional>

namespace keg::identity {

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

/// The links of that name are worth nothing from now on.
void dropLinksFor(QList<LinkRecord> &links, const QString &name);
/// Errors: Refused for a name that is taken, or too many.
Result<void> addAccount(QList<AccountRecord> &accounts, const AccountRecord &account);
Error refusal(const QString &message, const Reason &reason);

template<typename Record>
QList<User> usersOf(const QList<Record> &records)
{
    QList<User> users;
    for (const Record &record : records)
        users += User{record.name, record.role};
    return users;
}

} // namespace keg::identity
