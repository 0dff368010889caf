// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/user_records.h"

#include "core/identity/json_object.h"
#include "core/identity/password.h"
#include "core/identity/user_name.h"

#include <QJsonArray>
#include <QSet>

namespace keg::identity {

namespace {

using namespace Qt::StringLiterals;

constexpr qsizetype HashSize = 32;
constexpr char FileName[] = "users.json";

PrivateFile fileIn(const QString &folder)
{
    return {folder, QString::fromLatin1(FileName),
            QStringLiteral("put back a copy of it, or remove it, which removes all accounts and "
                           "API keys, and run 'kegdisplay user setup-link'")};
}

bool isKeptName(const QString &name)
{
    const auto valid = validUserName(name);
    return valid && *valid == name;
}

std::optional<QByteArray> hashFrom(const QJsonObject &object)
{
    const QByteArray hex = object["sha256"_L1].toString().toLatin1();
    const QByteArray hash = QByteArray::fromHex(hex);
    return hash.size() == HashSize && hash.toHex() == hex ? std::optional(hash) : std::nullopt;
}

std::optional<AccountRecord> accountFrom(const QJsonObject &object)
{
    const auto role = roleFromName(object["role"_L1].toString());
    const AccountRecord account{object["name"_L1].toString(), role.value_or(Role::Viewer),
                                object["argon2id"_L1].toString().toLatin1()};
    const bool isRight = role && isKeptName(account.name) && isPasswordHash(account.passwordHash);
    return isRight ? std::optional(account) : std::nullopt;
}

std::optional<KeyRecord> keyFrom(const QJsonObject &object)
{
    const auto role = roleFromName(object["role"_L1].toString());
    const auto hash = hashFrom(object);
    const QString name = object["name"_L1].toString();
    if (!role || !hash || !isKeptName(name))
        return {};
    return KeyRecord{name, *role, *hash};
}

std::optional<LinkRecord> linkFrom(const QJsonObject &object)
{
    const auto role = roleFromName(object["role"_L1].toString());
    const auto hash = hashFrom(object);
    const QJsonValue name = object["name"_L1];
    const QJsonValue until = object["until"_L1];
    const bool isOpen = name.isString() && name.toString().isEmpty();
    if (!role || !hash || !until.isDouble() || !(isOpen || isKeptName(name.toString())))
        return {};
    return LinkRecord{name.toString(), *role, *hash, until.toInteger()};
}

/// What the list holds. Absent if it is none, has more than `most`, or one that makes no sense.
template<typename Record>
std::optional<QList<Record>> listFrom(const QJsonValue &value, int most,
                                      std::optional<Record> (*from)(const QJsonObject &))
{
    const QJsonArray array = value.toArray();
    if (!value.isArray() || array.size() > most)
        return {};
    QList<Record> records;
    for (const auto element : array) {
        const auto record = from(element.toObject());
        if (!record)
            return {};
        records += *record;
    }
    return records;
}

template<typename Record>
bool areNamesUnique(const QList<Record> &records)
{
    QSet<QString> names;
    for (const Record &record : records)
        names += comparableUserName(record.name);
    return names.size() == records.size();
}

QString hexOf(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex());
}

QJsonObject toJson(const AccountRecord &account)
{
    return {{"name"_L1, account.name},
            {"role"_L1, roleName(account.role)},
            {"argon2id"_L1, QString::fromLatin1(account.passwordHash)}};
}

QJsonObject toJson(const KeyRecord &key)
{
    return {{"name"_L1, key.name}, {"role"_L1, roleName(key.role)}, {"sha256"_L1, hexOf(key.hash)}};
}

QJsonObject toJson(const LinkRecord &link)
{
    return {{"name"_L1, link.name},
            {"role"_L1, roleName(link.role)},
            {"sha256"_L1, hexOf(link.hash)},
            {"until"_L1, link.until}};
}

template<typename Record>
QJsonArray toJson(const QList<Record> &records)
{
    QJsonArray array;
    for (const Record &record : records)
        array += toJson(record);
    return array;
}

} // namespace

QString UserRecords::pathIn(const QString &folder)
{
    return folder + u'/' + QString::fromLatin1(FileName);
}

Result<UserRecords> UserRecords::load(const QString &folder)
{
    const PrivateFile file = fileIn(folder);
    const auto object = readObject(file);
    if (!object)
        return object.error();
    if (!*object)
        return UserRecords();
    const auto accounts = listFrom((**object)["accounts"_L1], MostAccounts, accountFrom);
    if (!accounts || !areNamesUnique(*accounts))
        return file.damaged(QStringLiteral("its \"accounts\" are wrong"));
    const auto keys = listFrom((**object)["keys"_L1], MostKeys, keyFrom);
    if (!keys || !areNamesUnique(*keys))
        return file.damaged(QStringLiteral("its \"keys\" are wrong"));
    const auto links = listFrom((**object)["links"_L1], MostLinks, linkFrom);
    const QJsonValue boot = (**object)["boot"_L1];
    if (!links || !boot.isString())
        return file.damaged(QStringLiteral("its \"links\" or its \"boot\" are wrong"));
    return UserRecords{*accounts, *keys, boot.toString().toLatin1(), *links};
}

Result<void> UserRecords::save(const QString &folder, const FolderLock &lock) const
{
    return writeObject(fileIn(folder),
                       {{"accounts"_L1, toJson(accounts)},
                        {"keys"_L1, toJson(keys)},
                        {"boot"_L1, QString::fromLatin1(boot)},
                        {"links"_L1, toJson(links)}},
                       lock);
}

} // namespace keg::identity
