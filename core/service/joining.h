// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/join_string.h"
#include "core/service/primary_places.h"

namespace keg {
class Clock;
}

namespace keg::service {

/// A join string for one display, valid for JoinTokens::Validity, of the primary on that database,
/// whether or not an instance runs on it. `host` is where the display will find this machine;
/// empty: where the instance listens, or at this machine's likeliest address. `configured` is used
/// if no instance tells its own. For commands. Errors: Refused on a client's copy; NotFound without
/// a network or a database; those of Identity, JoinTokens and KegFile.
Result<identity::JoinString> makeJoinString(const QString &databasePath, const QString &host,
                                            const Place &configured, const Clock &clock);

/// The same of the primary that this process is, and which listens at `place`. Errors: NotFound
/// without a network; those of Identity and JoinTokens.
Result<identity::JoinString> makeJoinString(const QString &databasePath, const QString &host,
                                            const Place &place);

/// Where displays may find this machine, which listens at that address (empty: all); the likeliest
/// first.
QStringList joinHosts(const QString &bindAddress);

enum class Replace { No, Yes };

enum class Joined {
    WhenStarted, ///< no instance runs
    Now, ///< the primary has welcomed it
    Pending, ///< the primary asks people
    WhenReachable, ///< the primary has not answered yet
};

/// Makes the display on that database, or the one that will be, follow the primary that the string
/// names, tells an instance that runs, and waits for what the primary says. A database that holds
/// something else is only replaced if that is wanted, after a dated copy. For commands. Errors:
/// Refused by the primary, or naming --replace, or on a running primary; Failed if an instance runs
/// on what is to be replaced; those of TrustedPrimary and KegFile.
Result<Joined> join(const QString &databasePath, const identity::JoinString &to, Replace replace,
                    const Clock &clock);

} // namespace keg::service
