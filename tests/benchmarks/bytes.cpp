// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/pair.h"

#include <QThread>

#include <algorithm>

namespace keg::bench {

namespace {

constexpr int Beers = 5'000;
constexpr int SamplesShare = 20;

Result<double> changeTap(const Options &options, Pair &pair, int number)
{
    const auto before = pair.bytes();
    if (!before)
        return before.error();
    const auto changed = run(options.program,
                             {QStringLiteral("--db-path"), pair.primaryPath(),
                              QStringLiteral("tap"), QStringLiteral("set"), QStringLiteral("3"),
                              QStringLiteral("--beer"), QString::number(100 + number)},
                             pair.folder());
    if (!changed)
        return changed.error();
    for (;;) {
        const auto after = pair.bytes();
        if (!after)
            return after.error();
        if (after->up > before->up) // the acknowledgement, which is one piece
            return double(after->down - before->down + after->up - before->up);
        QThread::msleep(1);
    }
}

} // namespace

Result<QList<Figure>> measureBytes(const Options &options)
{
    const auto pair = Pair::start(options.program, Beers, Pair::Link::Counted);
    if (!pair)
        return pair.error();
    QList<double> samples;
    for (int number = 0; number < std::max(1, options.samples / SamplesShare); ++number) {
        const auto bytes = changeTap(options, **pair, number);
        if (!bytes)
            return bytes.error();
        samples.append(*bytes);
    }
    if (const auto checked = checkInStep((*pair)->primaryPath(), (*pair)->clientPath()); !checked) {
        return checked.error();
    }
    return QList{
        figureOf(QStringLiteral("a tap change on the wire"), samples, QStringLiteral("bytes"))};
}

} // namespace keg::bench
