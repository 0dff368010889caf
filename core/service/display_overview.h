// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/trust_list.h"

#include <QJsonObject>

#include <optional>

namespace keg {
class Clock;
}

namespace keg::service {

/// One display, as the list has it and as the running primary sees it.
struct DisplayLine
{
    Display display;
    QString state; ///< as in `status`; "offline", "revoked" if it is not connected
    QString words; ///< of a pending one
    QString version; ///< of its program; this, too, as it was seen last; empty: it never came
    QString address;
    QString lastSeen; ///< ISO 8601, UTC
    std::optional<qint64> sequence; ///< that it has; absent: it is not connected
    qint64 lagMs = 0; ///< from a change to its acknowledgement
};

/// All that are on the list, then those who wait to be approved. `status` is what `status --json`
/// prints.
QList<DisplayLine> displayLines(const QList<Display> &displays, const QJsonObject &status);

/// The one whose id is `text` or begins with it, in any case, dashes left out or not; at least four
/// characters. A whole id that is on no list is one, too. Errors: NotFound; Refused if several
/// begin so.
Result<DisplayLine> findDisplay(const QString &text, const QList<DisplayLine> &lines);

/// displayLines() of a database. For commands. Errors: as
/// KegFile::openToRead().
Result<QList<DisplayLine>> listDisplays(const QString &databasePath, const Clock &clock);

/// The same among those of a database. For commands. Errors: also as listDisplays().
Result<DisplayLine> findDisplay(const QString &text, const QString &databasePath,
                                const Clock &clock);

} // namespace keg::service
