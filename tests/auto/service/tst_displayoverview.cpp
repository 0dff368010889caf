// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/display_overview.h"
#include "core/service/sightings.h"
#include "core/sync/primary_machine.h"
#include "tests/support/machine_ids.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace keg;
using namespace keg::service;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_DisplayOverview : public QObject
{
    Q_OBJECT

private slots:
    void state_isOfTheConnectionAsPeopleDecided_data();
    void state_isOfTheConnectionAsPeopleDecided();
    void stranger_comesAfterTheList();
    void whoIsAway_isAsSeenLast();
};

namespace {

constexpr QFileDevice::Permissions ForOthers = QFileDevice::ReadGroup | QFileDevice::WriteGroup
    | QFileDevice::ReadOther | QFileDevice::WriteOther;

QJsonObject statusWith(const MachineId &machine, const QString &state)
{
    const QJsonObject connection{
        {u"id"_s, machine.toString()},       {u"name"_s, u"wall"_s}, {u"state"_s, state},
        {u"words"_s, u"four short words"_s}, {u"sequence"_s, 7},     {u"lag_ms"_s, 3}};
    return {{u"displays"_s, QJsonArray{connection}}};
}

} // namespace

void tst_DisplayOverview::state_isOfTheConnectionAsPeopleDecided_data()
{
    QTest::addColumn<bool>("isApproved");
    QTest::addColumn<QString>("connection"); // empty: none
    QTest::addColumn<QString>("expected");
    QTest::newRow("away") << true << QString() << u"offline"_s;
    QTest::newRow("live") << true << u"live"_s << u"live"_s;
    QTest::newRow("approved just now") << true << u"pending"_s << u"connecting"_s;
    QTest::newRow("revoked") << false << QString() << u"revoked"_s;
    QTest::newRow("revoked just now") << false << u"live"_s << u"revoked"_s;
    QTest::newRow("turned down") << false << u"pending"_s << u"revoked"_s;
}

void tst_DisplayOverview::state_isOfTheConnectionAsPeopleDecided()
{
    QFETCH(const bool, isApproved);
    QFETCH(const QString, connection);
    QFETCH(const QString, expected);
    const MachineId machine = machineCalled("bar");
    const QJsonObject status
        = connection.isEmpty() ? QJsonObject() : statusWith(machine, connection);
    const auto lines = displayLines({{1, machine, u"bar"_s, isApproved, false}}, status);
    QCOMPARE(lines.size(), 1);
    QCOMPARE(lines.first().state, expected);
    QCOMPARE(lines.first().display.name, u"bar"_s);
    QCOMPARE(lines.first().words, QString());
    QCOMPARE(lines.first().sequence.has_value(), !connection.isEmpty());
}

void tst_DisplayOverview::stranger_comesAfterTheList()
{
    const auto lines = displayLines({{1, machineCalled("bar"), u"bar"_s, true, false}},
                                    statusWith(machineCalled("wall"), u"pending"_s));
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines.last().state, u"pending"_s);
    QCOMPARE(lines.last().words, u"four short words"_s);
    QCOMPARE(lines.last().display.name, u"wall"_s);
    QVERIFY(!lines.last().display.isApproved);
}

void tst_DisplayOverview::whoIsAway_isAsSeenLast()
{
    sync::PeerStatus peer;
    peer.machine = machineCalled("bar");
    peer.address = u"192.0.2.7"_s;
    peer.program = u"1.2.3"_s;
    peer.lastSeen = QDateTime::fromString(u"2026-11-23T18:05:00Z"_s, Qt::ISODate);
    Sightings noted;
    noted.note(peer);
    const QTemporaryDir folder;
    QVERIFY(noted.save(folder.path()));
    QCOMPARE(QFile::permissions(folder.filePath(u"displays.json"_s)) & ForOthers,
             QFileDevice::Permissions());
    const QJsonObject status{{u"seen"_s, Sightings::load(folder.path()).toJson()}};

    const auto lines = displayLines({{1, machineCalled("bar"), u"bar"_s, true, false},
                                     {2, machineCalled("wall"), u"wall"_s, true, false}},
                                    status);
    QCOMPARE(lines.first().state, u"offline"_s);
    QCOMPARE(lines.first().address, u"192.0.2.7"_s);
    QCOMPARE(lines.first().version, u"1.2.3"_s);
    QCOMPARE(lines.first().lastSeen, u"2026-11-23T18:05:00.000Z"_s);
    QVERIFY(!lines.first().sequence);
    QCOMPARE(lines.last().lastSeen, QString());
}

QTEST_GUILESS_MAIN(tst_DisplayOverview)
#include "tst_displayoverview.moc"
