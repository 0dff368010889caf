// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/backoff.h"

#include <QTest>

#include <array>

using namespace keg;

class tst_Backoff : public QObject
{
    Q_OBJECT

private slots:
    void next_manySeeds_fillsLimitsThatDoubleToTheLongest();
    void reset_afterManyTries_beginsAnew();
    void next_sameSeed_repeats();
};

namespace {

constexpr milliseconds First{500};
constexpr milliseconds Longest{30'000};
constexpr std::array<qint64, 9> Limits{500,    1'000,  2'000,  4'000, 8'000,
                                       16'000, 30'000, 30'000, 30'000};
constexpr quint64 Seeds = 1'000;

} // namespace

void tst_Backoff::next_manySeeds_fillsLimitsThatDoubleToTheLongest()
{
    std::array<qint64, Limits.size()> longest{};
    std::array<qint64, Limits.size()> shortest;
    shortest.fill(Longest.count());
    for (quint64 seed = 0; seed < Seeds; ++seed) {
        Backoff backoff(First, Longest, seed);
        for (std::size_t tried = 0; tried < Limits.size(); ++tried) {
            const qint64 wait = backoff.next().count();
            QVERIFY(wait >= 0);
            QVERIFY(wait <= Limits[tried]);
            longest[tried] = std::max(longest[tried], wait);
            shortest[tried] = std::min(shortest[tried], wait);
        }
    }
    for (std::size_t tried = 0; tried < Limits.size(); ++tried) {
        QVERIFY(longest[tried] > Limits[tried] * 95 / 100);
        QVERIFY(shortest[tried] < Limits[tried] * 5 / 100);
    }
}

void tst_Backoff::reset_afterManyTries_beginsAnew()
{
    Backoff backoff(First, Longest, 1);
    for (int tries = 0; tries < 1'000; ++tries) {
        for (const qint64 limit : Limits)
            QVERIFY(backoff.next().count() <= limit);
        backoff.reset();
    }
}

void tst_Backoff::next_sameSeed_repeats()
{
    Backoff one(First, Longest, 42);
    Backoff same(First, Longest, 42);
    Backoff other(First, Longest, 43);
    bool isDifferent = false;
    for (int tries = 0; tries < 20; ++tries) {
        const milliseconds wait = one.next();
        QCOMPARE(same.next(), wait);
        isDifferent = isDifferent || other.next() != wait;
    }
    QVERIFY(isDifferent);
}

QTEST_GUILESS_MAIN(tst_Backoff)
#include "tst_backoff.moc"
