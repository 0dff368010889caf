// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/log_in_limit.h"

#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

class tst_LogInLimit : public QObject
{
    Q_OBJECT

private slots:
    void admit_oneAddress_isLimited();
    void admit_knownAddress_isNotKeptOutByStrangers();
    void admit_knownAddress_isLimitedItself();
};

namespace {

constexpr milliseconds Now{1'000};

/// How many of `count` tries are let in.
int admitted(LogInLimit &limit, const QString &group, int count)
{
    int sum = 0;
    for (int i = 0; i < count; ++i)
        sum += limit.admit(group, Now) ? 1 : 0;
    return sum;
}

void letStrangersTry(LogInLimit &limit)
{
    for (int i = 0; i < 100; ++i)
        admitted(limit, u"10.0.0.%1"_s.arg(i), 10);
}

} // namespace

void tst_LogInLimit::admit_oneAddress_isLimited()
{
    LogInLimit limit;
    QCOMPARE(admitted(limit, u"10.1.1.1"_s, 100), 10);
}

void tst_LogInLimit::admit_knownAddress_isNotKeptOutByStrangers()
{
    LogInLimit limit;
    limit.remember(u"10.1.1.1"_s);
    letStrangersTry(limit);
    QVERIFY(!limit.admit(u"10.1.1.2"_s, Now));
    QVERIFY(limit.admit(u"10.1.1.1"_s, Now));
}

void tst_LogInLimit::admit_knownAddress_isLimitedItself()
{
    LogInLimit limit;
    limit.remember(u"10.1.1.1"_s);
    QCOMPARE(admitted(limit, u"10.1.1.1"_s, 100), 10);
}

QTEST_GUILESS_MAIN(tst_LogInLimit)
#include "tst_loginlimit.moc"
