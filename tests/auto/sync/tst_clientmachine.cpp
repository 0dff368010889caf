// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/played/client_scene.h"

#include <QLoggingCategory>
#include <QTest>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Kind = wire::Failure::Kind;
using wire::SnapshotReason;
using Scene = ClientScene;

class tst_ClientMachine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void connect_noAnswer_triesAgainWithinLimitsThatDouble();
    void connect_liveAgain_resetsTheLimits();
    void connect_noWelcome_isGivenUpAfterItsTime();
    void networkCameUp_whileWaiting_triesAtOnce();
    void silence_of15Seconds_endsTheConnection();
    void heartbeat_whileApplying_isAnswered();
    void heartbeat_otherDigest_asksForASnapshot();
    void heartbeat_thatCrossesTheSecondHello_isPassedOver();
    void changes_wrongCheck_heal_data();
    void changes_wrongCheck_heal();
    void changes_fromElsewhere_endTheConnection_data();
    void changes_fromElsewhere_endTheConnection();
    void parts_thatDoNotFit_endTheConnection_data();
    void parts_thatDoNotFit_endTheConnection();
    void parts_inOrder_areAppliedAsOne();
    void applyFailed_error_decidesWhatFollows_data();
    void applyFailed_error_decidesWhatFollows();
    void copyFull_whileCollecting_endsTheConnectionAndForgets();
    void welcome_unfit_isRefused_data();
    void welcome_unfit_isRefused();
    void failure_kind_decidesTheState_data();
    void failure_kind_decidesTheState();
    void bye_fromPrimary_leavesOfflineWithItsReason();
    void message_ofNoPrimary_endsTheConnection_data();
    void message_ofNoPrimary_endsTheConnection();
    void bytes_oversize_endTheConnection();
    void snapshot_connectionLost_helloWaitsForTheCopy();
    void snapshot_failed_triesAgainFromTheSamePosition();
    void copyDiffers_asksForASnapshotAndCountsAHeal();
    void copyDiffers_whileASnapshotComes_changesNothing();
    void stop_connected_saysGoodbyeAndWaitsForNothing();
};

void tst_ClientMachine::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_ClientMachine::connect_noAnswer_triesAgainWithinLimitsThatDouble()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    for (const int limit : {500, 1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000}) {
        const int tries = scene.server.opened;
        scene.machine.disconnected(u"refused"_s);
        QCOMPARE(scene.status().state, ClientState::Offline);
        QCOMPARE(scene.status().reason, u"refused"_s);
        const milliseconds wait = *scene.machine.deadline() - scene.clock.monotonic();
        QVERIFY(wait >= milliseconds(0) && wait <= milliseconds(limit));
        if (wait > milliseconds(0)) {
            scene.machine.tick();
            QCOMPARE(scene.server.opened, tries);
        }
        scene.clock.pass(wait);
        scene.machine.tick();
        QCOMPARE(scene.server.opened, tries + 1);
        QCOMPARE(scene.status().state, ClientState::Connecting);
    }
}

void tst_ClientMachine::connect_liveAgain_resetsTheLimits()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    for (int tries = 0; tries < 10; ++tries) {
        scene.machine.disconnected(u"refused"_s);
        scene.clock.pass(*scene.machine.deadline() - scene.clock.monotonic());
        scene.machine.tick();
    }
    scene.machine.connected(Scene::primary());
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().state, ClientState::Live);
    scene.machine.disconnected(u"gone"_s);
    QVERIFY(*scene.machine.deadline() - scene.clock.monotonic() <= milliseconds(500));
}

void tst_ClientMachine::connect_noWelcome_isGivenUpAfterItsTime()
{
    Scene scene;
    scene.connect();
    scene.clock.pass(milliseconds(9'999));
    scene.machine.bytesReceived(QByteArray(1, '\0')); // trickling does not help
    scene.machine.tick();
    QVERIFY(scene.server.isOpen);
    scene.clock.pass(milliseconds(1));
    scene.machine.tick();
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, ClientState::Offline);
    QCOMPARE(scene.status().reason, u"the primary did not answer within 10 s"_s);
}

void tst_ClientMachine::networkCameUp_whileWaiting_triesAtOnce()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.networkCameUp(); // it is trying
    QCOMPARE(scene.server.opened, 1);
    for (int tries = 0; tries < 7; ++tries) {
        scene.machine.disconnected(u"refused"_s);
        scene.clock.pass(milliseconds(30'000));
        scene.machine.tick();
    }
    scene.machine.disconnected(u"refused"_s);
    scene.machine.networkCameUp();
    scene.machine.tick();
    QCOMPARE(scene.server.opened, 9);
    QCOMPARE(scene.status().state, ClientState::Connecting);
}

void tst_ClientMachine::silence_of15Seconds_endsTheConnection()
{
    Scene scene;
    scene.becomeLive();
    for (int heartbeats = 0; heartbeats < 10; ++heartbeats) {
        scene.clock.pass(milliseconds(14'999));
        scene.machine.tick();
        QCOMPARE(scene.status().state, ClientState::Live);
        scene.receive(wire::Heartbeat{scene.at(10)});
        QCOMPARE(scene.status().lastSync, scene.clock.utcNow());
    }
    scene.clock.pass(milliseconds(15'000));
    scene.machine.tick();
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, ClientState::Offline);
    QCOMPARE(scene.status().reason, u"the primary has been silent for 15 s"_s);
}

void tst_ClientMachine::heartbeat_whileApplying_isAnswered()
{
    Scene scene;
    scene.becomeLive();
    scene.receive(scene.changes(scene.at(10), scene.at(11)));
    scene.receive(wire::Heartbeat{scene.at(12)});
    const auto answer = lastOf<wire::Heartbeat>(scene.sent());
    QVERIFY(answer);
    QCOMPARE(answer->position, scene.at(10));

    scene.machine.applied(scene.at(11));
    QVERIFY(lastOf<wire::Ack>(scene.sent()));
    QVERIFY(scene.status().lastSync < scene.clock.utcNow().addMSecs(1));
    scene.receive(wire::Heartbeat{scene.at(11), 8443});
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().webPort, quint16(8443));
    QCOMPARE(scene.status().counters.deltas, 1);
    QVERIFY(scene.status().counters.heals.isEmpty());
}

void tst_ClientMachine::heartbeat_otherDigest_asksForASnapshot()
{
    Scene scene;
    scene.becomeLive();
    scene.receive(wire::Heartbeat{scene.at(10, 99)});
    QCOMPARE(lastOf<wire::Failure>(scene.sent())->kind, Kind::Mismatch);
    QCOMPARE(scene.status().state, ClientState::Offline);

    scene.reconnect();
    QVERIFY(lastOf<wire::Hello>(scene.sent())->wantsSnapshot);
    scene.welcome(scene.at(10, 99), SnapshotReason::Asked);
    scene.machine.snapshotMerged(scene.at(10, 99));
    QCOMPARE(scene.status().counters.heals.size(), 1);
    QVERIFY(!lastOf<wire::Hello>(scene.sent())->wantsSnapshot);
    scene.welcome(scene.at(10, 99));
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientMachine::heartbeat_thatCrossesTheSecondHello_isPassedOver()
{
    Scene scene;
    scene.connect();
    scene.welcome(Scene::at(12), SnapshotReason::Floor);
    scene.machine.snapshotMerged(Scene::at(12));
    QVERIFY(lastOf<wire::Hello>(scene.sent()));
    scene.receive(wire::Heartbeat{Scene::at(12)});
    QVERIFY(scene.server.isOpen);
    scene.welcome(Scene::at(12));
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().counters.reconnects, 0);
}

void tst_ClientMachine::changes_wrongCheck_heal_data()
{
    QTest::addColumn<int>("times");
    QTest::addColumn<bool>("bySnapshot");
    QTest::newRow("once") << 1 << false;
    QTest::newRow("twice") << 2 << true;
}

void tst_ClientMachine::changes_wrongCheck_heal()
{
    QFETCH(const int, times);
    QFETCH(const bool, bySnapshot);
    Scene scene;
    scene.becomeLive();
    for (int time = 0; time < times; ++time) {
        scene.receive(scene.changes(scene.at(10), scene.at(11), false));
        QVERIFY(!scene.copy.applying);
        QCOMPARE(lastOf<wire::Failure>(scene.sent())->kind, Kind::Mismatch);
        QVERIFY(!scene.server.isOpen);
        scene.reconnect();
        const auto hello = lastOf<wire::Hello>(scene.sent());
        QCOMPARE(hello->position, scene.at(10));
        QCOMPARE(hello->wantsSnapshot, bySnapshot && time == 1);
        if (time + 1 < times || !bySnapshot)
            scene.welcome(scene.at(11));
    }
    if (bySnapshot) {
        scene.welcome(scene.at(11), SnapshotReason::Asked);
        scene.machine.snapshotMerged(scene.at(11));
        scene.welcome(scene.at(11));
    } else {
        scene.receive(scene.changes(scene.at(10), scene.at(11)));
        scene.machine.applied(scene.at(11));
    }
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().counters.heals.size(), 1);
    const QString healed = scene.status().counters.heals.first().reason;
    QVERIFY2(healed.startsWith(u"a delta's checksum is wrong"), qPrintable(healed));
    QVERIFY(healed.endsWith(bySnapshot ? u"snapshot taken" : u"applied again"));
    QCOMPARE(scene.copy.fetches, bySnapshot ? 1 : 0);
}

void tst_ClientMachine::changes_fromElsewhere_endTheConnection_data()
{
    QTest::addColumn<qint64>("sequence");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<bool>("isApplying");
    QTest::newRow("a gap") << qint64(11) << 0 << false;
    QTest::newRow("once more") << qint64(9) << 0 << false;
    QTest::newRow("another epoch") << qint64(10) << 1 << false;
    QTest::newRow("while applying") << qint64(10) << 0 << true;
}

void tst_ClientMachine::changes_fromElsewhere_endTheConnection()
{
    QFETCH(const qint64, sequence);
    QFETCH(const int, epochs);
    QFETCH(const bool, isApplying);
    Scene scene;
    scene.becomeLive();
    if (isApplying)
        scene.receive(scene.changes(scene.at(10), scene.at(11)));
    scene.copy.applying.reset();
    Position from = scene.at(sequence);
    from.epoch.counter += quint32(epochs);
    scene.receive(scene.changes(from, scene.at(sequence + 1)));
    QVERIFY(!scene.copy.applying);
    QCOMPARE(lastOf<wire::Failure>(scene.sent())->kind, Kind::Mismatch);
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, ClientState::Offline);
}

void tst_ClientMachine::parts_thatDoNotFit_endTheConnection_data()
{
    QTest::addColumn<QList<wire::Message>>("messages");
    const Position from = Scene::at(10);
    const Position to = Scene::at(11);
    const wire::DeltaBegin begin{from, to, 4};
    QTest::newRow("empty") << QList<wire::Message>{wire::DeltaBegin{from, to, 0}};
    QTest::newRow("negative") << QList<wire::Message>{wire::DeltaBegin{from, to, -1}};
    QTest::newRow("two beginnings") << QList<wire::Message>{begin, begin};
    QTest::newRow("changes between") << QList<wire::Message>{begin, Scene::changes(from, to)};
    QTest::newRow("a Welcome between")
        << QList<wire::Message>{begin, wire::Welcome{1, to, {}, SnapshotReason::None}};
    QTest::newRow("part of nothing") << QList<wire::Message>{wire::DeltaPart{"pa"}};
    QTest::newRow("end of nothing") << QList<wire::Message>{wire::DeltaEnd{"check"}};
    QTest::newRow("too many bytes") << QList<wire::Message>{begin, wire::DeltaPart{"payload"}};
    QTest::newRow("too few bytes")
        << QList<wire::Message>{begin, wire::DeltaPart{"pa"}, wire::DeltaEnd{"check"}};
}

void tst_ClientMachine::parts_thatDoNotFit_endTheConnection()
{
    QFETCH(const QList<wire::Message>, messages);
    Scene scene;
    scene.becomeLive();
    for (const wire::Message &message : messages) {
        QVERIFY(scene.server.isOpen);
        scene.receive(message);
    }
    QVERIFY(!scene.server.isOpen);
    QVERIFY(lastOf<wire::Failure>(scene.sent()));
    QCOMPARE(scene.status().state, ClientState::Offline);
    QVERIFY(!scene.copy.applying);
    QVERIFY(scene.copy.collected.isEmpty());
}

void tst_ClientMachine::parts_inOrder_areAppliedAsOne()
{
    Scene scene;
    scene.becomeLive();
    const Position to = scene.at(12);
    scene.receive(wire::DeltaBegin{scene.at(10), to, 7});
    QCOMPARE(scene.status().state, ClientState::CatchingUp);
    scene.receive(wire::DeltaPart{"pay"});
    scene.receive(wire::Heartbeat{to});
    scene.receive(wire::DeltaPart{"load"});
    QVERIFY(!scene.copy.applying);
    scene.receive(wire::DeltaEnd{scene.changes(scene.at(10), to).check});
    QCOMPARE(scene.copy.applying, to);
    QCOMPARE(scene.copy.payload, "payload");
    scene.machine.applied(to);
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientMachine::applyFailed_error_decidesWhatFollows_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<ClientState>("state");
    QTest::addColumn<bool>("isDamage");
    QTest::newRow("other digest") << ErrorCode::Mismatch << ClientState::Offline << true;
    QTest::newRow("contradiction") << ErrorCode::Damaged << ClientState::Offline << true;
    QTest::newRow("no room") << ErrorCode::DiskFull << ClientState::Offline << false;
    QTest::newRow("other writer") << ErrorCode::Busy << ClientState::Offline << false;
    QTest::newRow("I/O") << ErrorCode::Failed << ClientState::Offline << false;
    QTest::newRow("no client's copy") << ErrorCode::Refused << ClientState::Refused << false;
    QTest::newRow("newer tables") << ErrorCode::TooNew << ClientState::Refused << false;
}

void tst_ClientMachine::applyFailed_error_decidesWhatFollows()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const ClientState, state);
    QFETCH(const bool, isDamage);
    Scene scene;
    scene.becomeLive();
    scene.receive(scene.changes(scene.at(10), scene.at(11)));
    scene.machine.applyFailed({code, u"why"_s});
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, state);
    QCOMPARE(scene.status().reason, u"why"_s);
    QCOMPARE(scene.status().position, scene.at(10));

    scene.reconnect();
    scene.welcome(scene.at(11));
    scene.receive(scene.changes(scene.at(10), scene.at(11)));
    scene.machine.applied(scene.at(11));
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().counters.heals.size(), isDamage ? 1 : 0);
}

void tst_ClientMachine::copyFull_whileCollecting_endsTheConnectionAndForgets()
{
    Scene scene;
    scene.becomeLive();
    scene.receive(wire::DeltaBegin{scene.at(10), scene.at(11), 7});
    scene.receive(wire::DeltaPart{"pay"});
    QCOMPARE(scene.copy.collected, "pay");
    scene.copy.isFull = true;
    scene.receive(wire::DeltaPart{"load"});
    QVERIFY(!scene.server.isOpen);
    QVERIFY(scene.copy.collected.isEmpty());
    QCOMPARE(scene.status().reason, u"no room"_s);

    scene.reconnect();
    scene.welcome(scene.at(11));
    scene.receive(scene.changes(scene.at(10), scene.at(11)));
    QVERIFY(!scene.server.isOpen);
    QVERIFY(!scene.copy.applying);
}

void tst_ClientMachine::welcome_unfit_isRefused_data()
{
    QTest::addColumn<wire::Welcome>("welcome");
    QTest::addColumn<ClientState>("state");
    Position foreign = Scene::at(10);
    foreign.databaseId = QUuid("{00000000-0000-0000-0000-000000000002}");
    Position older = Scene::at(10);
    older.epoch.random -= 1;
    QTest::newRow("another database")
        << wire::Welcome{1, foreign, {}, SnapshotReason::None} << ClientState::Refused;
    QTest::newRow("another database, by snapshot")
        << wire::Welcome{1, foreign, {}, SnapshotReason::Epoch} << ClientState::Refused;
    QTest::newRow("an older epoch")
        << wire::Welcome{1, older, {}, SnapshotReason::Epoch} << ClientState::Refused;
    QTest::newRow("an unknown protocol")
        << wire::Welcome{2, Scene::at(10), {}, SnapshotReason::None} << ClientState::Offline;
}

void tst_ClientMachine::welcome_unfit_isRefused()
{
    QFETCH(const wire::Welcome, welcome);
    QFETCH(const ClientState, state);
    Scene scene;
    scene.connect();
    scene.receive(welcome);
    QCOMPARE(scene.status().state, state);
    QVERIFY(!scene.status().reason.isEmpty());
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.copy.fetches, 0);
}

void tst_ClientMachine::failure_kind_decidesTheState_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<ClientState>("state");
    QTest::newRow("protocol") << Kind::Protocol << ClientState::Offline;
    QTest::newRow("mismatch") << Kind::Mismatch << ClientState::Offline;
    QTest::newRow("overloaded") << Kind::Overloaded << ClientState::Offline;
    QTest::newRow("version") << Kind::Version << ClientState::Refused;
    QTest::newRow("schema") << Kind::Schema << ClientState::Refused;
    QTest::newRow("foreign") << Kind::Foreign << ClientState::Refused;
    QTest::newRow("old epoch") << Kind::OldEpoch << ClientState::Refused;
}

void tst_ClientMachine::failure_kind_decidesTheState()
{
    QFETCH(const Kind, kind);
    QFETCH(const ClientState, state);
    Scene scene;
    scene.connect();
    scene.receive(wire::Failure{kind, u"because"_s});
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, state);
    QCOMPARE(scene.status().reason, u"the primary says: because"_s);

    const milliseconds wait = *scene.machine.deadline() - scene.clock.monotonic();
    if (state == ClientState::Refused)
        QCOMPARE(wait, milliseconds(30'000));
    else
        QVERIFY(wait <= milliseconds(500));
    scene.reconnect();
    QCOMPARE(scene.status().state,
             state == ClientState::Refused ? ClientState::Refused : ClientState::Connecting);
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientMachine::bye_fromPrimary_leavesOfflineWithItsReason()
{
    Scene scene;
    scene.becomeLive();
    scene.receive(wire::Bye{u"closing time"_s});
    QCOMPARE(scene.status().state, ClientState::Offline);
    QCOMPARE(scene.status().reason, u"the primary left: closing time"_s);
    scene.reconnect();
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().counters.reconnects, 1);
}

void tst_ClientMachine::message_ofNoPrimary_endsTheConnection_data()
{
    QTest::addColumn<wire::Message>("message");
    QTest::newRow("Hello") << wire::Message(wire::Hello());
    QTest::newRow("Ack") << wire::Message(wire::Ack());
    QTest::newRow("SnapshotRequest") << wire::Message(wire::SnapshotRequest());
    QTest::newRow("SnapshotHeader") << wire::Message(wire::SnapshotHeader());
    QTest::newRow("SnapshotChunk") << wire::Message(wire::SnapshotChunk());
}

void tst_ClientMachine::message_ofNoPrimary_endsTheConnection()
{
    QFETCH(const wire::Message, message);
    for (const bool isWelcome : {false, true}) {
        Scene scene;
        isWelcome ? scene.becomeLive() : scene.connect();
        scene.receive(message);
        QVERIFY(!scene.server.isOpen);
        QCOMPARE(lastOf<wire::Failure>(scene.sent())->kind, Kind::Protocol);
        QCOMPARE(scene.status().state, ClientState::Offline);
    }
}

void tst_ClientMachine::bytes_oversize_endTheConnection()
{
    Scene stranger;
    stranger.connect();
    stranger.machine.bytesReceived(QByteArray::fromHex("000010010002"));
    QVERIFY(!stranger.server.isOpen);

    Scene known;
    known.becomeLive();
    known.machine.bytesReceived(QByteArray::fromHex("000010010002"));
    QVERIFY(known.server.isOpen);
    Scene other;
    other.becomeLive();
    other.machine.bytesReceived(QByteArray::fromHex("001000010002"));
    QVERIFY(!other.server.isOpen);
    QVERIFY(other.status().reason.startsWith(u"a frame of 1048577 bytes"));
}

void tst_ClientMachine::snapshot_connectionLost_helloWaitsForTheCopy()
{
    Scene scene;
    scene.connect();
    scene.welcome(scene.at(20), SnapshotReason::Floor);
    QCOMPARE(scene.status().state, ClientState::Snapshot);
    QCOMPARE(scene.copy.fetches, 1);
    scene.machine.disconnected(u"cut"_s);
    QCOMPARE(scene.copy.cancels, 1);
    scene.sent();

    scene.reconnect();
    QVERIFY(scene.server.sent.isEmpty()); // the old snapshot may still be merged
    QVERIFY(!scene.machine.deadline());
    scene.machine.snapshotMerged(scene.at(15));
    QCOMPARE(lastOf<wire::Hello>(scene.sent())->position, scene.at(15));
    scene.clock.pass(milliseconds(10'000));
    scene.machine.tick();
    QVERIFY(!scene.server.isOpen);
}

void tst_ClientMachine::snapshot_failed_triesAgainFromTheSamePosition()
{
    Scene scene;
    scene.connect();
    scene.welcome(scene.at(20), SnapshotReason::Floor);
    scene.machine.snapshotFailed({ErrorCode::Damaged, u"its SHA-256 is wrong"_s});
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, ClientState::Offline);
    QCOMPARE(scene.status().reason, u"snapshot: its SHA-256 is wrong"_s);
    QCOMPARE(scene.copy.cancels, 0);

    scene.reconnect();
    QCOMPARE(lastOf<wire::Hello>(scene.sent())->position, scene.at(10));
    scene.welcome(scene.at(20), SnapshotReason::Floor);
    scene.machine.snapshotMerged(scene.at(20));
    scene.welcome(scene.at(20));
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().counters.snapshots, 1);
    QVERIFY(scene.status().counters.heals.isEmpty());
}

void tst_ClientMachine::copyDiffers_asksForASnapshotAndCountsAHeal()
{
    Scene scene;
    scene.becomeLive();
    scene.receive(scene.changes(scene.at(10), scene.at(11)));
    scene.machine.copyDiffers(u"rotten"_s);
    QVERIFY(!scene.server.isOpen);
    scene.machine.applied(scene.at(11));
    QVERIFY(scene.status().counters.heals.isEmpty());
    scene.sent();

    scene.reconnect();
    QVERIFY(lastOf<wire::Hello>(scene.sent())->wantsSnapshot);
    scene.welcome(scene.at(11), SnapshotReason::Asked);
    scene.machine.snapshotMerged(scene.at(11));
    QCOMPARE(scene.status().counters.heals.size(), 1);
    QCOMPARE(scene.status().counters.heals.first().reason, u"rotten; snapshot taken"_s);
}

void tst_ClientMachine::copyDiffers_whileASnapshotComes_changesNothing()
{
    Scene scene;
    scene.connect();
    scene.welcome(scene.at(20), SnapshotReason::Floor);
    scene.machine.copyDiffers(u"rotten"_s);
    QVERIFY(scene.server.isOpen);
    scene.machine.snapshotMerged(scene.at(20));
    QVERIFY(scene.status().counters.heals.isEmpty());
    QVERIFY(!lastOf<wire::Hello>(scene.sent())->wantsSnapshot);
}

void tst_ClientMachine::stop_connected_saysGoodbyeAndWaitsForNothing()
{
    Scene scene;
    scene.becomeLive();
    scene.machine.stop(u"closing time"_s);
    QCOMPARE(lastOf<wire::Bye>(scene.sent())->reason, u"closing time"_s);
    QVERIFY(!scene.server.isOpen);
    QVERIFY(!scene.machine.deadline());
    scene.machine.networkCameUp();
    scene.machine.tick();
    QCOMPARE(scene.server.opened, 1);
}

QTEST_GUILESS_MAIN(tst_ClientMachine)
#include "tst_clientmachine.moc"
