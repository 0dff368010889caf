// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <array>

namespace keg {

/// Words that two people cannot take for each other: short, common, without accents; any two differ
/// in their first three letters. Both sides must have the same: never change one.
extern const std::array<const char *, 256> PairingWordList;

} // namespace keg
