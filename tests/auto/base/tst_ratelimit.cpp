// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/rate_limit.h"

#include <QTest>

using namespace keg;

class tst_RateLimit : public QObject
{
    Q_OBJECT

private slots:
    void admit_oneHost_hasItsBurstThenItsRate();
    void admit_manyHosts_shareTheTotal();
    void admit_refused_costsNothing();
    void admit_moreHostsThanRemembered_countAsOne();
    void admit_moreHostsThanRemembered_makesRoomInTime();
    void giveBack_isAsIfItHadNotBeen();
};

namespace {

constexpr milliseconds Start{1'000};
constexpr milliseconds Interval{100};
constexpr RateLimit::Rate Generous{1'000'000, milliseconds(1)};
const QString Alice = QStringLiteral("10.0.0.1");
const QString Bob = QStringLiteral("10.0.0.2");

int admitted(RateLimit &limit, const QString &host, milliseconds now, int tries)
{
    int count = 0;
    for (int number = 0; number < tries; ++number)
        count += limit.admit(host, now) ? 1 : 0;
    return count;
}

/// How many of so many new hosts are admitted, each once.
int admittedHosts(RateLimit &limit, milliseconds now, int hosts)
{
    int count = 0;
    for (int number = 0; number < hosts; ++number)
        count += limit.admit(QStringLiteral("host %1").arg(number), now) ? 1 : 0;
    return count;
}

} // namespace

void tst_RateLimit::admit_oneHost_hasItsBurstThenItsRate()
{
    RateLimit limit({{5, Interval}, Generous});
    QCOMPARE(admitted(limit, Alice, Start, 100), 5);
    QCOMPARE(admitted(limit, Bob, Start, 100), 5);
    QCOMPARE(admitted(limit, Alice, Start + Interval - milliseconds(1), 100), 0);
    QCOMPARE(admitted(limit, Alice, Start + Interval, 100), 1);
    QCOMPARE(admitted(limit, Alice, Start + 3 * Interval, 100), 2);
    QCOMPARE(admitted(limit, Alice, Start + 1'000 * Interval, 100), 5);
}

void tst_RateLimit::admit_manyHosts_shareTheTotal()
{
    RateLimit limit({{5, Interval}, {20, Interval}});
    QCOMPARE(admittedHosts(limit, Start, 100), 20);
    QCOMPARE(admittedHosts(limit, Start + 7 * Interval, 100), 7);
}

void tst_RateLimit::admit_refused_costsNothing()
{
    RateLimit limit({{1, Interval}, {2, Interval}});
    QCOMPARE(admitted(limit, Alice, Start, 1'000), 1);
    QCOMPARE(admitted(limit, Bob, Start, 1'000), 1); // Alice's refusals did not use it up
    QCOMPARE(admitted(limit, Alice, Start + Interval, 1), 1);
}

void tst_RateLimit::admit_moreHostsThanRemembered_countAsOne()
{
    RateLimit limit({{3, Interval}, Generous, 10});
    QCOMPARE(admittedHosts(limit, Start, 10'000), 10 + 3);
}

void tst_RateLimit::admit_moreHostsThanRemembered_makesRoomInTime()
{
    RateLimit limit({{3, Interval}, Generous, 10});
    admittedHosts(limit, Start, 10'000);
    QCOMPARE(admitted(limit, Alice, Start, 3), 0);
    QCOMPARE(admitted(limit, Alice, Start + 10 * Interval, 3), 3);
    QCOMPARE(admittedHosts(limit, Start + 10 * Interval, 9), 9);
}

void tst_RateLimit::giveBack_isAsIfItHadNotBeen()
{
    RateLimit limit({{5, Interval}, {7, Interval}, 1});
    for (const QString &host : {Alice, Bob}) { // of whom one is remembered
        for (int number = 0; number < 100; ++number) {
            QVERIFY(limit.admit(host, Start));
            limit.giveBack(host);
        }
    }
    QCOMPARE(admitted(limit, Alice, Start, 100), 5);
    QCOMPARE(admitted(limit, Bob, Start, 100), 2);
}

QTEST_GUILESS_MAIN(tst_RateLimit)
#include "tst_ratelimit.moc"
