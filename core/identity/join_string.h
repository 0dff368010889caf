// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/machine_id.h"

#include <QByteArray>
#include <QString>

namespace keg::identity {

/// Everything that a display needs to join a primary, as one line that is copied from one machine
/// to the other: kegdisplay-join:1:HOST:NOTIFY:SNAPSHOT:ID:TOKEN. A value, and a secret until it is
/// used.
struct JoinString
{
    QString host; ///< a name, an IPv4 address, or an IPv6 address without brackets
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;
    MachineId primary;
    QByteArray token; ///< JoinTokenSize bytes

    bool operator==(const JoinString &) const = default;

    /// The line; all fields must be set. An IPv6 address is in brackets, the id without dashes.
    QString toString() const;

    /// Takes that line with blanks, ends of lines and quotes around it. Errors: Usage, naming what
    /// is wrong; TooNew for another version of it.
    static Result<JoinString> parse(const QString &text);

    /// Whether that can be a `host`. Errors: Usage.
    static Result<void> validateHost(const QString &host);
};

} // namespace keg::identity
