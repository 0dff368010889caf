// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/boot_time.h"

#include <QString>

namespace keg::identity {

/// The join tokens that this primary gave out and nobody used: each is good for one display and
/// for 15 minutes of the machine's running time, whatever the wall clock says, and not beyond a
/// boot. The file holds hashes of them only. Safe for several threads and processes at once.
class JoinTokens
{
public:
    static constexpr std::chrono::minutes Validity{15};
    static constexpr int MostOutstanding = 64;

    /// A new one, JoinTokenSize bytes, kept on the disk of `folder` before this returns. Errors:
    /// Busy if too many are outstanding; those of PrivateFile and FolderLock.
    static Result<QByteArray> issue(const QString &folder, const BootTime &now);

    /// Whether it was given out, is fresh and had not been used; it is now, on the disk before this
    /// returns. Errors: those of PrivateFile and FolderLock; the token is not spent then.
    static Result<bool> spend(const QString &folder, const QByteArray &token, const BootTime &now);
};

} // namespace keg::identity
