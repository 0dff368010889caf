// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/words_parts.h"

#include <vector>

namespace keg::web {

std::span<const Word> words()
{
    static const std::vector<Word> All = [] {
        std::vector<Word> all;
        for (const auto &part :
             {sharedWords(), drinksWords(), houseWords(), peopleWords(), errorWords()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return All;
}

} // namespace keg::web
