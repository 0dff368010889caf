// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg::net {

/// From where a host is reached by what it is called.
enum class Reach {
    Networks, ///< from wherever there is a way
    OneLink, ///< from its own link only, through an interface that has to be named
    OneMachine, ///< from itself only
};

/// Of a name, or of an address without brackets.
Reach reachOf(const QString &host);

} // namespace keg::net
