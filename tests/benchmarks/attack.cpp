// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/pair.h"

#include <QCoreApplication>
#include <QFile>
#include <QThread>

namespace keg::bench {

namespace {

constexpr int Beers = 100;
constexpr double NsPerMs = 1e6;

Result<QList<double>> delays(Pair &pair, int samples, const QByteArray &name)
{
    QList<double> found;
    for (int number = 0; number < samples; ++number) {
        QThread::msleep(3);
        const qint64 beer = 1 + number % Beers;
        const QByteArray note = name + QByteArray::number(number);
        if (const auto watching = pair.watch(beer, note); !watching)
            return watching.error();
        const auto commit = pair.editOwn(beer, note);
        if (!commit)
            return commit.error();
        const auto seen = pair.seen();
        if (!seen)
            return seen.error();
        found.append(double(*seen - commit->done) / NsPerMs);
    }
    return found;
}

/// In MB.
double peakMemory(qint64 pid)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).chopped(2).trimmed().toDouble() / 1024;
    }
    return 0;
}

} // namespace

/// A paired display while 2,000 half-open connections are held and garbage is thrown, side by side
/// with the same in quiet.
Result<QList<Figure>> measureAttack(const Options &options)
{
    const auto pair = Pair::start(options.program, Beers);
    if (!pair)
        return pair.error();
    const auto quiet = delays(**pair, options.samples, "quiet");
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
    const auto attacked = delays(**pair, options.samples, "attacked");
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
