// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/proc.h"
#include "tests/benchmarks/screen.h"

#include <QTemporaryDir>
#include <QThread>

#include <ctime>
#include <vector>

namespace keg::bench {

namespace {

using namespace Qt::StringLiterals;

constexpr int Beers = 100;
constexpr int SettlingSeconds = 3;

/// What a process has used so far.
struct Usage
{
    qint64 processor = 0; ///< nanoseconds
    qint64 written = 0; ///< bytes sent to disks
};

/// One of the processes that are to be idle.
struct Sleeper
{
    QString name;
    std::unique_ptr<Child> process;
    Usage before{};
};

Result<Usage> usageOf(qint64 pid)
{
    clockid_t clock = 0;
    timespec time{};
    if (clock_getcpuclockid(pid_t(pid), &clock) != 0 || clock_gettime(clock, &time) != 0)
        return Error{ErrorCode::Failed, u"process %1 has no clock"_s.arg(pid)};
    const auto written = procNumber(pid, u"io"_s, "write_bytes:");
    if (!written)
        return written.error();
    return Usage{qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec, *written};
}

Result<QList<Figure>> figuresOf(const Sleeper &sleeper, int seconds)
{
    const auto after = usageOf(sleeper.process->pid());
    if (!after)
        return after.error();
    const auto pss = procNumber(sleeper.process->pid(), u"smaps_rollup"_s, "Pss:");
    if (!pss)
        return pss.error();
    const double busy = double(after->processor - sleeper.before.processor) / 1e9;
    return QList{
        figureOf(sleeper.name + u": memory (PSS)"_s, {double(*pss) / 1'024}, u"MiB"_s),
        figureOf(sleeper.name + u": processor while idle"_s, {100 * busy / seconds}, u"%"_s),
        figureOf(sleeper.name + u": written while idle"_s,
                 {double(after->written - sleeper.before.written)}, u"bytes"_s),
    };
}

/// A primary, a client without and one with a board, all in step.
Result<std::vector<Sleeper>> startAll(const QString &program, const QString &folder,
                                      const Screen &screen)
{
    const auto path = [&](const QString &name) { return folder + u'/' + name; };
    const QString primaryPath = path(u"primary.db"_s);
    if (const auto filled = fill(primaryPath, Beers); !filled)
        return filled.error();
    std::vector<Sleeper> sleepers;
    const auto start = [&](const QString &name, const QStringList &words) -> Result<void> {
        auto process = Child::start(program, words, folder, screen.environment());
        if (!process)
            return process.error();
        sleepers.push_back({name, *std::move(process)});
        return {};
    };
    if (const auto started
        = start(u"headless primary"_s, primaryWords(primaryPath) + QStringList(u"--headless"_s));
        !started)
    {
        return started.error();
    }
    const auto primary = awaitStatus(primaryPath, isRunning);
    if (!primary)
        return primary.error();
    for (const QString &look : {u"headless"_s, u"kiosk"_s}) {
        const QString database = path(look + u".db"_s);
        const auto started
            = start(look + u" client"_s,
                    clientWords(database, portsOf(*primary)) + QStringList(u"--"_s + look));
        if (!started)
            return started.error();
        if (const auto live = awaitStatus(database, isLive); !live)
            return live.error();
    }
    return sleepers;
}

} // namespace

Result<QList<Figure>> measureIdle(const Options &options)
{
    const QTemporaryDir folder;
    const auto screen = Screen::open(folder.path());
    if (!screen)
        return screen.error();
    auto sleepers = startAll(options.program, folder.path(), *screen);
    if (!sleepers)
        return sleepers.error();
    QThread::sleep(SettlingSeconds);
    for (Sleeper &sleeper : *sleepers) {
        const auto usage = usageOf(sleeper.process->pid());
        if (!usage)
            return usage.error();
        sleeper.before = *usage;
    }
    QThread::sleep(options.idleSeconds);
    QList<Figure> figures;
    for (const Sleeper &sleeper : *sleepers) {
        const auto used = figuresOf(sleeper, options.idleSeconds);
        if (!used)
            return used;
        figures += *used;
    }
    return figures;
}

} // namespace keg::bench
