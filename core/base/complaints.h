// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"

#include <optional>

namespace keg {

/// Says of strangers what an operator should know, and no more of it than a disk can bear: beyond a
/// few lines a minute it only counts.
class Complaints
{
public:
    static constexpr int Lines = 20; ///< within Window
    static constexpr milliseconds Window{60'000};

    using Category = const QLoggingCategory &(*)();
    explicit Complaints(Category category)
        : m_category(category)
    {}

    /// One line for the log.
    void say(const QString &line, milliseconds now);

private:
    const Category m_category;
    std::optional<milliseconds> m_since; ///< of the present window
    qint64 m_count = 0; ///< in it
};

} // namespace keg
