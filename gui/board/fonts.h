// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QFont>

namespace keg {

/// The voices of a board, all bundled; what they lack (CJK, emoji) comes from the system.
enum class Face {
    Display, ///< names and numbers
    Strong, ///< style, labels
    Text, ///< everything else
};

QFont boardFont(Face face, int pixelSize);

} // namespace keg
