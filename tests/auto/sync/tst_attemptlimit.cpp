// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/attempt_limit.h"

#include <QTest>

using namespace keg;
using namespace keg::sync;
using namespace Qt::StringLiterals;

class tst_AttemptLimit : public QObject
{
    Q_OBJECT

private slots:
    void allows_upToTheLimitOfEachAddress();
    void allows_addressesOfOneNetwork_areOne_data();
    void allows_addressesOfOneNetwork_areOne();
    void allows_againAsEachAttemptGrowsOld();
    void allows_refused_countsForNothing();
    void allows_manyAddresses_keepNobodyOut();
};

namespace {

const QString Here = u"192.0.2.1"_s;
constexpr milliseconds Start{5'000};

} // namespace

void tst_AttemptLimit::allows_upToTheLimitOfEachAddress()
{
    AttemptLimit limit;
    for (const QString &address : {Here, u"192.0.2.2"_s, u"2001:db8::1"_s, QString()}) {
        for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt)
            QVERIFY(limit.allows(address, Start));
        QVERIFY(!limit.allows(address, Start));
    }
}

void tst_AttemptLimit::allows_addressesOfOneNetwork_areOne_data()
{
    QTest::addColumn<QString>("addresses");
    QTest::addColumn<QString>("elsewhere");
    QTest::newRow("IPv6") << u"2001:db8:1:2::%1"_s << u"2001:db8:1:3::1"_s;
    QTest::newRow("link-local") << u"fe80::%1%eth0"_s << u"fe80::1%eth1"_s;
}

void tst_AttemptLimit::allows_addressesOfOneNetwork_areOne()
{
    QFETCH(const QString, addresses);
    QFETCH(const QString, elsewhere);
    AttemptLimit limit;
    for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt)
        QVERIFY(limit.allows(addresses.arg(attempt), Start));
    QVERIFY(!limit.allows(addresses.arg(AttemptLimit::Attempts), Start));
    QVERIFY(limit.allows(elsewhere, Start));
}

void tst_AttemptLimit::allows_againAsEachAttemptGrowsOld()
{
    AttemptLimit limit;
    for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt)
        QVERIFY(limit.allows(Here, Start + milliseconds(attempt)));
    const milliseconds end = Start + AttemptLimit::Window;
    QVERIFY(!limit.allows(Here, end - milliseconds(1)));
    for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt) {
        QVERIFY(limit.allows(Here, end + milliseconds(attempt)));
        QVERIFY(!limit.allows(Here, end + milliseconds(attempt)));
    }
}

void tst_AttemptLimit::allows_refused_countsForNothing()
{
    AttemptLimit limit;
    for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt)
        QVERIFY(limit.allows(Here, Start));
    for (milliseconds time{0}; time < AttemptLimit::Window; time += milliseconds(1'000))
        QVERIFY(!limit.allows(Here, Start + time));
    QVERIFY(limit.allows(Here, Start + AttemptLimit::Window));
}

void tst_AttemptLimit::allows_manyAddresses_keepNobodyOut()
{
    AttemptLimit limit;
    for (int attempt = 0; attempt < AttemptLimit::Attempts; ++attempt)
        QVERIFY(limit.allows(Here, Start));
    for (int address = 0; address < 4'000; ++address)
        QVERIFY(limit.allows(u"2001:db8:0:%1::1"_s.arg(address), Start + milliseconds(1)));
    QVERIFY(!limit.allows(Here, Start + milliseconds(2)));
    for (int address = 4'000; address < 10'000; ++address)
        QVERIFY(limit.allows(u"2001:db8:0:%1::1"_s.arg(address), Start + milliseconds(3)));
    QVERIFY(limit.allows(Here, Start + milliseconds(4))); // bounded: the oldest are forgotten
}

QTEST_GUILESS_MAIN(tst_AttemptLimit)
#include "tst_attemptlimit.moc"
