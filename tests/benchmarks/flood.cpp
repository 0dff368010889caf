// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/benchmarks/benchmarks.h"
#include "tests/benchmarks/instances.h"
#include "tests/benchmarks/pair.h"

namespace keg::bench {

namespace {

constexpr int EditsPerSample = 2;

Result<Pair::Commit> floodForeign(Pair &pair, int edits, const QByteArray &note)
{
    Pair::Commit all;
    for (int beer = 1; beer <= edits; ++beer) {
        const auto commit = pair.editForeign(beer, note);
        if (!commit)
            return commit;
        if (beer == 1)
            all.asked = commit->asked;
        all.done = commit->done;
    }
    return all;
}

/// One edit of each of the first beers; the last one that is committed is the one watched.
template<typename Flood>
Result<QList<Figure>> measure(Pair &pair, const QString &who, int edits, Flood flood)
{
    const QByteArray note = who.toLatin1() + "flood";
    if (const auto watching = pair.watch(edits, note); !watching)
        return watching.error();
    const Result<Pair::Commit> commit = flood(note);
    if (!commit)
        return commit.error();
    const auto seen = pair.seen();
    if (!seen)
        return seen.error();
    const int arrived = test::PlainSqlite(pair.clientPath())
                            .run("SELECT count(*) FROM beers WHERE Notes = '" + note + "'")
                            .toInt();
    if (const auto checked = checkInStep(pair.primaryPath(), pair.clientPath()); !checked)
        return checked.error();
    const QString all = QStringLiteral("%1 %2 edits at once: ").arg(edits).arg(who);
    return QList{
        figureOf(all + QStringLiteral("never arrived"), {double(edits - arrived)},
                 QStringLiteral("edits")),
        figureOf(all + QStringLiteral("committed"),
                 {edits / (double(commit->done - commit->asked) / 1e9)}, QStringLiteral("edits/s")),
        figureOf(all + QStringLiteral("the last one visible"), {double(*seen - commit->done) / 1e6},
                 QStringLiteral("ms")),
    };
}

} // namespace

Result<QList<Figure>> measureFlood(const Options &options)
{
    const int edits = EditsPerSample * options.samples;
    const auto pair = Pair::start(options.program, edits);
    if (!pair)
        return pair.error();
    const auto own = measure(**pair, QStringLiteral("own"), edits, [&](const QByteArray &note) {
        return (*pair)->floodOwn(edits, note);
    });
    if (!own)
        return own;
    const auto foreign
        = measure(**pair, QStringLiteral("foreign"), edits,
                  [&](const QByteArray &note) { return floodForeign(**pair, edits, note); });
    if (!foreign)
        return foreign;
    return *own + *foreign;
}

} // namespace keg::bench
