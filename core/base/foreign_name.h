// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg {

/// What somebody else calls himself, for a line that people read: each run of blanks is one, and of
/// a long name only the beginning is left. So it pushes nothing out of sight and cannot pass for a
/// column or a line.
QString foreignName(const QString &name);

/// The line with that name at its end, behind all that others had no say in; without a name as it
/// is.
QString withNameLast(const QString &line, const QString &name);

} // namespace keg
