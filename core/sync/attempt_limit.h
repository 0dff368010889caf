// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"

#include <QHash>
#include <QList>
#include <QString>

namespace keg::sync {

/// How often strangers may try to get in from one address, or network: addressGroup(). Bounded in
/// memory, whoever tries.
class AttemptLimit
{
public:
    static constexpr int Attempts = 20; ///< from one address within Window
    static constexpr milliseconds Window{600'000};

    /// Counts an attempt at `now`, if it is allowed.
    bool allows(const QString &address, milliseconds now);

private:
    void forgetOld(milliseconds now);
    void forgetLongestQuiet();

    QHash<QString, QList<milliseconds>> m_attempts; ///< times, oldest first, by group
};

} // namespace keg::sync
