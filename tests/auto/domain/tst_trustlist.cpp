// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/trust_list.h"
#include "tests/support/machine_ids.h"

#include <QTest>

using namespace keg;
using namespace keg::test;
using Standing = TrustList::Standing;

class tst_TrustList : public QObject
{
    Q_OBJECT

private slots:
    void empty_knowsNobody();
    void standing_isWhatTheListSays();
    void standing_ofAMachineListedTwice_isTheWorse();
    void nobody_isAStrangerAlways();
    void open_makesNobodyApproved();
    void approvedBy_anotherList_keepsWhomBothApprove();
};

namespace {

const MachineId One = machineCalled("one");
const MachineId Two = machineCalled("two");

Display display(const MachineId &machine, bool isApproved)
{
    return {1, machine, {}, isApproved, false};
}

} // namespace

void tst_TrustList::empty_knowsNobody()
{
    const TrustList list;
    QCOMPARE(list.standingOf(One), Standing::Stranger);
    QVERIFY(!list.isApproved(One));
    QVERIFY(!list.isOpen());
}

void tst_TrustList::standing_isWhatTheListSays()
{
    const TrustList list({display(One, true), display(Two, false)}, false);
    QCOMPARE(list.standingOf(One), Standing::Approved);
    QVERIFY(list.isApproved(One));
    QCOMPARE(list.standingOf(Two), Standing::Revoked);
    QVERIFY(!list.isApproved(Two));
    QCOMPARE(list.standingOf(machineCalled("three")), Standing::Stranger);
}

/// A table that another program made may have it twice.
void tst_TrustList::standing_ofAMachineListedTwice_isTheWorse()
{
    for (const bool isFirstApproved : {true, false}) {
        const TrustList list({display(One, isFirstApproved), display(One, !isFirstApproved)},
                             false);
        QCOMPARE(list.standingOf(One), Standing::Revoked);
    }
}

void tst_TrustList::nobody_isAStrangerAlways()
{
    const TrustList list({display(MachineId(), true)}, false);
    QCOMPARE(list.standingOf(MachineId()), Standing::Stranger);
    QVERIFY(!list.isApproved(MachineId()));
}

void tst_TrustList::open_makesNobodyApproved()
{
    const TrustList list({display(Two, false)}, true);
    QVERIFY(list.isOpen());
    QCOMPARE(list.standingOf(One), Standing::Stranger);
    QVERIFY(!list.isApproved(One));
    QCOMPARE(list.standingOf(Two), Standing::Revoked);
}

void tst_TrustList::approvedBy_anotherList_keepsWhomBothApprove()
{
    const auto list = [](bool isFirst, bool isSecond, const QList<Display> &rest) {
        return TrustList(QList<Display>{display(One, isFirst), display(Two, isSecond)} + rest,
                         false);
    };
    const MachineId fresh = machineCalled("new");
    const TrustList newer = list(true, false, {display(fresh, true)});
    const TrustList both = newer.approvedBy(list(true, true, {}));
    QCOMPARE(both.standingOf(One), Standing::Approved);
    QCOMPARE(both.standingOf(Two), Standing::Revoked);
    QCOMPARE(both.standingOf(fresh), Standing::Stranger);
    QCOMPARE(newer.approvedBy(list(false, true, {})).standingOf(One), Standing::Stranger);
}

QTEST_GUILESS_MAIN(tst_TrustList)
#include "tst_trustlist.moc"
