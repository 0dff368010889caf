// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/played/primary_scene.h"

#include <QLoggingCategory>
#include <QTest>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Kind = wire::Failure::Kind;
using wire::SnapshotReason;
using Scene = PrimaryScene;

class tst_PrimaryMachine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void hello_atTheHead_isWelcomeAndLive();
    void hello_position_decidesHowToGoOn_data();
    void hello_position_decidesHowToGoOn();
    void hello_newerTables_isWelcome();
    void hello_unfit_isRefused_data();
    void hello_unfit_isRefused();
    void hello_whereNobodyWaitsForIt_isRefused();
    void hello_repeatedWithoutReading_isNotAnsweredForEver();
    void hello_longName_isCut();
    void ahead_severalClients_startOneEpoch();
    void ahead_wantingASnapshot_startsAnEpoch();
    void ahead_againWithinAMinute_startsNoEpoch();
    void epochStarted_otherwise_clientsResumeUpToItsSwitch();
    void changes_manyWhileUnacknowledged_areReadOnce();
    void changes_severalClients_shareOneReading();
    void largeChange_isGivenAsFastAsItIsTaken();
    void largeChange_slowReaderThatSaysNothing_isNotDropped();
    void ack_ofWhatWasNotSent_isRefused_data();
    void ack_ofWhatWasNotSent_isRefused();
    void heartbeat_every5Seconds_toWhoeverCanTakeIt();
    void silence_dropsAPeer_data();
    void silence_dropsAPeer();
    void noMessage_changesTheDatabase();
    void bytes_oversize_dropThePeer();
    void readFailed_refusesForNow();
    void stop_saysGoodbyeToEverybody();
    void display_isSeen_asItComesAndGoes();
    void stranger_isNotSeen();
};

void tst_PrimaryMachine::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_PrimaryMachine::hello_atTheHead_isWelcomeAndLive()
{
    Scene scene;
    QCOMPARE(scene.database.awaited, 10);
    scene.connect(1, scene.at(10));
    QCOMPARE(scene.database.reads, QList<qint64>{10});
    QVERIFY(scene.sent(1).isEmpty());
    scene.machine.changesRead(10, scene.batch(10, 10, {}));
    const auto messages = scene.sent(1);
    QCOMPARE(messages.size(), 1);
    QCOMPARE(lastOf<wire::Welcome>(messages)->reason, SnapshotReason::None);
    QCOMPARE(lastOf<wire::Welcome>(messages)->name, u"cellar"_s);
    QCOMPARE(scene.stateOf(1), PeerState::Live);
}

void tst_PrimaryMachine::hello_position_decidesHowToGoOn_data()
{
    QTest::addColumn<Position>("position");
    QTest::addColumn<SnapshotReason>("reason");
    QTest::addColumn<bool>("isHeal");
    Position unknown = Scene::at(10);
    unknown.epoch.random -= 1;
    QTest::newRow("behind") << Scene::at(7) << SnapshotReason::None << false;
    QTest::newRow("the epoch before, in time") << Scene::at(5, 1) << SnapshotReason::None << false;
    QTest::newRow("the epoch before, too late")
        << Scene::at(6, 1) << SnapshotReason::Epoch << false;
    QTest::newRow("an older epoch") << Scene::at(5, 0) << SnapshotReason::Epoch << false;
    QTest::newRow("an unknown epoch") << unknown << SnapshotReason::Epoch << false;
    QTest::newRow("no data yet") << Position() << SnapshotReason::Fresh << false;
    QTest::newRow("another digest") << Scene::at(10, 2, 99) << SnapshotReason::Digest << true;
    QTest::newRow("another digest that is not remembered")
        << Scene::at(7, 2, 99) << SnapshotReason::None << false;
}

void tst_PrimaryMachine::hello_position_decidesHowToGoOn()
{
    QFETCH(const Position, position);
    QFETCH(const SnapshotReason, reason);
    QFETCH(const bool, isHeal);
    Scene scene;
    scene.connect(1, position);
    if (!scene.database.reads.isEmpty()) {
        QCOMPARE(scene.database.reads, QList<qint64>{position.sequence});
        scene.machine.changesRead(position.sequence, scene.batch(position.sequence, 10));
    }
    const auto messages = scene.sent(1);
    QCOMPARE(lastOf<wire::Welcome>(messages)->reason, reason);
    const auto changes = lastOf<wire::Changes>(messages);
    QCOMPARE(changes.has_value(), reason == SnapshotReason::None);
    QCOMPARE(scene.machine.counters().heals.size(), isHeal ? 1 : 0);
    if (!changes) {
        QCOMPARE(scene.stateOf(1), PeerState::Snapshot);
        return;
    }
    QCOMPARE(changes->from.sequence, position.sequence);
    QCOMPARE(changes->from.epoch, position.epoch);
    QCOMPARE(changes->to, scene.at(10));
    scene.receive(1, wire::Ack{scene.at(10)});
    QCOMPARE(scene.stateOf(1), PeerState::Live);
    QCOMPARE(scene.machine.counters().deltas, 1);
}

/// A display's program may be updated first.
void tst_PrimaryMachine::hello_newerTables_isWelcome()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
    wire::Hello hello = Scene::hello(Scene::at(10));
    hello.schemaVersion = 4;
    scene.receive(1, hello);
    scene.machine.changesRead(10, scene.batch(10, 10, {}));
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(1))->reason, SnapshotReason::None);
    QCOMPARE(scene.stateOf(1), PeerState::Live);
}

void tst_PrimaryMachine::hello_unfit_isRefused_data()
{
    QTest::addColumn<wire::Hello>("hello");
    QTest::addColumn<Kind>("kind");
    const auto changed = [](const std::function<void(wire::Hello &)> &change) {
        wire::Hello hello = Scene::hello(Scene::at(10));
        change(hello);
        return hello;
    };
    QTest::newRow("other magic") << changed([](auto &hello) { hello.magic = u"HTTP"_s; })
                                 << Kind::Version;
    QTest::newRow("newer protocol") << changed([](auto &hello) {
        hello.lowestProtocol = wire::HighestProtocol + 1;
        hello.highestProtocol = wire::HighestProtocol + 1;
    }) << Kind::Version;
    QTest::newRow("older protocol")
        << changed([](auto &hello) { hello.highestProtocol = wire::LowestProtocol - 1; })
        << Kind::Version;
    QTest::newRow("older tables") << changed([](auto &hello) { hello.schemaVersion = 2; })
                                  << Kind::Schema;
    QTest::newRow("another database") << changed([](auto &hello) {
        hello.position.databaseId = QUuid("{00000000-0000-0000-0000-000000000002}");
    }) << Kind::Foreign;
    QTest::newRow("a newer epoch")
        << changed([](auto &hello) { hello.position.epoch.counter = 3; }) << Kind::OldEpoch;
    QTest::newRow("a huge epoch") << changed([](auto &hello) {
        hello.position.epoch = {0xffffffff, 0xffffffffffffffff};
        hello.position.sequence = std::numeric_limits<qint64>::max();
    }) << Kind::OldEpoch;
}

void tst_PrimaryMachine::hello_unfit_isRefused()
{
    QFETCH(const wire::Hello, hello);
    QFETCH(const Kind, kind);
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
    scene.receive(1, hello);
    const auto messages = scene.sent(1);
    QCOMPARE(messages.size(), 1);
    QCOMPARE(lastOf<wire::Failure>(messages)->kind, kind);
    QVERIFY(scene.isDropped(1));
    QVERIFY(scene.machine.peers().isEmpty());
    QVERIFY(scene.database.reads.isEmpty());
    QCOMPARE(scene.database.epochs, 0);
    QCOMPARE(scene.machine.position(), scene.at(10));
}

void tst_PrimaryMachine::hello_whereNobodyWaitsForIt_isRefused()
{
    Scene scene;
    scene.connect(1, scene.at(7));
    scene.receive(1, scene.hello(scene.at(7))); // while its changes are read
    QVERIFY(scene.isDropped(1));
    scene.machine.changesRead(7, scene.batch(7, 10));

    scene.connect(2, scene.at(7));
    scene.machine.changesRead(7, scene.batch(7, 10));
    scene.receive(2, scene.hello(scene.at(7)));
    QVERIFY(scene.isDropped(2));

    scene.becomeLive(3);
    scene.receive(3, scene.hello(scene.at(10)));
    QVERIFY(scene.isDropped(3));
}

void tst_PrimaryMachine::hello_repeatedWithoutReading_isNotAnsweredForEver()
{
    Scene scene;
    scene.peers.isTakingNothing = true;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
    for (int hellos = 0; hellos < 10'000; ++hellos)
        scene.receive(1, scene.hello(Position()));
    QVERIFY(scene.isDropped(1));
    QVERIFY(scene.peers.backlogs.value(1) < BacklogLimit + 1'000);
}

void tst_PrimaryMachine::hello_longName_isCut()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
    wire::Hello hello = scene.hello(scene.at(10));
    hello.name = QString(1'000, u'x');
    scene.receive(1, hello);
    QCOMPARE(scene.machine.peers().first().name.size(), 200);
}

void tst_PrimaryMachine::ahead_severalClients_startOneEpoch()
{
    Scene scene;
    for (const PeerId peer : {1, 2}) {
        scene.connect(peer, scene.at(12));
        scene.machine.changesRead(12, Error{ErrorCode::Mismatch, u"beyond the head"_s});
    }
    QCOMPARE(scene.database.epochs, 1);
    Head next = scene.head(10);
    next.previous = EpochSwitch{{2, 22}, 10};
    next.position.epoch.counter = 3;
    scene.machine.epochStarted(next);
    for (const PeerId peer : {1, 2}) {
        const auto welcome = lastOf<wire::Welcome>(scene.sent(peer));
        QCOMPARE(welcome->reason, SnapshotReason::Ahead);
        QCOMPARE(welcome->head, next.position);
    }
    QCOMPARE(scene.machine.counters().heals.size(), 2);
}

/// Every image of the present epoch would be older than its copy.
void tst_PrimaryMachine::ahead_wantingASnapshot_startsAnEpoch()
{
    Scene scene;
    for (const qint64 sequence : {12, 10}) {
        const PeerId peer = sequence;
        scene.machine.peerConnected(peer, u"192.0.2.1"_s, Scene::display());
        wire::Hello hello = scene.hello(scene.at(sequence));
        hello.wantsSnapshot = true;
        scene.receive(peer, hello);
    }
    scene.machine.changesRead(12, Error{ErrorCode::Mismatch, u"beyond the head"_s});
    scene.machine.changesRead(10, scene.batch(10, 10, {}));
    QVERIFY(scene.sent(12).isEmpty());
    QCOMPARE(scene.database.epochs, 1);
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(10))->reason, SnapshotReason::Asked);
    Head next = scene.head(10);
    next.position.epoch.counter = 3;
    scene.machine.epochStarted(next);
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(12))->reason, SnapshotReason::Ahead);
}

void tst_PrimaryMachine::ahead_againWithinAMinute_startsNoEpoch()
{
    Scene scene;
    Head next = scene.head(10);
    const auto beAhead = [&](PeerId peer) {
        Position ahead = next.position;
        ahead.sequence += 1'000'000;
        scene.connect(peer, ahead);
        scene.machine.changesRead(ahead.sequence, Error{ErrorCode::Mismatch, u"beyond"_s});
    };
    beAhead(1);
    next = {next.position, EpochSwitch{next.position.epoch, 10}};
    next.position.epoch.counter = 3;
    scene.machine.epochStarted(next);

    scene.clock.pass(milliseconds(59'999));
    beAhead(2);
    QCOMPARE(scene.database.epochs, 1);
    QCOMPARE(lastOf<wire::Failure>(scene.sent(2))->kind, Kind::Overloaded);
    QVERIFY(scene.isDropped(2));
    scene.clock.pass(milliseconds(1));
    beAhead(3);
    QCOMPARE(scene.database.epochs, 2);
}

void tst_PrimaryMachine::epochStarted_otherwise_clientsResumeUpToItsSwitch()
{
    Scene scene;
    scene.becomeLive(1);
    scene.machine.peerConnected(2, u"192.0.2.2"_s, Scene::display());
    Head next{scene.at(10, 3), EpochSwitch{{2, 22}, 10}};
    scene.machine.epochStarted(next);
    QCOMPARE(scene.database.reads, QList<qint64>{10});
    scene.machine.changesRead(10, ChangeBatch{10, next, std::make_shared<MemoryPayload>("")});
    const auto changes = lastOf<wire::Changes>(scene.sent(1));
    QCOMPARE(changes->from.epoch, scene.at(10).epoch);
    QCOMPARE(changes->to, next.position);
    QVERIFY(scene.sent(2).isEmpty()); // it has not said Hello

    next = {scene.at(10, 4), EpochSwitch{{3, 22}, -1}}; // what was before it is not trusted
    scene.receive(1, wire::Ack{scene.at(10, 3)});
    scene.machine.epochStarted(next);
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(1))->reason, SnapshotReason::Epoch);
}

void tst_PrimaryMachine::changes_manyWhileUnacknowledged_areReadOnce()
{
    Scene scene;
    scene.becomeLive(1);
    for (qint64 sequence = 11; sequence <= 100; ++sequence)
        scene.machine.changesArrived(scene.batch(sequence - 1, sequence));
    QCOMPARE(scene.database.awaited, 100);
    QCOMPARE(scene.sent(1).size(), 1);
    QVERIFY(scene.database.reads.isEmpty());
    scene.receive(1, wire::Ack{scene.at(11)});
    QCOMPARE(scene.database.reads, QList<qint64>{11});
    scene.machine.changesRead(11, scene.batch(11, 100));
    QCOMPARE(lastOf<wire::Changes>(scene.sent(1))->to, scene.at(100));
    scene.receive(1, wire::Ack{scene.at(100)});
    QCOMPARE(scene.stateOf(1), PeerState::Live);
    QCOMPARE(scene.machine.counters().deltas, 2);
    QVERIFY(scene.machine.counters().heals.isEmpty());
}

void tst_PrimaryMachine::changes_severalClients_shareOneReading()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 100; ++peer)
        scene.connect(peer, scene.at(7));
    QCOMPARE(scene.database.reads, QList<qint64>{7});
    scene.machine.changesRead(7, scene.batch(7, 10));
    for (PeerId peer = 1; peer <= 100; ++peer) {
        QVERIFY(lastOf<wire::Changes>(scene.sent(peer)));
        scene.receive(peer, wire::Ack{scene.at(10)});
    }
    scene.machine.changesArrived(scene.batch(10, 11));
    for (PeerId peer = 1; peer <= 100; ++peer)
        QCOMPARE(lastOf<wire::Changes>(scene.sent(peer))->to, scene.at(11));
    QCOMPARE(scene.database.reads.size(), 1);
}

void tst_PrimaryMachine::largeChange_isGivenAsFastAsItIsTaken()
{
    Scene scene;
    scene.becomeLive(1);
    const QByteArray payload(500'000, 'x');
    scene.peers.isTakingNothing = true;
    scene.machine.changesArrived(scene.batch(10, 11, payload));
    QList<wire::Message> messages = scene.sent(1);
    while (!lastOf<wire::DeltaEnd>(messages)) {
        QVERIFY(scene.peers.backlogs[1] >= BacklogLimit);
        QVERIFY(scene.peers.backlogs[1] < BacklogLimit + 2'000);
        scene.peers.backlogs[1] = 0;
        scene.machine.peerWritable(1);
        messages += scene.sent(1);
    }
    QCOMPARE(lastOf<wire::DeltaBegin>(messages)->size, payload.size());
    QByteArray received;
    for (const wire::Message &message : messages) {
        if (const auto *part = std::get_if<wire::DeltaPart>(&message))
            received += part->bytes;
    }
    QVERIFY(received == payload);
    wire::DeltaCheck check(scene.at(10), scene.at(11));
    check.add(payload);
    QCOMPARE(lastOf<wire::DeltaEnd>(messages)->check, check.result());
    scene.receive(1, wire::Ack{scene.at(11)});
    QCOMPARE(scene.stateOf(1), PeerState::Live);
}

void tst_PrimaryMachine::largeChange_slowReaderThatSaysNothing_isNotDropped()
{
    Scene scene;
    scene.becomeLive(1);
    scene.peers.isTakingNothing = true;
    scene.machine.changesArrived(scene.batch(10, 11, QByteArray(500'000, 'x')));
    // On a slow link every heartbeat to it, and so its answers, wait for the parts to be taken.
    for (int taken = 0; taken < 7; ++taken) {
        QVERIFY(!lastOf<wire::DeltaEnd>(scene.sent(1)));
        scene.pass(milliseconds(29'000));
        QVERIFY(!scene.isDropped(1));
        scene.peers.backlogs[1] = 0;
        scene.machine.peerWritable(1);
    }
    scene.pass(milliseconds(31'000)); // and then it takes nothing any more
    QVERIFY(scene.isDropped(1));
}

void tst_PrimaryMachine::ack_ofWhatWasNotSent_isRefused_data()
{
    QTest::addColumn<Position>("position");
    QTest::addColumn<bool>("isLarge");
    QTest::newRow("before") << Scene::at(10) << false;
    QTest::newRow("beyond") << Scene::at(12) << false;
    QTest::newRow("another digest") << Scene::at(11, 2, 99) << false;
    QTest::newRow("another epoch") << Scene::at(11, 1) << false;
    QTest::newRow("not sent whole") << Scene::at(11) << true;
}

void tst_PrimaryMachine::ack_ofWhatWasNotSent_isRefused()
{
    QFETCH(const Position, position);
    QFETCH(const bool, isLarge);
    Scene scene;
    scene.becomeLive(1);
    scene.becomeLive(2);
    scene.receive(2, wire::Ack{scene.at(10)}); // nothing was sent at all
    QVERIFY(scene.isDropped(2));
    scene.peers.isTakingNothing = true;
    scene.machine.changesArrived(scene.batch(10, 11, QByteArray(isLarge ? 500'000 : 5, 'x')));
    scene.sent(1);
    scene.receive(1, wire::Ack{position});
    QVERIFY(scene.isDropped(1));
    QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, Kind::Protocol);
}

void tst_PrimaryMachine::heartbeat_every5Seconds_toWhoeverCanTakeIt()
{
    Scene scene;
    scene.becomeLive(1);
    scene.becomeLive(2);
    scene.machine.peerConnected(3, u"192.0.2.3"_s, Scene::display()); // says nothing
    scene.peers.backlogs[2] = BacklogLimit;
    scene.pass(milliseconds(4'500));
    QVERIFY(scene.sent(1).isEmpty());
    scene.pass(milliseconds(500));
    const auto first = lastOf<wire::Heartbeat>(scene.sent(1));
    QCOMPARE(first->position, scene.at(10));
    QCOMPARE(first->webPort, quint16(0));
    scene.machine.setWebPort(8443);
    scene.pass(milliseconds(4'500));
    QVERIFY(scene.sent(1).isEmpty());
    scene.pass(milliseconds(500));
    const auto second = scene.sent(1);
    QCOMPARE(second.size(), 1);
    QCOMPARE(lastOf<wire::Heartbeat>(second)->webPort, quint16(8443));
    QVERIFY(scene.sent(2).isEmpty());
    QVERIFY(scene.sent(3).isEmpty());
}

void tst_PrimaryMachine::silence_dropsAPeer_data()
{
    QTest::addColumn<int>("limit"); // ms
    QTest::addColumn<wire::Message>("lifeSign");
    QTest::addColumn<std::function<void(Scene &)>>("prepare");
    const auto row = [](const char *name, int limit, const std::function<void(Scene &)> &prepare) {
        QTest::newRow(name) << limit << wire::Message(wire::Heartbeat{Scene::at(10)}) << prepare;
    };
    row("live", 15'000, [](Scene &scene) { scene.becomeLive(1); });
    row("with a delta", 30'000, [](Scene &scene) {
        scene.becomeLive(1);
        scene.machine.changesArrived(scene.batch(10, 11));
    });
    row("with a snapshot", 15'000, [](Scene &scene) { scene.connect(1, Position()); });
    row("with a question to the database", 15'000,
        [](Scene &scene) { scene.connect(1, scene.at(7)); });
}

void tst_PrimaryMachine::silence_dropsAPeer()
{
    QFETCH(const int, limit);
    QFETCH(const wire::Message, lifeSign);
    QFETCH(const std::function<void(Scene &)>, prepare);
    Scene scene;
    prepare(scene);
    for (int signs = 0; signs < 5; ++signs) {
        scene.pass(milliseconds(limit - 1'000));
        QVERIFY(!scene.isDropped(1));
        scene.receive(1, lifeSign);
    }
    scene.pass(milliseconds(limit + 1'000));
    QVERIFY(scene.isDropped(1));
    QVERIFY(scene.machine.peers().isEmpty());
    QVERIFY(!scene.machine.deadline());

    scene.machine.peerConnected(2, u"192.0.2.2"_s, Scene::display());
    for (int trickle = 0; trickle < 20; ++trickle) {
        scene.machine.bytesReceived(2, QByteArray(trickle == 0 ? 2 : 0, '\0'));
        scene.pass(milliseconds(500));
    }
    scene.pass(milliseconds(1'000));
    QVERIFY(scene.isDropped(2));
    QCOMPARE(scene.peers.closed.value(2), u"no Hello within 10 s"_s);
}

void tst_PrimaryMachine::noMessage_changesTheDatabase()
{
    const QList<wire::Message> messages{
        wire::Welcome{1, Scene::at(99), {}, SnapshotReason::Fresh},
        Scene::hello(Scene::at(99)),
        wire::Changes{Scene::at(10), Scene::at(99), "payload", "check"},
        wire::DeltaBegin{Scene::at(10), Scene::at(99), 4},
        wire::DeltaPart{"payl"},
        wire::DeltaEnd{"check"},
        wire::Ack{Scene::at(99)},
        wire::Heartbeat{Scene::at(99)},
        wire::Bye{},
        wire::Failure{Kind::Mismatch, u"you are wrong"_s},
        wire::Pending{test::nonceOf("somebody's"), u"cellar"_s},
        wire::Reveal{test::nonceOf("somebody's")},
        wire::SnapshotRequest{},
        wire::SnapshotQueued{1},
        wire::SnapshotHeader{4, Scene::at(99), 3},
        wire::SnapshotChunk{"payl"},
        wire::SnapshotTrailer{"sha"},
    };
    QCOMPARE(messages.size(), qsizetype(std::variant_size_v<wire::Message>));
    for (const wire::Message &first : messages) {
        for (const wire::Message &second : messages) {
            Scene scene;
            scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
            scene.receive(1, first);
            scene.receive(1, second);
            scene.becomeLive(2);
            scene.receive(2, first);
            scene.receive(2, second);
            QCOMPARE(scene.database.epochs, 0);
            QCOMPARE(scene.machine.position(), scene.at(10));
            QCOMPARE(scene.database.awaited, 10);
            const bool isAllowed = std::holds_alternative<wire::Hello>(first)
                && std::holds_alternative<wire::Heartbeat>(second);
            QCOMPARE(scene.isDropped(1), !isAllowed);
        }
    }
}

void tst_PrimaryMachine::bytes_oversize_dropThePeer()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, Scene::display());
    scene.machine.bytesReceived(1, QByteArray::fromHex("000010010001"));
    QVERIFY(scene.isDropped(1));
    QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, Kind::Protocol);
    scene.becomeLive(2);
    scene.machine.bytesReceived(2, QByteArray::fromHex("000010010001"));
    QVERIFY(!scene.isDropped(2));
    scene.becomeLive(3);
    scene.machine.bytesReceived(3, QByteArray::fromHex("001000010001"));
    QVERIFY(scene.isDropped(3));
}

void tst_PrimaryMachine::readFailed_refusesForNow()
{
    Scene scene;
    scene.connect(1, scene.at(7));
    scene.machine.changesRead(7, Error{ErrorCode::Failed, u"the disk is tired"_s});
    QVERIFY(scene.isDropped(1));
    QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, Kind::Overloaded);

    scene.connect(2, scene.at(7));
    QCOMPARE(scene.database.reads, (QList<qint64>{7, 7}));
    scene.machine.changesRead(7, Error{ErrorCode::NotFound, u"below the floor"_s});
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(2))->reason, SnapshotReason::Floor);
    QVERIFY(scene.machine.counters().heals.isEmpty());
}

void tst_PrimaryMachine::stop_saysGoodbyeToEverybody()
{
    Scene scene;
    scene.becomeLive(1);
    scene.becomeLive(2);
    scene.machine.stop(u"closing time"_s);
    for (const PeerId peer : {1, 2}) {
        QCOMPARE(lastOf<wire::Bye>(scene.sent(peer))->reason, u"closing time"_s);
        QVERIFY(scene.isDropped(peer));
    }
    QVERIFY(!scene.machine.deadline());
    scene.machine.changesArrived(scene.batch(10, 11)); // what was on its way
    QVERIFY(scene.sent(1).isEmpty());
}

void tst_PrimaryMachine::display_isSeen_asItComesAndGoes()
{
    Scene scene;
    scene.becomeLive(1);
    QCOMPARE(scene.database.seen.size(), 1);
    QCOMPARE(scene.database.seen.first().machine, Scene::display());
    QCOMPARE(scene.database.seen.first().address, u"192.0.2.1"_s);

    scene.pass(milliseconds(4'000));
    scene.receive(1, wire::Heartbeat{Scene::at(10)});
    const QDateTime last = scene.clock.utcNow();
    scene.pass(milliseconds(1'000));
    scene.machine.peerDisconnected(1);
    QCOMPARE(scene.database.seen.size(), 2);
    QCOMPARE(scene.database.seen.last().lastSeen, last);

    scene.becomeLive(2);
    scene.machine.trustChanged({});
    QCOMPARE(scene.database.seen.size(), 4);
}

void tst_PrimaryMachine::stranger_isNotSeen()
{
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.3"_s, machineCalled("stranger"));
    scene.receive(1, Scene::hello(Scene::at(10)));
    scene.machine.peerDisconnected(1);
    scene.machine.peerConnected(2, u"192.0.2.1"_s, Scene::display()); // says nothing
    scene.machine.peerDisconnected(2);
    QVERIFY(scene.database.seen.isEmpty());
}

QTEST_GUILESS_MAIN(tst_PrimaryMachine)
#include "tst_primarymachine.moc"
