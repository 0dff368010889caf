// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/machine_id.h"

#include <QString>

namespace keg {

/// What a display says to whoever sets it up, while it has no board to show. A value.
struct Notice
{
    enum class Kind {
        None,
        Searching, ///< no primary is known yet
        Connecting,
        Pending, ///< waits to be approved on the primary
        Refused,
    };

    Kind kind = Kind::None;
    MachineId machine; ///< this one
    QString primary; ///< its name, or where it is looked for
    QString words; ///< of a pending one: the primary shows the same
    QString reason; ///< of a refused one: for people

    bool operator==(const Notice &) const = default;
};

} // namespace keg
