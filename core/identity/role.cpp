// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/role.h"

namespace keg::identity {

QString roleName(Role role)
{
    switch (role) {
    case Role::Viewer:
        return QStringLiteral("viewer");
    case Role::Editor:
        return QStringLiteral("editor");
    case Role::Admin:
        break;
    }
    return QStringLiteral("admin");
}

std::optional<Role> roleFromName(const QString &name)
{
    for (const Role role : {Role::Viewer, Role::Editor, Role::Admin}) {
        if (roleName(role) == name)
            return role;
    }
    return {};
}

} // namespace keg::identity
