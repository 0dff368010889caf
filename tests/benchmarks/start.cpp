// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/moment.h"
#include "tests/benchmarks/screen.h"

#include <QTemporaryDir>

#include <algorithm>

namespace keg::bench {

namespace {

constexpr int Beers = 100;
constexpr int SamplesShare = 50;

/// From exec until it has said `text`, in milliseconds, `count` times.
Result<QList<double>> timeStarts(const Options &options, int count, const QStringList &words,
                                 const QByteArray &text, const QString &folder,
                                 const Environment &environment)
{
    QList<double> samples;
    for (int i = 0; i < count; ++i) {
        const qint64 before = now();
        const auto child = Child::start(options.program, words, folder, environment);
        if (!child)
            return child.error();
        if (const auto said = (*child)->answer(text); !said)
            return said.error();
        samples.append(double(now() - before) / 1e6);
    }
    return samples;
}

} // namespace

Result<QList<Figure>> measureStart(const Options &options)
{
    const QTemporaryDir folder;
    const QString database = folder.filePath(QStringLiteral("beer.db"));
    if (const auto filled = fill(database, Beers); !filled)
        return filled.error();
    const auto screen = Screen::open(folder.path());
    if (!screen)
        return screen.error();
    const int count = std::max(1, options.samples / SamplesShare);
    const auto kiosk = timeStarts(options, count,
                                  primaryWords(database) + QStringList(QStringLiteral("--kiosk")),
                                  "first board painted", folder.path(), screen->environment());
    if (!kiosk)
        return kiosk.error();
    const auto headless = timeStarts(
        options, count, primaryWords(database) + QStringList(QStringLiteral("--headless")),
        "notifications on port", folder.path(), {});
    if (!headless)
        return headless.error();
    const QString ms = QStringLiteral("ms");
    return QList{
        figureOf(QStringLiteral("exec to first painted board (%1)").arg(screen->name()), *kiosk,
                 ms),
        figureOf(QStringLiteral("exec to serving, headless"), *headless, ms),
    };
}

} // namespace keg::bench
