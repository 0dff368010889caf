// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/words.h"

namespace keg::web {

// The parts of the table of words, a file each. %1, %2 ... are filled in by the pages; of keyOne
// and keyOther the count decides, which is %1.

std::span<const Word> sharedWords(); ///< the pages' frame, what many need, connection, conflicts
std::span<const Word> drinksWords(); ///< taps, beers, the guests' menu
std::span<const Word> houseWords(); ///< displays, data
std::span<const Word> peopleWords(); ///< users, one's own account, log-in and set-up
std::span<const Word> errorWords(); ///< a sentence "error_x" for each code x of a Reason

} // namespace keg::web
