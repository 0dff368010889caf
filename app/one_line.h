// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg::app {

/// The text with line breaks and other characters that control, turn text around or cannot be seen
/// written as \n or \x202e, so that no name or message of others can forge a line of a log or move
/// a terminal's cursor.
QString onOneLine(const QString &text);

} // namespace keg::app
