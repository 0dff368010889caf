// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace keg::sync {

/// One repair of a copy that differed from its primary.
struct Heal
{
    QDateTime at; ///< UTC
    QString reason;
};

/// What a machine has done since it started, as `status` shows it.
struct Counters
{
    qint64 deltas = 0;
    qint64 snapshots = 0;
    qint64 reconnects = 0;
    QList<Heal> heals; ///< the newest ones

    void addHeal(const QDateTime &at, const QString &reason)
    {
        constexpr int Remembered = 100;
        heals.append({at, reason});
        if (heals.size() > Remembered)
            heals.removeFirst();
    }
};

} // namespace keg::sync
