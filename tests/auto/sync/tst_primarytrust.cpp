// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"
#include "tests/support/played/primary_scene.h"

#include <QLoggingCategory>
#include <QTest>

#include <functional>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Kind = wire::Failure::Kind;
using wire::SnapshotReason;
using Scene = PrimaryScene;
using Standing = TrustList::Standing;

/// Whom a primary lets in, by its machine alone.
class tst_PrimaryTrust : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void stranger_isToldToWaitAndNothingElse_data();
    void stranger_isToldToWaitAndNothingElse();
    void stranger_whateverItSays_learnsNothing_data();
    void stranger_whateverItSays_learnsNothing();
    void stranger_withoutACommitment_isRefused();
    void pending_thatReveals_isShownWithItsWords();
    void pending_isToldAgainWithTheSameNonce();
    void pending_thatIsSilent_isDropped();
    void pending_toLong_isDropped();
    void pending_beyondAFew_isRefused();
    void pending_ofOneAddress_leavePlacesToOthers();
    void pending_ofOneIpv6Network_countAsOneAddress();
    void reveal_thatDoesNotFit_isRefused_data();
    void reveal_thatDoesNotFit_isRefused();
    void reveal_again_mustBeTheSame();
    void reveal_thatCrossedTheApproval_isPassedOver();
    void approved_inPlace_goesOnWhereItIs_data();
    void approved_inPlace_goesOnWhereItIs();
    void approved_another_leavesItWaiting();
    void attempts_tooMany_areRefusedForAWhile();
    void revoked_isRefused();
    void revoked_howOftenItTries_leavesOthersAtItsAddressTheirs();
    void revoked_withAJoinString_isLetInByIt();
    void token_good_letsInWithoutWords();
    void token_bad_isRefusedWithTheReason();
    void token_refusedForOneThatIsGone_isPassedOver();
    void open_strangers_areAdmittedAsTheyCome();
    void open_revoked_isRefused();
    void revoked_whileConnected_isCutOff_data();
    void revoked_whileConnected_isCutOff();
};

namespace {

constexpr milliseconds Heartbeats{5'000};

/// A list with that machine on it besides the scene's own display.
TrustList listWith(const MachineId &machine, bool isApproved, bool isOpen = false)
{
    return TrustList({{1, Scene::display(), {}, true, false}, {2, machine, {}, isApproved, false}},
                     isOpen);
}

bool isUntrusted(const QList<wire::Message> &messages)
{
    const auto failure = lastOf<wire::Failure>(messages);
    return messages.size() == 1 && failure && failure->kind == Kind::Untrusted
        && !failure->text.isEmpty();
}

/// One of each kind.
QList<wire::Message> everything()
{
    const QList<wire::Message> messages{
        Scene::helloAt(1),
        wire::Welcome{1, Scene::at(99), {}, SnapshotReason::Fresh},
        wire::Changes{Scene::at(10), Scene::at(99), "payload", "check"},
        wire::DeltaBegin{Scene::at(10), Scene::at(99), 4},
        wire::DeltaPart{"payl"},
        wire::DeltaEnd{"check"},
        wire::Ack{Scene::at(10)},
        wire::Heartbeat{Scene::at(10)},
        wire::Bye{},
        wire::Failure{Kind::Mismatch, u"you are wrong"_s},
        wire::Pending{nonceOf("somebody's"), u"cellar"_s},
        wire::Reveal{Scene::nonceAt(1)},
        wire::SnapshotRequest{},
        wire::SnapshotQueued{1},
        wire::SnapshotHeader{4, Scene::at(99), 3},
        wire::SnapshotChunk{"payl"},
        wire::SnapshotTrailer{"sha"},
    };
    if (messages.size() != qsizetype(std::variant_size_v<wire::Message>))
        qFatal("a kind of message is missing");
    return messages;
}

} // namespace

void tst_PrimaryTrust::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_PrimaryTrust::stranger_isToldToWaitAndNothingElse_data()
{
    QTest::addColumn<wire::Hello>("hello");
    const auto row = [](const char *name, const std::function<void(wire::Hello &)> &change) {
        wire::Hello hello = Scene::helloAt(1);
        change(hello);
        QTest::newRow(name) << hello;
    };
    // What is wrong with its copy would tell it where this one is.
    row("fresh", [](wire::Hello &) {});
    row("at the head", [](wire::Hello &hello) { hello.position = Scene::at(10); });
    row("of another database", [](wire::Hello &hello) {
        hello.position = Scene::at(10);
        hello.position.databaseId = QUuid::createUuid();
    });
    row("of a newer epoch", [](wire::Hello &hello) { hello.position = Scene::at(10, 3); });
    row("of older tables", [](wire::Hello &hello) { hello.schemaVersion = 2; });
    row("wanting a snapshot", [](wire::Hello &hello) { hello.wantsSnapshot = true; });
}

void tst_PrimaryTrust::stranger_isToldToWaitAndNothingElse()
{
    QFETCH(const wire::Hello, hello);
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.strangerAt(1));
    scene.receive(1, hello);
    const auto told = scene.sent(1);
    QCOMPARE(told.size(), 1);
    QCOMPARE(lastOf<wire::Pending>(told)->nonce, nonceOf("the primary's"));
    QCOMPARE(lastOf<wire::Pending>(told)->name, u"cellar"_s);
    QCOMPARE(scene.stateOf(1), PeerState::Pending);
    QCOMPARE(scene.statusOf(1)->machine, scene.strangerAt(1));
    QCOMPARE(scene.statusOf(1)->words, QString()); // until both nonces are known
    QVERIFY(scene.database.reads.isEmpty());
    QVERIFY(scene.database.admissions.isEmpty());
    QVERIFY(!scene.peers.trusted.contains(1));

    scene.machine.changesArrived(scene.batch(10, 11));
    scene.machine.epochStarted({scene.at(11, 3), EpochSwitch{{2, 22}, 11}});
    QVERIFY(scene.sent(1).isEmpty());
}

void tst_PrimaryTrust::stranger_whateverItSays_learnsNothing_data()
{
    QTest::addColumn<Standing>("standing");
    QTest::newRow("on no list") << Standing::Stranger;
    QTest::newRow("revoked") << Standing::Revoked;
}

void tst_PrimaryTrust::stranger_whateverItSays_learnsNothing()
{
    QFETCH(const Standing, standing);
    const auto messages = everything();
    for (const wire::Message &first : messages) {
        for (const wire::Message &second : messages) {
            for (const wire::Message &third : messages) {
                Scene scene;
                if (standing == Standing::Revoked)
                    scene.machine.trustChanged(listWith(scene.strangerAt(1), false));
                scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.strangerAt(1));
                for (const wire::Message *message : {&first, &second, &third})
                    scene.receive(1, *message);
                scene.machine.changesArrived(scene.batch(10, 11));
                const auto told = scene.sent(1);
                for (const wire::Message &message : told) {
                    QVERIFY(std::holds_alternative<wire::Failure>(message)
                            || std::holds_alternative<wire::Pending>(message));
                }
                QVERIFY(scene.database.reads.isEmpty());
                QCOMPARE(scene.database.epochs, 0);
                QVERIFY(!scene.peers.trusted.contains(1));
            }
        }
    }
}

void tst_PrimaryTrust::stranger_withoutACommitment_isRefused()
{
    for (const QByteArray &commitment : {QByteArray(), QByteArray(31, 'x'), QByteArray(33, 'x')}) {
        Scene scene;
        scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.strangerAt(1));
        wire::Hello hello = scene.helloAt(1);
        hello.commitment = commitment;
        scene.receive(1, hello);
        const auto told = scene.sent(1);
        QCOMPARE(told.size(), 1);
        QCOMPARE(lastOf<wire::Failure>(told)->kind, Kind::Protocol);
        QVERIFY(scene.isDropped(1));
    }
}

void tst_PrimaryTrust::pending_thatReveals_isShownWithItsWords()
{
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    const QString words = pairingWords(scene.strangerAt(1), machineCalled("primary"),
                                       scene.nonceAt(1), nonceOf("the primary's"))
                              .join(u' ');
    QCOMPARE(words.count(u' '), 2);
    QCOMPARE(scene.statusOf(1)->words, words);
    QVERIFY(scene.sent(1).isEmpty());
}

void tst_PrimaryTrust::pending_isToldAgainWithTheSameNonce()
{
    int nonces = 0;
    auto settings = Scene::settings();
    settings.makeNonce = [&nonces] { return nonceOf(QByteArray::number(++nonces)); };
    Scene scene(settings);
    const QByteArray nonce = lastOf<wire::Pending>(scene.knock(1))->nonce;
    for (int times = 0; times < 10; ++times) {
        scene.receive(1, wire::Reveal{scene.nonceAt(1)});
        const QString words = scene.statusOf(1)->words;
        scene.pass(Heartbeats);
        const auto told = scene.sent(1);
        QCOMPARE(told.size(), 1);
        QCOMPARE(lastOf<wire::Pending>(told)->nonce, nonce);
        QCOMPARE(scene.statusOf(1)->words, words);
    }
    QVERIFY(lastOf<wire::Pending>(scene.knock(2))->nonce != nonce); // each has its own
}

void tst_PrimaryTrust::pending_thatIsSilent_isDropped()
{
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    scene.pass(milliseconds(14'500));
    QVERIFY(!scene.isDropped(1));
    scene.pass(milliseconds(1'000));
    QVERIFY(scene.isDropped(1));
}

void tst_PrimaryTrust::pending_toLong_isDropped()
{
    Scene scene;
    scene.knock(1);
    const auto wait = [&](milliseconds time) {
        for (; time > milliseconds(0); time -= Heartbeats) {
            scene.receive(1, wire::Reveal{scene.nonceAt(1)});
            scene.pass(Heartbeats);
        }
    };
    wait(milliseconds(15 * 60'000) - Heartbeats);
    QVERIFY(!scene.isDropped(1));
    wait(Heartbeats + milliseconds(1'000));
    QCOMPARE(scene.peers.closed.value(1), u"not approved within 15 minutes"_s);
}

void tst_PrimaryTrust::pending_beyondAFew_isRefused()
{
    Scene scene;
    const auto address = [](PeerId peer) { return u"192.0.2.%1"_s.arg(peer); };
    for (PeerId peer = 1; peer <= 8; ++peer)
        QVERIFY(lastOf<wire::Pending>(scene.knock(peer, address(peer))));
    QVERIFY(isUntrusted(scene.knock(9, address(9))));
    QVERIFY(scene.isDropped(9));
    scene.knock(10, address(10), "a join string's"); // which waits for nobody
    QVERIFY(scene.database.admissions.contains(10));

    scene.machine.trustChanged(listWith(scene.strangerAt(3), true));
    QVERIFY(lastOf<wire::Pending>(scene.knock(11, address(11))));
    QVERIFY(isUntrusted(scene.knock(12, address(12))));
    scene.machine.peerDisconnected(5);
    QVERIFY(lastOf<wire::Pending>(scene.knock(13, address(13))));
}

void tst_PrimaryTrust::pending_ofOneAddress_leavePlacesToOthers()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 8; ++peer) {
        const bool isTold = lastOf<wire::Pending>(scene.knock(peer)).has_value();
        QCOMPARE(isTold, peer <= 4);
    }
    for (PeerId peer = 9; peer <= 12; ++peer)
        QVERIFY(lastOf<wire::Pending>(scene.knock(peer, u"192.0.2.2"_s)));
    const auto ninth = scene.knock(13, u"192.0.2.3"_s);
    QCOMPARE(lastOf<wire::Failure>(ninth)->kind, Kind::Untrusted);
    scene.machine.peerDisconnected(1);
    QVERIFY(lastOf<wire::Pending>(scene.knock(14, u"192.0.2.3"_s)));
}

void tst_PrimaryTrust::pending_ofOneIpv6Network_countAsOneAddress()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 8; ++peer) {
        const auto answers = scene.knock(peer, u"2001:db8::%1"_s.arg(peer));
        QCOMPARE(lastOf<wire::Pending>(answers).has_value(), peer <= 4);
    }
    QVERIFY(lastOf<wire::Pending>(scene.knock(9, u"2001:db8:0:1::1"_s)));
}

void tst_PrimaryTrust::reveal_thatDoesNotFit_isRefused_data()
{
    QTest::addColumn<QByteArray>("nonce");
    QTest::newRow("another") << Scene::nonceAt(2);
    QTest::newRow("none") << QByteArray();
    QTest::newRow("a part") << Scene::nonceAt(1).left(31);
    QTest::newRow("more") << Scene::nonceAt(1) + '\0';
    QTest::newRow("the commitment") << commitmentTo(Scene::nonceAt(1));
    QTest::newRow("the primary's own") << nonceOf("the primary's");
}

void tst_PrimaryTrust::reveal_thatDoesNotFit_isRefused()
{
    QFETCH(const QByteArray, nonce);
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{nonce});
    const auto told = scene.sent(1);
    QCOMPARE(told.size(), 1);
    QCOMPARE(lastOf<wire::Failure>(told)->kind, Kind::Protocol);
    QVERIFY(scene.isDropped(1));
    QVERIFY(!scene.statusOf(1));
}

void tst_PrimaryTrust::reveal_again_mustBeTheSame()
{
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    const QString words = scene.statusOf(1)->words;
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    QCOMPARE(scene.statusOf(1)->words, words);
    scene.receive(1, wire::Reveal{scene.nonceAt(2)});
    QVERIFY(scene.isDropped(1));
}

/// It answers what it was told before it was approved.
void tst_PrimaryTrust::reveal_thatCrossedTheApproval_isPassedOver()
{
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    scene.pass(Heartbeats);
    scene.machine.trustChanged(listWith(scene.strangerAt(1), true));
    scene.sent(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    QVERIFY(!scene.isDropped(1));
    QVERIFY(scene.sent(1).isEmpty());
    scene.becomeLive(2);
    scene.receive(2, wire::Reveal{scene.nonceAt(2)}); // which nobody asked for
    QVERIFY(scene.isDropped(2));
}

void tst_PrimaryTrust::approved_inPlace_goesOnWhereItIs_data()
{
    QTest::addColumn<bool>("hasRevealed");
    QTest::addColumn<Position>("position");
    QTest::newRow("fresh") << true << Position();
    QTest::newRow("with a copy") << true << Scene::at(7);
    QTest::newRow("before it has revealed") << false << Scene::at(7);
}

void tst_PrimaryTrust::approved_inPlace_goesOnWhereItIs()
{
    QFETCH(const bool, hasRevealed);
    QFETCH(const Position, position);
    Scene scene;
    scene.machine.peerConnected(1, u"192.0.2.1"_s, scene.strangerAt(1));
    wire::Hello hello = scene.helloAt(1);
    hello.position = position;
    scene.receive(1, hello);
    if (hasRevealed)
        scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    scene.sent(1);
    scene.machine.changesArrived(scene.batch(10, 11)); // the approval, which is a change itself
    scene.machine.trustChanged(listWith(scene.strangerAt(1), true));
    if (!position.databaseId.isNull())
        scene.machine.changesRead(7, scene.batch(7, 11));
    const auto told = scene.sent(1);
    QCOMPARE(lastOf<wire::Welcome>(told)->head, scene.at(11));
    QCOMPARE(lastOf<wire::Welcome>(told)->reason,
             position.databaseId.isNull() ? SnapshotReason::Fresh : SnapshotReason::None);
    QCOMPARE(lastOf<wire::Changes>(told).has_value(), !position.databaseId.isNull());
    QVERIFY(scene.peers.trusted.contains(1));
    QCOMPARE(scene.statusOf(1)->words, QString());
    scene.machine.bytesReceived(1, QByteArray::fromHex("000010010001")); // more than a stranger may
    QVERIFY(!scene.isDropped(1));
}

void tst_PrimaryTrust::approved_another_leavesItWaiting()
{
    Scene scene;
    scene.knock(1);
    scene.receive(1, wire::Reveal{scene.nonceAt(1)});
    scene.machine.trustChanged(listWith(scene.strangerAt(2), true));
    scene.machine.trustChanged(listWith(scene.strangerAt(2), false));
    QCOMPARE(scene.stateOf(1), PeerState::Pending);
    QVERIFY(!scene.statusOf(1)->words.isEmpty());
    QVERIFY(scene.sent(1).isEmpty());
    scene.machine.trustChanged(listWith(scene.strangerAt(1), false));
    QVERIFY(isUntrusted(scene.sent(1)));
    QVERIFY(scene.isDropped(1));
}

void tst_PrimaryTrust::attempts_tooMany_areRefusedForAWhile()
{
    Scene scene;
    PeerId peer = 1;
    const auto isHeard = [&](const QString &address) {
        ++peer;
        scene.knock(peer, address, "a guess");
        scene.machine.displayRefused(peer, {ErrorCode::Refused, u"wrong"_s});
        return scene.database.admissions.contains(peer);
    };
    for (int tries = 0; tries < AttemptLimit::Attempts; ++tries)
        QVERIFY(isHeard(u"192.0.2.1"_s));
    QVERIFY(!isHeard(u"192.0.2.1"_s));
    QVERIFY(isUntrusted(scene.knock(1'000))); // with or without a join string
    QVERIFY(isHeard(u"192.0.2.2"_s));
    scene.becomeLive(1); // whoever is approved there is no stranger
    scene.clock.pass(AttemptLimit::Window);
    QVERIFY(isHeard(u"192.0.2.1"_s));
}

void tst_PrimaryTrust::revoked_isRefused()
{
    Scene scene;
    scene.machine.trustChanged(listWith(scene.strangerAt(1), false));
    const auto told = scene.knock(1);
    QVERIFY(isUntrusted(told));
    QVERIFY(lastOf<wire::Failure>(told)->text.contains(u"revoked"));
    QVERIFY(scene.isDropped(1));
}

void tst_PrimaryTrust::revoked_howOftenItTries_leavesOthersAtItsAddressTheirs()
{
    Scene scene;
    scene.machine.trustChanged(TrustList({{1, Scene::display(), {}, false, false}}, false));
    for (PeerId peer = 1; peer <= 2 * AttemptLimit::Attempts; ++peer) {
        scene.connect(peer, {});
        QVERIFY(lastOf<wire::Failure>(scene.sent(peer))->text.contains(u"revoked"_s));
    }
    scene.knock(100, u"192.0.2.1"_s, "a join string's");
    QVERIFY(scene.database.admissions.contains(100));
}

void tst_PrimaryTrust::revoked_withAJoinString_isLetInByIt()
{
    Scene scene;
    scene.machine.trustChanged(listWith(scene.strangerAt(1), false));
    QVERIFY(scene.knock(1, u"192.0.2.1"_s, "a join string's").isEmpty());
    QCOMPARE(scene.database.admissions.value(1), "a join string's");
    // Something else happens to the list while the string is looked at.
    scene.machine.trustChanged(listWith(scene.strangerAt(1), false));
    QVERIFY(!scene.isDropped(1));
    scene.machine.trustChanged(listWith(scene.strangerAt(1), true));
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(1))->reason, SnapshotReason::Fresh);
}

void tst_PrimaryTrust::token_good_letsInWithoutWords()
{
    Scene scene;
    QVERIFY(scene.knock(1, u"192.0.2.1"_s, "a join string's").isEmpty());
    QCOMPARE(scene.database.admissions, (QMap<PeerId, QByteArray>{{1, "a join string's"}}));
    QVERIFY(scene.database.reads.isEmpty());
    scene.pass(Heartbeats);
    QVERIFY(scene.sent(1).isEmpty()); // no nonce either
    scene.machine.trustChanged(listWith(scene.strangerAt(1), true));
    QCOMPARE(lastOf<wire::Welcome>(scene.sent(1))->reason, SnapshotReason::Fresh);
    QVERIFY(scene.peers.trusted.contains(1));
}

void tst_PrimaryTrust::token_bad_isRefusedWithTheReason()
{
    Scene scene;
    scene.knock(1, u"192.0.2.1"_s, "a guess");
    scene.machine.displayRefused(1, {ErrorCode::Refused, u"the join string is wrong"_s});
    const auto told = scene.sent(1);
    QVERIFY(isUntrusted(told));
    QCOMPARE(lastOf<wire::Failure>(told)->text, u"the join string is wrong"_s);
    QVERIFY(scene.isDropped(1));
    QVERIFY(!scene.peers.trusted.contains(1));
}

void tst_PrimaryTrust::token_refusedForOneThatIsGone_isPassedOver()
{
    Scene scene;
    scene.knock(1, u"192.0.2.1"_s, "a guess");
    scene.machine.peerDisconnected(1);
    scene.machine.displayRefused(1, {ErrorCode::Refused, u"wrong"_s});
    QVERIFY(scene.sent(1).isEmpty());

    scene.knock(2, u"192.0.2.1"_s, "a guess"); // approved by hand meanwhile
    scene.machine.trustChanged(listWith(scene.strangerAt(2), true));
    scene.machine.displayRefused(2, {ErrorCode::Refused, u"wrong"_s});
    QVERIFY(!scene.isDropped(2));
}

void tst_PrimaryTrust::open_strangers_areAdmittedAsTheyCome()
{
    Scene scene;
    scene.machine.trustChanged(TrustList({}, true));
    for (PeerId peer = 1; peer <= 2 * AttemptLimit::Attempts; ++peer) {
        QVERIFY(scene.knock(peer).isEmpty());
        QVERIFY(scene.database.admissions.contains(peer));
        QVERIFY(!scene.peers.trusted.contains(peer)); // not before it is on the list
    }
    scene.machine.trustChanged(listWith(scene.strangerAt(1), true, true));
    QVERIFY(lastOf<wire::Welcome>(scene.sent(1)));
    QVERIFY(scene.sent(2).isEmpty());
}

void tst_PrimaryTrust::open_revoked_isRefused()
{
    Scene scene;
    scene.machine.trustChanged(listWith(scene.strangerAt(1), false, true));
    QVERIFY(isUntrusted(scene.knock(1)));
    QVERIFY(scene.database.admissions.isEmpty());
}

void tst_PrimaryTrust::revoked_whileConnected_isCutOff_data()
{
    QTest::addColumn<std::function<void(Scene &)>>("prepare");
    const auto row = [](const char *name, const std::function<void(Scene &)> &prepare) {
        QTest::newRow(name) << prepare;
    };
    row("live", [](Scene &scene) { scene.becomeLive(1); });
    row("asked for", [](Scene &scene) { scene.connect(1, scene.at(7)); });
    row("with a delta", [](Scene &scene) {
        scene.becomeLive(1);
        scene.machine.changesArrived(scene.batch(10, 11));
    });
    row("with a part of a delta", [](Scene &scene) {
        scene.becomeLive(1);
        scene.peers.isTakingNothing = true;
        scene.machine.changesArrived(scene.batch(10, 11, QByteArray(500'000, 'x')));
    });
    row("sent to a snapshot", [](Scene &scene) { scene.connect(1, Position()); });
    row("ahead", [](Scene &scene) {
        scene.connect(1, scene.at(12));
        scene.machine.changesRead(12, Error{ErrorCode::Mismatch, u"beyond the head"_s});
    });
}

void tst_PrimaryTrust::revoked_whileConnected_isCutOff()
{
    QFETCH(const std::function<void(Scene &)>, prepare);
    for (const bool isListed : {true, false}) { // or somebody removed its row
        Scene scene;
        prepare(scene);
        const MachineId other = scene.strangerAt(2);
        scene.machine.trustChanged(listWith(other, true));
        QVERIFY(!scene.isDropped(1));
        scene.machine.peerConnected(2, u"192.0.2.1"_s, other);
        scene.receive(2, scene.helloAt(2));
        scene.sent(1);
        scene.sent(2);

        QList<Display> displays{{2, other, {}, true, false}};
        if (isListed)
            displays.append({1, scene.display(), {}, false, false});
        scene.machine.trustChanged(TrustList(displays, false));
        QVERIFY(isUntrusted(scene.sent(1)));
        QVERIFY(scene.isDropped(1));
        QVERIFY(!scene.statusOf(1));
        // Whatever was under way for it.
        scene.machine.changesRead(7, scene.batch(7, 10));
        scene.machine.changesArrived(scene.batch(11, 12));
        scene.machine.epochStarted({scene.at(12, 3), EpochSwitch{{2, 22}, 12}});
        scene.machine.peerWritable(1);
        scene.receive(1, wire::Ack{scene.at(11)});
        scene.pass(Heartbeats);
        QVERIFY(scene.sent(1).isEmpty());
        QVERIFY(!scene.isDropped(2));
    }
}

QTEST_GUILESS_MAIN(tst_PrimaryTrust)
#include "tst_primarytrust.moc"
