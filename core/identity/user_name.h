// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QString>

namespace keg::identity {

/// Longest name of an account or API key, in characters of Unicode.
constexpr qsizetype LongestUserName = 64;

/// The name as it is kept: NFC, without blanks around it. Errors: Refused if it is empty, longer
/// than LongestUserName, or has a character that cannot be seen.
Result<QString> validUserName(const QString &name);

/// What two names have in common that people could take for one: case, blanks around it, and how
/// Unicode writes the same letter (NFKC) play no part.
QString comparableUserName(const QString &name);

} // namespace keg::identity
