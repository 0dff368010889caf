// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/pair.h"
#include "tests/benchmarks/proc.h"

#include <QCoreApplication>

namespace keg::bench {

namespace {

constexpr int Beers = 100;

/// In MB.
double peakMemory(qint64 pid)
{
    const auto kib = procNumber(pid, QStringLiteral("status"), "VmHWM:");
    return kib ? double(*kib) / 1024 : 0;
}

} // namespace

/// A paired display while 2,000 half-open connections are held and garbage is thrown, side by side
/// with the same in quiet.
Result<QList<Figure>> measureAttack(const Options &options)
{
    const auto pair = Pair::start(options.program, Beers);
    if (!pair)
        return pair.error();
    const auto quiet = (*pair)->delays(options.samples, "quiet");
    if (!quiet)
        return quiet.error();
    const double before = peakMemory((*pair)->primaryPid());
    const auto status = awaitStatus((*pair)->primaryPath(), isRunning);
    if (!status)
        return status.error();
    const auto attacker = Child::start(QCoreApplication::applicationFilePath(),
                                       {QStringLiteral("role"), QStringLiteral("attack"),
                                        QString::number(portsOf(*status).notify)},
                                       (*pair)->folder());
    if (!attacker)
        return attacker.error();
    if (const auto attacking = (*attacker)->answer("attacking"); !attacking)
        return attacking.error();
    const auto attacked = (*pair)->delays(options.samples, "attacked");
    if (!attacked)
        return attacked.error();
    const double after = peakMemory((*pair)->primaryPid());
    if (const auto checked = checkInStep((*pair)->primaryPath(), (*pair)->clientPath()); !checked)
        return checked.error();
    return QList{
        figureOf(QStringLiteral("row visible, in quiet"), *quiet, QStringLiteral("ms")),
        figureOf(QStringLiteral("row visible, under attack"), *attacked, QStringLiteral("ms")),
        figureOf(QStringLiteral("the primary's peak memory, more"), {after - before},
                 QStringLiteral("MB")),
    };
}

} // namespace keg::bench
