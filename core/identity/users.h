// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/boot_time.h"
#include "core/identity/role.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace keg::identity {

class UsersFile;

/// Somebody, or some program, that the web interface knows, and what it may do.
struct User
{
    QString name;
    Role role = Role::Viewer;

    bool operator==(const User &) const = default;
};

/// An account that was logged in to, for whoever keeps a session of it.
struct LogIn
{
    User user;
    QByteArray stamp; ///< changes with the password; tells nothing about it
};

/// Who may use the web interface of this machine: accounts with a password, API keys for programs,
/// and set-up links, each of which makes one account or gives it a new password, once, within 15
/// minutes of the machine's running time and not beyond a boot. All are in users.json of the
/// machine's local folder, of secrets only hashes; each call goes by what that file holds then, and
/// has written it before it returns. Names are as validUserName() wants them, and found as
/// comparableUserName() has it. Safe for several threads and processes at once.
///
/// Errors of every function: Busy, Refused, Damaged, TooNew, DiskFull, Failed as those of
/// PrivateFile and FolderLock; nothing is changed then.
class Users
{
public:
    static constexpr std::chrono::minutes LinkValidity{15};

    /// `folder` is LocalFolder's.
    explicit Users(QString folder);

    /// In the order in which they were made.
    Result<QList<User>> accounts() const;
    /// In the order in which they were made.
    Result<QList<User>> keys() const;

    /// A new account. Errors: Refused for a name or password that breaks a rule, a name that is
    /// taken, or too many.
    Result<void> add(const QString &name, Role role, const QString &password);
    /// With all links that were made for it. Errors: NotFound; Refused for the last admin.
    Result<void> remove(const QString &name);
    /// Gives the account what is there of both, at once; with a password, links that were made for
    /// it are worth nothing then. Errors: NotFound; Refused for another role of the last admin, or
    /// a password that breaks a rule.
    Result<void> change(const QString &name, std::optional<Role> role,
                        const std::optional<QString> &password);
    /// As change().
    Result<void> setRole(const QString &name, Role role) { return change(name, role, {}); }
    /// As change().
    Result<void> setPassword(const QString &name, const QString &password)
    {
        return change(name, {}, password);
    }

    /// Absent: the name or the password is wrong; which of them, not even the time tells, which is
    /// that of hashPassword().
    Result<std::optional<LogIn>> logIn(const QString &name, const QString &password) const;
    /// The account of that log-in as it is now. Absent: it is gone, or has got another password.
    Result<std::optional<User>> refreshed(const LogIn &logIn) const;

    /// A new API key, "keg_" and 52 characters, which nobody is ever shown again. Errors: Refused
    /// for a name that breaks a rule or that another key has, or too many.
    Result<QString> addKey(const QString &name, Role role);
    /// Errors: NotFound.
    Result<void> removeKey(const QString &name);
    /// Whose API key that is. Absent: nobody's.
    Result<std::optional<User>> ownerOfKey(QStringView key) const;

    /// The token of a new set-up link, 52 characters. With an empty name whoever uses it chooses
    /// one that is not taken. An account that there is keeps its role, and needs none to be given;
    /// without a role the first account of all is an admin. Errors: Refused for a name that breaks
    /// a rule, a new account without a role; Busy if too many links are out.
    Result<QString> makeLink(const QString &name, std::optional<Role> role, const BootTime &now);
    /// For whom that link is, with its name or an empty one. Absent: it is worth nothing.
    Result<std::optional<User>> inviteeOf(QStringView token, const BootTime &now) const;
    /// Makes the account, or gives it the password, and spends the link. `name` counts if the link
    /// has none. Errors: Refused for a link that is worth nothing, or as add(); it is not spent
    /// then.
    Result<User> useLink(QStringView token, const QString &name, const QString &password,
                         const BootTime &now);

private:
    const QString m_folder;
    const std::shared_ptr<UsersFile> m_file; ///< copies of this have it together
};

} // namespace keg::identity
