// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/machine_id.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace keg::identity {

/// The one primary that this machine takes data from, and where it was last. A value; kept in the
/// machine's local folder.
struct TrustedPrimary
{
    MachineId id;
    QString host; ///< a name or an address without brackets; a hint
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;
    QByteArray token; ///< of the join string until it is used, JoinTokenSize bytes; then empty
    QString name; ///< the primary's own, its first 255 characters; empty: unknown

    bool operator==(const TrustedPrimary &) const = default;

    /// Absent: this machine is not paired. Errors: Refused, Damaged and TooNew, as PrivateFile's.
    static Result<std::optional<TrustedPrimary>> load(const QString &folder);

    /// In place of what was there, on the disk before this returns. Errors: those of PrivateFile
    /// and FolderLock.
    Result<void> save(const QString &folder) const;

    /// This machine is not paired any more. Errors: as save().
    static Result<void> forget(const QString &folder);
};

} // namespace keg::identity
