// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/primary_places.h"

#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace Qt::StringLiterals;

class tst_PrimaryPlaces : public QObject
{
    Q_OBJECT

private slots:
    void validate_portsOfAHost_areNotZero();
    void next_nothingKnown_isNone();
    void next_toldAlone_isTriedAgainAndAgain();
    void next_hintsAlone_takeTurns();
    void next_toldAndHints_isToldEveryOtherTime();
    void hear_beforeEveryTry_keepsNobodyFromWhereThePrimaryIs();
    void hear_again_isNoNews();
    void hear_moreThanTheLimit_forgetsTheOldest();
    void prefer_oneThatWasAHint_isNoneAnyMore();
    void forgetHint_ofWhatWasTold_doesNothing();
};

namespace {

Place at(int number)
{
    return {u"192.0.2.%1"_s.arg(number), 5002, 5003};
}

} // namespace

void tst_PrimaryPlaces::validate_portsOfAHost_areNotZero()
{
    QVERIFY(validate(Place()));
    QVERIFY(validate(at(1)));
    QCOMPARE(validate({u"bar"_s, 0, 5003}).error().code, ErrorCode::Usage);
    QCOMPARE(validate({u"bar"_s, 5002, 0}).error().code, ErrorCode::Usage);
}

void tst_PrimaryPlaces::next_nothingKnown_isNone()
{
    PrimaryPlaces places;
    QVERIFY(!places.next());
}

void tst_PrimaryPlaces::next_toldAlone_isTriedAgainAndAgain()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    QVERIFY(!places.isHint(at(1)));
    for (int tries = 0; tries < 3; ++tries)
        QCOMPARE(places.next(), at(1));
}

void tst_PrimaryPlaces::next_hintsAlone_takeTurns()
{
    PrimaryPlaces places;
    places.hear(at(1));
    places.hear(at(2));
    QVERIFY(places.isHint(at(2)));
    QCOMPARE(places.next(), at(2)); // the newest first
    QCOMPARE(places.next(), at(1));
    QCOMPARE(places.next(), at(2));
}

void tst_PrimaryPlaces::next_toldAndHints_isToldEveryOtherTime()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    places.hear(at(2));
    places.hear(at(3));
    for (const int expected : {1, 3, 1, 2, 1, 3})
        QCOMPARE(places.next(), at(expected));
}

void tst_PrimaryPlaces::hear_beforeEveryTry_keepsNobodyFromWhereThePrimaryIs()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    int toldOnes = 0;
    for (int number = 0; number < 100; ++number) {
        places.hear(at(2 + number));
        toldOnes += places.next() == at(1);
    }
    QCOMPARE(toldOnes, 50);
}

void tst_PrimaryPlaces::hear_again_isNoNews()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    QVERIFY(!places.hear(at(1)));
    QVERIFY(places.hear(at(2)));
    QVERIFY(!places.hear(at(2)));
}

void tst_PrimaryPlaces::hear_moreThanTheLimit_forgetsTheOldest()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    for (int number = 2; number < 2 + PrimaryPlaces::Limit; ++number)
        places.hear(at(number));
    QVERIFY(places.hear(at(2)));
    QCOMPARE(places.next(), at(1));
}

void tst_PrimaryPlaces::prefer_oneThatWasAHint_isNoneAnyMore()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    places.hear(at(2));
    places.prefer(at(2));
    QVERIFY(!places.isHint(at(2)));
    QVERIFY(places.isHint(at(1)));
    QCOMPARE(places.next(), at(2));
}

void tst_PrimaryPlaces::forgetHint_ofWhatWasTold_doesNothing()
{
    PrimaryPlaces places;
    places.prefer(at(1));
    places.hear(at(2));
    QVERIFY(!places.forgetHint(at(1)));
    QVERIFY(places.forgetHint(at(2)));
    QVERIFY(!places.forgetHint(at(2)));
    QCOMPARE(places.next(), at(1));
    QCOMPARE(places.next(), at(1));
}

QTEST_GUILESS_MAIN(tst_PrimaryPlaces)
#include "tst_primaryplaces.moc"
