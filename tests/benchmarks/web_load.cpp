// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/web_load.h"

#include <QRegularExpression>

#include <cstdio>

namespace keg::bench {

namespace {

using namespace Qt::StringLiterals;

constexpr int Endless = 3'600; // s

QStringList wordsFor(int seconds, const QString &url, const QString &header)
{
    return {u"--threads"_s,
            u"2"_s,
            u"--connections"_s,
            u"32"_s,
            u"--latency"_s,
            u"--duration"_s,
            u"%1s"_s.arg(seconds),
            u"--header"_s,
            header,
            url};
}

double factorOf(const QString &unit)
{
    return unit == u"us" ? 0.001 : unit == u"ms" ? 1 : 1'000;
}

} // namespace

Result<Load> readLoad(const QByteArray &report)
{
    static const QRegularExpression p99(u"99%\\s+([0-9.]+)(us|ms|s)"_s);
    static const QRegularExpression rate(u"Requests/sec:\\s+([0-9.]+)"_s);
    const QString text = QString::fromUtf8(report);
    const auto slow = p99.match(text);
    const auto perSecond = rate.match(text);
    if (!slow.hasMatch() || !perSecond.hasMatch() || text.contains(u"Non-2xx"))
        return Error{ErrorCode::Failed, u"wrk measured nothing: %1"_s.arg(text)};
    if (text.contains(u"Socket errors"))
        std::fprintf(stderr, "%s", report.constData());
    return Load{perSecond.captured(1).toDouble(),
                slow.captured(1).toDouble() * factorOf(slow.captured(2))};
}

Result<Load> loadFor(int seconds, const QString &url, const QString &header, const QString &folder)
{
    const auto report = run(u"wrk"_s, wordsFor(seconds, url, header), folder);
    return report ? readLoad(*report) : report.error();
}

Result<std::unique_ptr<Child>> startLoad(const QString &url, const QString &header,
                                         const QString &folder)
{
    return Child::start(u"wrk"_s, wordsFor(Endless, url, header), folder);
}

} // namespace keg::bench
