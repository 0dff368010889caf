// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

#include <optional>

namespace keg::identity {

/// What somebody may do by the web interface; each may also do what the ones before it may.
enum class Role {
    Viewer, ///< see what guests do not
    Editor, ///< change beers and taps
    Admin, ///< let others in
};

/// "viewer", "editor" or "admin", as files and commands write it.
QString roleName(Role role);

/// The role that roleName() gave this name. Absent: there is none.
std::optional<Role> roleFromName(const QString &name);

} // namespace keg::identity
