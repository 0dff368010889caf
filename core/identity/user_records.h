// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/private_file.h"
#include "core/identity/role.h"

#include <QList>

namespace keg::identity {

/// An account as the file keeps it.
struct AccountRecord
{
    QString name; ///< of validUserName()
    Role role = Role::Viewer;
    QByteArray passwordHash; ///< of hashPassword()
};

/// An API key as the file keeps it.
struct KeyRecord
{
    QString name; ///< of validUserName()
    Role role = Role::Viewer;
    QByteArray hash; ///< of secretHash()
};

/// A set-up link that nobody used, as the file keeps it.
struct LinkRecord
{
    QString name; ///< of validUserName(); empty: whoever uses it chooses
    Role role = Role::Viewer; ///< of the account that it makes
    QByteArray hash; ///< of secretHash()
    qint64 until = 0; ///< BootTime::sinceBoot in ms; from there on it is worth nothing
};

/// All that users.json holds.
struct UserRecords
{
    static constexpr int MostAccounts = 64;
    static constexpr int MostKeys = 64;
    static constexpr int MostLinks = 16;

    QList<AccountRecord> accounts;
    QList<KeyRecord> keys;
    QByteArray boot; ///< BootTime::boot of the links
    QList<LinkRecord> links;

    static QString pathIn(const QString &folder);

    /// Empty ones if there is no file. Errors: those of PrivateFile::read(); Damaged if anything in
    /// it breaks a rule; TooNew.
    static Result<UserRecords> load(const QString &folder);

    /// On the disk before this returns; `lock` is on `folder`, and was when they were loaded.
    /// Errors: those of PrivateFile::write().
    Result<void> save(const QString &folder, const FolderLock &lock) const;
};

} // namespace keg::identity
