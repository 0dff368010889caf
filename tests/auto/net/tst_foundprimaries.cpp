// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/found_primaries.h"

#include <QTest>

#include <algorithm>

using namespace keg;
using namespace keg::net;
using namespace std::chrono_literals;

class tst_FoundPrimaries : public QObject
{
    Q_OBJECT

private slots:
    void hear_newPlace_isNewsAndListed();
    void hear_knownPlace_isNewsOnceASecond();
    void hear_otherPorts_areAnotherPlace();
    void hear_newName_changesTheListOnceASecond();
    void hear_nobody_isPassedOver();
    void forget_silent_isForgottenAfterItsTime();
    void list_onePrimaryAtTwoPlaces_namesTheLatestFirst();
    void flood_fromOneHost_fillsItsShareOnly();
    void flood_fromManyHosts_keepsTheKnown();
    void flood_fromManyHosts_leavesRoomForTheWanted();
    void flood_asTheWantedFromOneHost_pushesNobodyOut();
    void flood_asTheWantedFromManyHosts_isSlow();
    void setWanted_afterAFlood_letsThatOneIn();
};

namespace {

constexpr milliseconds Start{1'000'000};
constexpr int Flood = 10'000;

MachineId machine(int number)
{
    QByteArray bytes(MachineId::Size, 'm');
    bytes.replace(0, 8, QByteArray::number(number + 10'000'000));
    return *MachineId::fromBytes(bytes);
}

QString host(int number)
{
    return QStringLiteral("10.%1.%2.%3").arg(number >> 16).arg(number >> 8 & 255).arg(number & 255);
}

FoundPrimary primary(int id, const QString &host, milliseconds heard = Start)
{
    return {machine(id), QStringLiteral("bar"), host, 5002, 5003, {}, heard};
}

const QString Bar = QStringLiteral("192.168.1.10");
const QString NewBar = QStringLiteral("192.168.1.77");
constexpr int Wanted = 1'000'000;

bool isListed(const FoundPrimaries &primaries, int id, const QString &host)
{
    const auto list = primaries.list();
    return std::any_of(list.cbegin(), list.cend(), [&](const FoundPrimary &primary) {
        return primary.id == machine(id) && primary.host == host;
    });
}

} // namespace

void tst_FoundPrimaries::hear_newPlace_isNewsAndListed()
{
    FoundPrimaries primaries({});
    const auto outcome = primaries.hear(primary(1, Bar));
    QVERIFY(outcome.isNews);
    QVERIFY(outcome.isListChanged);
    QCOMPARE(primaries.list().size(), 1);
    QCOMPARE(primaries.list().constFirst().host, Bar);
}

void tst_FoundPrimaries::hear_knownPlace_isNewsOnceASecond()
{
    FoundPrimaries primaries({});
    primaries.hear(primary(1, Bar));
    QVERIFY(!primaries.hear(primary(1, Bar, Start + 999ms)).isNews);
    const auto again = primaries.hear(primary(1, Bar, Start + 1'000ms));
    QVERIFY(again.isNews);
    QVERIFY(!again.isListChanged);
    QVERIFY(!primaries.hear(primary(1, Bar, Start + 1'999ms)).isNews);
    QCOMPARE(primaries.list().constFirst().lastHeard, Start + 1'999ms);
}

void tst_FoundPrimaries::hear_otherPorts_areAnotherPlace()
{
    FoundPrimaries primaries({});
    primaries.hear(primary(1, Bar));
    FoundPrimary lie = primary(1, Bar);
    lie.notifyPort = 6002;
    QVERIFY(primaries.hear(lie).isNews);
    lie.snapshotPort = 6003;
    QVERIFY(primaries.hear(lie).isNews);
    QCOMPARE(primaries.list().size(), 3);
}

void tst_FoundPrimaries::hear_newName_changesTheListOnceASecond()
{
    FoundPrimaries primaries({});
    primaries.hear(primary(1, Bar));
    FoundPrimary renamed = primary(1, Bar, Start + 1ms);
    renamed.name = QStringLiteral("pub");
    QVERIFY(!primaries.hear(renamed).isListChanged);
    QCOMPARE(primaries.list().constFirst().name, QStringLiteral("bar"));
    renamed.lastHeard = Start + 1s;
    QVERIFY(primaries.hear(renamed).isListChanged);
    QCOMPARE(primaries.list().constFirst().name, QStringLiteral("pub"));
    renamed.databaseId = QUuid::createUuid();
    renamed.lastHeard = Start + 2s;
    QVERIFY(primaries.hear(renamed).isListChanged);
    QCOMPARE(primaries.list().constFirst().databaseId, renamed.databaseId);
}

void tst_FoundPrimaries::hear_nobody_isPassedOver()
{
    FoundPrimaries primaries({});
    FoundPrimary nobody = primary(1, Bar);
    nobody.id = MachineId();
    QVERIFY(!primaries.hear(nobody).isNews);
    QVERIFY(primaries.list().isEmpty());
}

void tst_FoundPrimaries::forget_silent_isForgottenAfterItsTime()
{
    FoundPrimaries primaries({});
    QVERIFY(!primaries.nextForgetting());
    primaries.hear(primary(1, Bar));
    primaries.hear(primary(2, NewBar, Start + 30s));
    QCOMPARE(*primaries.nextForgetting(), Start + 100s);
    QVERIFY(!primaries.forget(Start + 100s - 1ms));
    primaries.hear(primary(1, Bar, Start + 60s));
    QCOMPARE(*primaries.nextForgetting(), Start + 130s);
    QVERIFY(primaries.forget(Start + 130s));
    QVERIFY(!isListed(primaries, 2, NewBar));
    QVERIFY(isListed(primaries, 1, Bar));
}

void tst_FoundPrimaries::list_onePrimaryAtTwoPlaces_namesTheLatestFirst()
{
    FoundPrimaries primaries({});
    primaries.hear(primary(2, Bar));
    primaries.hear(primary(1, Bar));
    primaries.hear(primary(2, NewBar, Start + 2s));
    primaries.hear(primary(1, NewBar, Start + 1s));
    QStringList hosts;
    for (const FoundPrimary &place : primaries.list())
        hosts.append(place.host);
    QCOMPARE(hosts, (QStringList{NewBar, Bar, NewBar, Bar}));
    QCOMPARE(primaries.list().constFirst().id, machine(1));
}

void tst_FoundPrimaries::flood_fromOneHost_fillsItsShareOnly()
{
    const FoundPrimaries::Limits limits;
    FoundPrimaries primaries(limits);
    for (int number = 0; number < Flood; ++number)
        primaries.hear(primary(number, Bar));
    QCOMPARE(primaries.list().size(), limits.placesPerHost);
    QVERIFY(primaries.hear(primary(Flood, NewBar)).isNews);
}

void tst_FoundPrimaries::flood_fromManyHosts_keepsTheKnown()
{
    const FoundPrimaries::Limits limits;
    FoundPrimaries primaries(limits);
    primaries.hear(primary(Wanted, Bar)); // nobody has said yet that it is wanted
    for (int number = 0; number < Flood; ++number)
        primaries.hear(primary(number, host(number), Start + milliseconds(number)));
    QCOMPARE(primaries.list().size(), limits.places);
    QVERIFY(isListed(primaries, Wanted, Bar));
}

void tst_FoundPrimaries::flood_fromManyHosts_leavesRoomForTheWanted()
{
    const FoundPrimaries::Limits limits;
    FoundPrimaries primaries(limits);
    primaries.setWanted(machine(Wanted));
    for (int number = 0; number < Flood; ++number)
        primaries.hear(primary(number, host(number)));
    QVERIFY(primaries.hear(primary(Wanted, Bar)).isNews);
    QVERIFY(primaries.hear(primary(Wanted, host(1))).isNews); // where lies came from, too
    for (int number = 0; number < Flood; ++number)
        primaries.hear(primary(number, host(number), Start + 1s));
    QVERIFY(isListed(primaries, Wanted, Bar));
    QCOMPARE(primaries.list().size(), limits.places + 2);
}

void tst_FoundPrimaries::flood_asTheWantedFromOneHost_pushesNobodyOut()
{
    const FoundPrimaries::Limits limits;
    FoundPrimaries primaries(limits);
    primaries.setWanted(machine(Wanted));
    primaries.hear(primary(Wanted, Bar));
    int news = 0;
    for (int number = 0; number < Flood; ++number) {
        FoundPrimary lie = primary(Wanted, host(1), Start + milliseconds(5 * number));
        lie.notifyPort = quint16(1 + number);
        news += primaries.hear(lie).isNews ? 1 : 0;
    }
    QVERIFY(isListed(primaries, Wanted, Bar));
    QCOMPARE(primaries.list().size(), 1 + limits.placesOfWantedPerHost);
    QVERIFY2(news <= 2 + 10, QByteArray::number(news)); // in 50 s
    QVERIFY(primaries.hear(primary(Wanted, NewBar, Start + 50s)).isNews);
}

void tst_FoundPrimaries::flood_asTheWantedFromManyHosts_isSlow()
{
    const FoundPrimaries::Limits limits;
    FoundPrimaries primaries(limits);
    primaries.setWanted(machine(Wanted));
    int news = 0;
    for (int number = 0; number < Flood; ++number) {
        const auto now = Start + milliseconds(5 * number);
        news += primaries.hear(primary(Wanted, host(number), now)).isNews ? 1 : 0;
    }
    QCOMPARE(primaries.list().size(), limits.placesOfWanted);
    QVERIFY2(news <= 8 + 50, QByteArray::number(news)); // in 50 s
}

void tst_FoundPrimaries::setWanted_afterAFlood_letsThatOneIn()
{
    FoundPrimaries primaries({});
    for (int number = 0; number < Flood; ++number)
        primaries.hear(primary(number, host(number)));
    QVERIFY(!primaries.hear(primary(Wanted, Bar)).isNews);
    primaries.setWanted(machine(Wanted));
    QVERIFY(primaries.hear(primary(Wanted, Bar)).isNews);
}

QTEST_GUILESS_MAIN(tst_FoundPrimaries)
#include "tst_foundprimaries.moc"
