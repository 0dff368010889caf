// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "app/suggestion.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace keg::app {

namespace {

/// The least number of letters to add, drop or replace to get from one word to the other.
int distance(const QString &from, const QString &to)
{
    std::vector<int> row(std::size_t(to.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (const QChar letter : from) {
        int diagonal = row[0]++;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const int replaced = diagonal + (letter == to[qsizetype(j) - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

QString suggestion(const QString &word, const QStringList &candidates)
{
    const auto nearer
        = [&](const QString &a, const QString &b) { return distance(word, a) < distance(word, b); };
    const auto best = std::ranges::min_element(candidates, nearer);
    if (best == candidates.cend() || 2 * distance(word, *best) > best->size())
        return {};
    return QStringLiteral(" (did you mean %1?)").arg(*best);
}

} // namespace keg::app
