// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The API keys of Users.

#include "core/identity/record_changes.h"
#include "core/identity/users_file.h"

namespace keg::identity {

namespace {

constexpr char KeyDomain[] = "KegDisplay API key 1";
constexpr QStringView KeyPrefix = u"keg_";

} // namespace

Result<QList<User>> Users::keys() const
{
    const auto records = m_file->read();
    return records ? Result(usersOf(records->keys)) : records.error();
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

} // namespace keg::identity
