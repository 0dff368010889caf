// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/child.h"
#include "tests/benchmarks/instances.h"

#include <QCoreApplication>
#include <QTemporaryDir>

namespace keg::bench {

namespace {

constexpr int Displays = 1'000;
constexpr int Beers = 100;

Result<std::unique_ptr<Child>> startPrimary(const Options &options, const QString &database,
                                            const QString &folder, const Ports &ports)
{
    auto primary = Child::start(
        options.program, primaryWords(database, ports) + QStringList(QStringLiteral("--headless")),
        folder, {}, Child::Log::Kept);
    if (!primary)
        return primary;
    if (const auto running = awaitStatus(database, isRunning); !running)
        return running.error();
    return primary;
}

Result<qint64> momentOf(Child &crowd, const QByteArray &event)
{
    const auto answer = crowd.answer(event);
    return answer ? Result<qint64>(answer->toLongLong()) : answer.error();
}

} // namespace

/// A thousand displays come for the first time, and come back after the primary was killed.
Result<QList<Figure>> measureCrowd(const Options &options)
{
    const QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("primary.db"));
    if (const auto filled = fill(database, Beers); !filled)
        return filled.error();
    auto primary = startPrimary(options, database, folder.path(), {});
    if (!primary)
        return primary.error();
    const auto status = awaitStatus(database, isRunning);
    if (!status)
        return status.error();
    const Ports ports = portsOf(*status);
    const auto crowd = Child::start(QCoreApplication::applicationFilePath(),
                                    {QStringLiteral("role"), QStringLiteral("crowd"),
                                     QString::number(ports.notify), QString::number(Displays)},
                                    folder.path());
    if (!crowd)
        return crowd.error();
    if (const auto ready = (*crowd)->answer("ready"); !ready)
        return ready.error();
    (*crowd)->tell("start");
    const auto started = momentOf(**crowd, "started ");
    if (!started)
        return started.error();
    const auto joined = momentOf(**crowd, "live ");
    if (!joined)
        return joined.error();

    primary->reset(); // killed
    const auto away = momentOf(**crowd, "away ");
    if (!away)
        return away.error();
    primary = startPrimary(options, database, folder.path(), ports);
    if (!primary)
        return primary.error();
    const auto back = momentOf(**crowd, "live ");
    if (!back)
        return back.error();
    const QString who = QStringLiteral("%1 displays ").arg(Displays);
    const double joinSeconds = double(*joined - *started) / 1e9;
    return QList{
        figureOf(who + QStringLiteral("join an open primary"), {joinSeconds}, QStringLiteral("s")),
        figureOf(who + QStringLiteral("join, each with a handshake"), {Displays / joinSeconds},
                 QStringLiteral("handshakes/s")),
        figureOf(who + QStringLiteral("live again after a kill"), {double(*back - *away) / 1e9},
                 QStringLiteral("s")),
    };
}

} // namespace keg::bench
