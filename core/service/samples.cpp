// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/samples.h"

#include "core/interchange/beer_csv.h"
#include "core/service/keg_file.h"

namespace keg::service {

namespace {

QList<Tap> readTaps(const QByteArray &csv)
{
    QList<Tap> taps;
    for (const QByteArray &line : csv.trimmed().split('\n').mid(1)) {
        const QList<QByteArray> fields = line.trimmed().split(',');
        const qint64 beer = fields.value(1).toLongLong();
        taps.append({fields.value(0).toInt(), beer > 0 ? std::optional(beer) : std::nullopt});
    }
    return taps;
}

} // namespace

Result<void> fillIfEmpty(const QString &databasePath, const Samples &samples, const Clock &clock)
{
    auto file = KegFile::openOrCreate(databasePath, clock);
    if (!file)
        return file.error();
    Editing editing = file->editing();
    const auto beers = editing.beers();
    if (!beers)
        return beers.error();
    const auto taps = editing.taps();
    if (!taps)
        return taps.error();
    if (!beers->isEmpty() || !taps->isEmpty())
        return {};
    const auto read = interchange::readBeers(samples.beers);
    if (!read)
        return read.error();
    return editing.fill(*read, readTaps(samples.taps));
}

} // namespace keg::service
