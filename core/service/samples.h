// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace keg {
class Clock;
}

namespace keg::service {

/// Beers as readBeers() takes them, and lines `idTap,idBeer` after a header.
struct Samples
{
    QByteArray beers;
    QByteArray taps;
};

/// Fills a database that has neither beers nor taps, in one transaction; leaves any other one as it
/// is. The file is made if it is absent. Errors: as KegFile::openOrCreate() and Editing.
Result<void> fillIfEmpty(const QString &databasePath, const Samples &samples, const Clock &clock);

} // namespace keg::service
