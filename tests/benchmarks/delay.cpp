// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/pair.h"

#include <QRandomGenerator>
#include <QThread>

#include <array>

namespace keg::bench {

namespace {

constexpr int SmallHouse = 100;
constexpr int LargeHouse = 5'000;
constexpr int QuietShare = 20; ///< one sample of so many is also taken after a longer pause
constexpr int QuietPauseMs = 150; // nothing follows a foreign write that long
constexpr double NsPerMs = 1e6;

enum class Writer { Own, Foreign };

/// Samples of one kind of write to one pair, in milliseconds.
struct Series
{
    Pair *pair = nullptr;
    Writer writer = Writer::Own;
    int beers = 0;
    QList<double> commits{}; ///< asked for until COMMIT had returned
    QList<double> delays{}; ///< from there until the reader saw the row
    QList<double> quietDelays{};

    QString name(const QString &what) const
    {
        return QStringLiteral("%1 write %2, %3 beers")
            .arg(writer == Writer::Own ? QStringLiteral("own") : QStringLiteral("foreign"), what)
            .arg(beers);
    }
};

Result<void> sample(Series &series, int number, QList<double> &delays)
{
    const qint64 beer = 1 + number % series.beers;
    const QByteArray note = QByteArray("sample") + QByteArray::number(number)
        + (series.writer == Writer::Own ? "own" : "foreign")
        + (&delays == &series.quietDelays ? "quiet" : "");
    if (auto watching = series.pair->watch(beer, note); !watching)
        return watching;
    const auto commit = series.writer == Writer::Own ? series.pair->editOwn(beer, note)
                                                     : series.pair->editForeign(beer, note);
    if (!commit)
        return commit.error();
    const auto seen = series.pair->seen();
    if (!seen)
        return seen.error();
    series.commits.append(double(commit->done - commit->asked) / NsPerMs);
    delays.append(double(*seen - commit->done) / NsPerMs);
    return {};
}

/// The acknowledgement is on its way still; and no timer shall beat with the samples.
void pauseShortly()
{
    QThread::usleep(2'000 + QRandomGenerator::global()->bounded(4'000));
}

} // namespace

Result<QList<Figure>> measureDelay(const Options &options)
{
    const auto small = Pair::start(options.program, SmallHouse);
    if (!small)
        return small.error();
    const auto large = Pair::start(options.program, LargeHouse);
    if (!large)
        return large.error();
    std::array series{
        Series{small->get(), Writer::Own, SmallHouse},
        Series{large->get(), Writer::Own, LargeHouse},
        Series{small->get(), Writer::Foreign, SmallHouse},
        Series{large->get(), Writer::Foreign, LargeHouse},
    };
    for (int number = 0; number < options.samples; ++number) {
        for (Series &each : series) {
            pauseShortly();
            if (const auto sampled = sample(each, number, each.delays); !sampled)
                return sampled.error();
        }
        if (number % QuietShare != 0)
            continue;
        for (Series &each : series) {
            QThread::msleep(QuietPauseMs);
            if (const auto sampled = sample(each, number, each.quietDelays); !sampled)
                return sampled.error();
        }
    }
    for (const auto &pair : {small->get(), large->get()}) {
        if (const auto checked = checkInStep(pair->primaryPath(), pair->clientPath()); !checked) {
            return checked.error();
        }
    }
    QList<Figure> figures;
    const QString ms = QStringLiteral("ms");
    for (const Series &each : series)
        figures.append(figureOf(each.name(QStringLiteral("to row visible")), each.delays, ms));
    for (const Series &each : series)
        figures.append(figureOf(each.name(QStringLiteral("after a pause")), each.quietDelays, ms));
    for (const Series &each : series)
        figures.append(figureOf(each.name(QStringLiteral("itself")), each.commits, ms));
    return figures;
}

} // namespace keg::bench
