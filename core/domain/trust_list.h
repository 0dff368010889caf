// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"

#include <QHash>
#include <QList>
#include <QString>

namespace keg {

/// A display, as the primary's replicated list has it.
struct Display
{
    /// Of a name, in UTF-16 units; what a display calls itself is cut there.
    static constexpr qsizetype NameLimit = 200;

    qint64 id = 0;
    MachineId machine;
    QString name;
    bool isApproved = false; ///< false: revoked
    bool mayPromote = false;

    bool operator==(const Display &) const = default;
};

/// Whom a primary serves. A value.
class TrustList
{
public:
    enum class Standing {
        Stranger,
        Approved,
        Revoked,
    };

    TrustList() = default;
    /// `isOpen`: strangers are approved as they come. A machine that is listed twice is revoked if
    /// one of the two says so.
    TrustList(const QList<Display> &displays, bool isOpen);

    Standing standingOf(const MachineId &machine) const;
    bool isApproved(const MachineId &machine) const;
    /// Without those whom only this list approves.
    TrustList approvedBy(const TrustList &other) const;
    bool isOpen() const { return m_isOpen; }

private:
    QHash<MachineId, bool> m_approved;
    bool m_isOpen = false;
};

} // namespace keg
