// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/roles.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>
#include <QThread>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace keg;
using namespace keg::bench;
using namespace Qt::StringLiterals;

namespace {

struct Benchmark
{
    const char *name;
    Result<QList<Figure>> (*run)(const bench::Options &options);
};

constexpr std::array Benchmarks{
    Benchmark{"delay", measureDelay},   Benchmark{"bytes", measureBytes},
    Benchmark{"flood", measureFlood},   Benchmark{"start", measureStart},
    Benchmark{"idle", measureIdle},     Benchmark{"crowd", measureCrowd},
    Benchmark{"attack", measureAttack}, Benchmark{"web", measureWeb},
};

bool isKnown(const QString &name)
{
    return name == u"all" || std::ranges::any_of(Benchmarks, [&](const Benchmark &benchmark) {
               return name == QLatin1String(benchmark.name);
           });
}

int serve(const QString &role, const QString &subject, const QString &more)
{
    if (role == u"crowd")
        return serveCrowd(quint16(subject.toUInt()), more.toInt());
    if (role == u"attack")
        return serveAttack(quint16(subject.toUInt()));
    if (role == u"primary")
        return servePrimary(subject, more == u"web");
    if (role == u"reader")
        return serveReader(subject, more == u"taps");
    return serveProxy(quint16(subject.toUInt()));
}

Result<QList<Figure>> repeat(const Benchmark &benchmark, int runs, const bench::Options &options)
{
    QList<QList<Figure>> found;
    for (int i = 0; i < runs; ++i) {
        std::fprintf(stderr, "%s, run %d of %d\n", benchmark.name, i + 1, runs);
        const auto figures = benchmark.run(options);
        if (!figures)
            return figures;
        found.append(*figures);
    }
    return medians(found);
}

void print(const QList<Figure> &figures, int runs, bool asJson)
{
    const QString machine = u"%1 processors, %2 %3"_s.arg(QThread::idealThreadCount())
                                .arg(QSysInfo::kernelType(), QSysInfo::kernelVersion());
    const QString date = QDateTime::currentDateTimeUtc().toString(Qt::ISODate);
    const QJsonObject json{{u"date"_s, date},
                           {u"machine"_s, machine},
                           {u"runs"_s, runs},
                           {u"figures"_s, toJson(figures)}};
    const QString text
        = u"%1 on %2; medians of %3 runs\n%4"_s.arg(date, machine).arg(runs).arg(toTable(figures));
    std::fputs(asJson ? QJsonDocument(json).toJson().constData() : qPrintable(text), stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    if (words.value(1) == u"role")
        return serve(words.value(2), words.value(3), words.value(4));

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures KegDisplay on this machine, with real processes."_s);
    parser.addHelpOption();
    const QCommandLineOption samples(u"samples"_s, u"Samples of what takes milliseconds."_s, u"N"_s,
                                     u"1000"_s);
    const QCommandLineOption runs(u"runs"_s, u"Runs of which to take medians."_s, u"N"_s, u"3"_s);
    const QCommandLineOption idle(u"idle"_s, u"Seconds of doing nothing."_s, u"N"_s, u"20"_s);
    const QCommandLineOption load(u"load"_s, u"Seconds of each round of wrk."_s, u"N"_s, u"4"_s);
    const QCommandLineOption program(u"program"_s, u"The kegdisplay to measure."_s, u"FILE"_s,
                                     u"" KEG_PROGRAM ""_s);
    const QCommandLineOption json(u"json"_s, u"Print JSON."_s);
    parser.addOptions({samples, runs, idle, load, program, json});
    parser.addPositionalArgument(
        u"NAME..."_s, u"all, or some of: delay bytes flood start idle crowd attack web"_s);
    parser.process(application);
    const bench::Options options{parser.value(program), parser.value(samples).toInt(),
                                 parser.value(idle).toInt(), parser.value(load).toInt()};
    const int repetitions = parser.value(runs).toInt();
    const QStringList wanted = parser.positionalArguments();
    if (wanted.isEmpty() || !std::ranges::all_of(wanted, isKnown) || options.samples < 1
        || options.idleSeconds < 1 || options.loadSeconds < 1 || repetitions < 1)
        parser.showHelp(2);

    QList<Figure> figures;
    for (const Benchmark &benchmark : Benchmarks) {
        if (!wanted.contains(u"all") && !wanted.contains(QLatin1String(benchmark.name)))
            continue;
        const auto found = repeat(benchmark, repetitions, options);
        if (!found) {
            std::fprintf(stderr, "kegbench: %s: %s\n", benchmark.name,
                         qPrintable(found.error().message));
            return 1;
        }
        figures += *found;
    }
    print(figures, repetitions, parser.isSet(json));
    return 0;
}
