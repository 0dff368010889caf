// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/store/replica_state.h"

#include <QString>

#include <optional>

namespace keg::service {

/// What an instance is told when it is started.
struct InstanceOptions
{
    QString databasePath;
    std::optional<store::Role> role; ///< none: the file's, or as primaryHost suggests
    QString primaryHost; ///< of a client
    quint16 notifyPort = 0;
    quint16 snapshotPort = 0;
    QString bindAddress; ///< empty: all
    QString name;
    bool isOpen = false; ///< a primary that approves strangers as they come
    bool discovers = true; ///< tells, or asks, the local network where primaries are
};

} // namespace keg::service
