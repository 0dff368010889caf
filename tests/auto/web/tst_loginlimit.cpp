// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/log_in_limit.h"

#include <QTest>

using namespace keg;
using namespace keg::web;
using namespace Qt::StringLiterals;

/// Wrong passwords are few; right ones are always let in, as far as nobody else can help it.
class tst_LogInLimit : public QObject
{
    Q_OBJECT

private slots:
    void admit_wrongOnes_ofOneAddress_areFew();
    void admit_wrongOnes_ofOneAccount_areFew_fromAllAddresses();
    void admit_rightOnes_areNotCounted();
    void admit_anotherAddress_isNotKeptOutByOneFlood();
    void admit_anotherAccount_isNotKeptOutByAFloodOfAnother();
    void admit_knownAddress_isNotKeptOutByAFloodOfItsAccount();
    void admit_knownAddress_isKnownForItsAccountOnly();
    void admit_knownAddress_isLimitedItself();
    void admit_knownAddress_givesWayAsTheOldestOnly();
    void admit_sameNameInOtherLetters_isOneAccount();
    void admit_refusedByTheAccount_doesNotCountForTheAddress();
    void admit_namesThatNobodyCanHave_areOneAccount();
};

namespace {

const QString Anna = u"anna"_s;
const QString Here = u"10.1.1.1"_s;
const QString Elsewhere = u"10.2.2.2"_s;

constexpr milliseconds Start{1'000};

/// Somebody's tries at a time of the clock's.
struct House
{
    LogInLimit limit;
    milliseconds now = Start;

    /// How many of so many wrong passwords are looked at.
    int wrong(const QString &group, const QString &name, int count = 100)
    {
        int sum = 0;
        for (int i = 0; i < count; ++i)
            sum += limit.admit(group, name, now) ? 1 : 0;
        return sum;
    }
    /// Whether the right password lets in.
    bool right(const QString &group, const QString &name)
    {
        const auto attempt = limit.admit(group, name, now);
        if (!attempt)
            return false;
        limit.excuse(*attempt);
        limit.remember(group, name);
        return true;
    }
    /// From two hundred addresses. How many are looked at.
    int flood(const QString &name)
    {
        int sum = 0;
        for (int i = 0; i < 200; ++i)
            sum += wrong(u"10.0.0.%1"_s.arg(i), name, 20);
        return sum;
    }
};

} // namespace

void tst_LogInLimit::admit_wrongOnes_ofOneAddress_areFew()
{
    House house;
    int sum = 0;
    for (int i = 0; i < 100; ++i)
        sum += house.wrong(Here, u"name %1"_s.arg(i));
    QCOMPARE(sum, 10);
    house.now += milliseconds{60'000};
    QCOMPARE(house.wrong(Here, Anna), 10);
    house.now += milliseconds{6'000};
    QCOMPARE(house.wrong(Here, Anna), 1);
}

void tst_LogInLimit::admit_wrongOnes_ofOneAccount_areFew_fromAllAddresses()
{
    House house;
    QCOMPARE(house.flood(Anna), 40);
    house.now += milliseconds{60'000};
    QCOMPARE(house.flood(Anna), 24);
}

void tst_LogInLimit::admit_rightOnes_areNotCounted()
{
    House house;
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(house.right(Here, Anna));
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(house.right(u"10.0.0.%1"_s.arg(i), Anna));
}

void tst_LogInLimit::admit_anotherAddress_isNotKeptOutByOneFlood()
{
    House house;
    for (int second = 0; second < 3'600; ++second) {
        house.wrong(u"10.0.0.1"_s, Anna, 20);
        house.wrong(u"10.0.0.2"_s, Anna, 20);
        QVERIFY2(house.right(u"10.4.0.%1"_s.arg(second), Anna),
                 qPrintable(QString::number(second)));
        house.now += milliseconds{1'000};
    }
}

void tst_LogInLimit::admit_anotherAccount_isNotKeptOutByAFloodOfAnother()
{
    House house;
    house.flood(u"admin"_s);
    for (int i = 0; i < 500; ++i)
        house.flood(u"name %1"_s.arg(i));
    QVERIFY(house.right(Here, Anna));
}

void tst_LogInLimit::admit_knownAddress_isNotKeptOutByAFloodOfItsAccount()
{
    House house;
    QVERIFY(house.right(Here, Anna));
    house.flood(Anna);
    QVERIFY(!house.right(Elsewhere, Anna));
    QVERIFY(house.right(Here, Anna));
}

void tst_LogInLimit::admit_knownAddress_isKnownForItsAccountOnly()
{
    House house;
    QVERIFY(house.right(Here, u"admin"_s));
    house.flood(Anna);
    QVERIFY(!house.right(Here, Anna));
    QCOMPARE(house.wrong(Here, u"somebody"_s), 10);
    QVERIFY(house.right(Here, u"admin"_s));
}

void tst_LogInLimit::admit_knownAddress_isLimitedItself()
{
    House house;
    QVERIFY(house.right(Here, Anna));
    QCOMPARE(house.wrong(Here, Anna), 10);
    QVERIFY(house.right(Elsewhere, Anna));
}

void tst_LogInLimit::admit_knownAddress_givesWayAsTheOldestOnly()
{
    House house;
    QVERIFY(house.right(Here, Anna));
    QVERIFY(house.right(Elsewhere, Anna));
    for (int i = 2; i < LogInLimit::MostKnown; ++i)
        QVERIFY(house.right(u"10.5.%1.%2"_s.arg(i / 256).arg(i % 256), Anna));
    QVERIFY(house.right(Here, Anna)); // now the other is the oldest
    QVERIFY(house.right(u"10.6.0.0"_s, Anna));
    house.flood(Anna);
    QVERIFY(house.right(Here, Anna));
    QVERIFY(house.right(u"10.6.0.0"_s, Anna));
    QVERIFY(!house.right(Elsewhere, Anna));
}

void tst_LogInLimit::admit_sameNameInOtherLetters_isOneAccount()
{
    House house;
    QVERIFY(house.right(Here, u" Anna "_s));
    house.flood(u"ANNA"_s);
    QVERIFY(!house.right(Elsewhere, Anna));
    QVERIFY(house.right(Here, Anna));
}

void tst_LogInLimit::admit_refusedByTheAccount_doesNotCountForTheAddress()
{
    House house;
    house.flood(Anna);
    QCOMPARE(house.wrong(Here, Anna), 0);
    QCOMPARE(house.wrong(Here, u"admin"_s), 10);
}

void tst_LogInLimit::admit_namesThatNobodyCanHave_areOneAccount()
{
    House house;
    QCOMPARE(house.flood(QString(8'000, u'x')), 40);
    QCOMPARE(house.flood(QString(8'000, u'y')), 0);
    QVERIFY(house.right(Here, Anna));
}

QTEST_GUILESS_MAIN(tst_LogInLimit)
#include "tst_loginlimit.moc"
