// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/samples.h"

#include "core/interchange/beer_csv.h"
#include "core/service/keg_file.h"

namespace keg::service {

namespace {

Result<void> fillTaps(Editing &editing, const QByteArray &csv)
{
    const QList<QByteArray> lines = csv.trimmed().split('\n');
    for (const QByteArray &line : lines.mid(1)) {
        const QList<QByteArray> fields = line.trimmed().split(',');
        const int number = fields.value(0).toInt();
        const qint64 beer = fields.value(1).toLongLong();
        if (const auto added = editing.addTap(number); !added)
            return added.error();
        const auto set = editing.setTap(number, beer > 0 ? std::optional(beer) : std::nullopt);
        if (!set)
            return set.error();
    }
    return {};
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
    if (const auto imported = editing.import(*read, Match::ById, false); !imported)
        return imported.error();
    return fillTaps(editing, samples.taps);
}

} // namespace keg::service
