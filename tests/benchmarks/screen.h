// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "tests/benchmarks/child.h"

namespace keg::bench {

/// A screen of 1920x1080 that nobody looks at: Xvfb's if it is installed, else Qt's offscreen one.
class Screen
{
public:
    /// Errors: Failed.
    static Result<Screen> open(const QString &folder);

    /// "Xvfb" or "offscreen".
    QString name() const { return m_xvfb ? QStringLiteral("Xvfb") : QStringLiteral("offscreen"); }
    /// For those who are to paint on it.
    Environment environment() const { return m_environment; }

private:
    std::unique_ptr<Child> m_xvfb;
    Environment m_environment;
};

} // namespace keg::bench
