// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/pairing.h"
#include "tests/support/played/client_scene.h"

#include <QLoggingCategory>
#include <QTest>

#include <functional>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Kind = wire::Failure::Kind;
using Scene = ClientScene;

/// Whom a client follows, by its machine alone.
class tst_ClientTrust : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void pinned_anotherMachine_hearsNoWord_data();
    void pinned_anotherMachine_hearsNoWord();
    void pinned_itsOwnAgain_isFollowed();
    void unpinned_firstThatWelcomes_isKept();
    void unpinned_foundAndOpen_isNotFollowed();
    void unpinned_foundWithWords_isFollowedOnceTheyWereShownForLong();
    void unpinned_foundWithWords_takesNoMoreThanAFewBytesBefore();
    void unpinned_foundAndApprovedMeanwhile_isFollowed();
    void pinned_foundAgain_isFollowed();
    void unpinned_thatIsNotWelcomed_keepsNobody_data();
    void unpinned_thatIsNotWelcomed_keepsNobody();
    void hello_commitsToANonceThatItDoesNotSay();
    void pending_showsTheWordsOfBothAndReveals();
    void pending_again_keepsTheWords();
    void pending_unfit_endsTheConnection_data();
    void pending_unfit_endsTheConnection();
    void pending_thenWelcome_isLiveInPlace();
    void pending_withASilentPrimary_isGivenUp();
    void pending_connectionLost_makesOtherWords();
    void pending_refused_isRefused();
    void token_isSentUntilTheFirstWelcome();
};

namespace {

const MachineId Another = machineCalled("another");

ClientMachine::Settings withPin(const QByteArray &token = {})
{
    ClientMachine::Settings settings = Scene::settings();
    settings.primary = Scene::primary();
    settings.token = token;
    return settings;
}

/// A client whose nonces are told apart.
ClientMachine::Settings withNonces()
{
    ClientMachine::Settings settings = Scene::settings();
    settings.makeNonce = [count = 0]() mutable { return nonceOf(QByteArray::number(++count)); };
    return settings;
}

wire::Pending pending(const QByteArray &seed = "the primary's")
{
    return {nonceOf(seed), u"cellar"_s};
}

void pass(Scene &scene, milliseconds time)
{
    scene.clock.pass(time);
    scene.machine.tick();
}

QString wordsWith(const QByteArray &primaryNonce)
{
    return pairingWords(machineCalled("display"), Scene::primary(), nonceOf("the display's"),
                        primaryNonce)
        .join(u' ');
}

} // namespace

void tst_ClientTrust::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_ClientTrust::pinned_anotherMachine_hearsNoWord_data()
{
    QTest::addColumn<MachineId>("machine");
    QTest::newRow("another") << Another;
    QTest::newRow("nobody") << MachineId();
}

void tst_ClientTrust::pinned_anotherMachine_hearsNoWord()
{
    QFETCH(const MachineId, machine);
    Scene scene(withPin("a join string's"));
    scene.machine.start(scene.at(10));
    scene.machine.connected(machine);
    QVERIFY(scene.sent().isEmpty());
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().state, ClientState::Refused);
    for (const MachineId &named : {machine, Scene::primary()})
        QVERIFY(scene.status().reason.contains(named.toString()));
    QCOMPARE(scene.status().primary, Scene::primary());
    QCOMPARE(*scene.machine.deadline() - scene.clock.monotonic(), milliseconds(30'000));
    scene.welcome(scene.at(10)); // what it says meanwhile
    scene.receive(pending());
    QCOMPARE(scene.status().state, ClientState::Refused);
    QVERIFY(scene.sent().isEmpty());
}

void tst_ClientTrust::pinned_itsOwnAgain_isFollowed()
{
    Scene scene(withPin());
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another);
    scene.reconnect(Another);
    QCOMPARE(scene.status().state, ClientState::Refused);
    scene.reconnect(Scene::primary());
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientTrust::unpinned_firstThatWelcomes_isKept()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another);
    QVERIFY(lastOf<wire::Hello>(scene.sent()));
    QVERIFY(scene.status().primary.isNull());
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().primary, Another);
    QVERIFY(scene.status().isWelcome);
    scene.machine.disconnected(u"gone"_s);
    QVERIFY(!scene.status().isWelcome);
    scene.reconnect(Scene::primary());
    QVERIFY(scene.sent().isEmpty());
    QCOMPARE(scene.status().state, ClientState::Refused);
    QCOMPARE(scene.status().primary, Another);
}

/// Anybody on the network can say that he is an open primary.
void tst_ClientTrust::unpinned_foundAndOpen_isNotFollowed()
{
    Scene scene;
    scene.machine.start(Position());
    scene.machine.connected(Another, AddressSource::Found);
    scene.welcome(scene.at(10), wire::SnapshotReason::Fresh);
    QCOMPARE(scene.status().state, ClientState::Refused);
    QVERIFY(scene.status().primary.isNull());
    QVERIFY(!scene.status().isWelcome);
}

/// Whoever is in the network could let this display in at once.
void tst_ClientTrust::unpinned_foundWithWords_isFollowedOnceTheyWereShownForLong()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another, AddressSource::Found);
    scene.machine.bytesReceived(wire::encode(pending()));
    const QString words = scene.status().words;
    QVERIFY(!words.isEmpty());
    scene.welcome(scene.at(10));
    pass(scene, milliseconds(9'999));
    QCOMPARE(scene.status().state, ClientState::Pending);
    QCOMPARE(scene.status().words, words);
    QVERIFY(scene.status().primary.isNull());
    pass(scene, milliseconds(1));
    QCOMPARE(scene.status().primary, Another);
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientTrust::unpinned_foundWithWords_takesNoMoreThanAFewBytesBefore()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another, AddressSource::Found);
    scene.machine.bytesReceived(wire::encode(pending()));
    scene.welcome(scene.at(10));
    const QByteArray much(1024 * 1024, '\0');
    scene.machine.bytesReceived(much);
    QCOMPARE(scene.status().state, ClientState::Pending);
    scene.machine.bytesReceived(much);
    QCOMPARE(scene.status().state, ClientState::Offline);
    QVERIFY(scene.status().primary.isNull());
}

void tst_ClientTrust::unpinned_foundAndApprovedMeanwhile_isFollowed()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another, AddressSource::Found);
    scene.machine.bytesReceived(wire::encode(pending()));
    scene.machine.disconnected(u"gone"_s);
    pass(scene, milliseconds(10'000));
    scene.machine.connected(Another, AddressSource::Found);
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().primary, Another);
}

void tst_ClientTrust::pinned_foundAgain_isFollowed()
{
    Scene scene(withPin());
    scene.machine.start(scene.at(10));
    scene.machine.connected(Scene::primary(), AddressSource::Found);
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().state, ClientState::Live);
}

void tst_ClientTrust::unpinned_thatIsNotWelcomed_keepsNobody_data()
{
    QTest::addColumn<wire::Message>("answer");
    QTest::newRow("pending") << wire::Message(pending());
    QTest::newRow("refused") << wire::Message(wire::Failure{Kind::Untrusted, u"no"_s});
    wire::Welcome unfit{1, Scene::at(10), u"cellar"_s, {}};
    unfit.head.databaseId = QUuid::createUuid();
    QTest::newRow("another database") << wire::Message(unfit);
    QTest::newRow("what is no answer")
        << wire::Message(Scene::changes(Scene::at(10), Scene::at(11)));
}

void tst_ClientTrust::unpinned_thatIsNotWelcomed_keepsNobody()
{
    QFETCH(const wire::Message, answer);
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Another);
    scene.receive(answer);
    QVERIFY(scene.status().primary.isNull());
    QVERIFY(!scene.copy.applying);
    scene.machine.disconnected(u"gone"_s);
    scene.reconnect(Scene::primary());
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().primary, Scene::primary());
}

void tst_ClientTrust::hello_commitsToANonceThatItDoesNotSay()
{
    Scene scene;
    scene.machine.start(scene.at(10));
    scene.machine.connected(Scene::primary());
    const auto said = scene.sent();
    const QByteArray nonce = nonceOf("the display's");
    QCOMPARE(said.size(), 1);
    QCOMPARE(lastOf<wire::Hello>(said)->commitment, commitmentTo(nonce));
    QVERIFY(!wire::encode(said.first()).contains(nonce));
    scene.welcome(scene.at(10)); // as long as it is not asked to
    scene.receive(wire::Heartbeat{scene.at(10)});
    for (const wire::Message &message : scene.sent())
        QVERIFY(!wire::encode(message).contains(nonce));
}

void tst_ClientTrust::pending_showsTheWordsOfBothAndReveals()
{
    Scene scene;
    scene.connect();
    scene.sent();
    scene.receive(pending());
    const auto said = scene.sent();
    QCOMPARE(said.size(), 1);
    QCOMPARE(lastOf<wire::Reveal>(said)->nonce, nonceOf("the display's"));
    QCOMPARE(scene.status().state, ClientState::Pending);
    QCOMPARE(scene.status().words, wordsWith(nonceOf("the primary's")));
    QCOMPARE(scene.status().primaryName, u"cellar"_s);
    QVERIFY(!scene.status().isWelcome);
}

void tst_ClientTrust::pending_again_keepsTheWords()
{
    Scene scene;
    scene.connect();
    for (int times = 0; times < 200; ++times) { // a quarter of an hour
        scene.sent();
        scene.receive(pending());
        QCOMPARE(lastOf<wire::Reveal>(scene.sent())->nonce, nonceOf("the display's"));
        QCOMPARE(scene.status().words, wordsWith(nonceOf("the primary's")));
        scene.clock.pass(milliseconds(5'000));
        scene.machine.tick();
        QCOMPARE(scene.status().state, ClientState::Pending);
    }
    QCOMPARE(scene.server.opened, 1);
}

void tst_ClientTrust::pending_unfit_endsTheConnection_data()
{
    QTest::addColumn<std::function<void(Scene &)>>("prepare");
    QTest::addColumn<QByteArray>("nonce");
    const auto row = [](const char *name, const QByteArray &nonce,
                        const std::function<void(Scene &)> &prepare) {
        QTest::newRow(name) << prepare << nonce;
    };
    const auto connected = [](Scene &scene) { scene.connect(); };
    row("another nonce", nonceOf("the primary's next"), [](Scene &scene) {
        scene.connect();
        scene.receive(pending());
    });
    row("no nonce", {}, connected);
    row("half a nonce", nonceOf("the primary's").left(16), connected);
    row("more than a nonce", nonceOf("the primary's") + '\0', connected);
    row("before Hello", nonceOf("the primary's"), [](Scene &scene) {
        scene.becomeLive();
        scene.receive(scene.changes(scene.at(10), scene.at(11))); // it is applying them
        scene.machine.disconnected(u"gone"_s);
        scene.reconnect();
    });
    row("after Welcome", nonceOf("the primary's"), [](Scene &scene) { scene.becomeLive(); });
}

void tst_ClientTrust::pending_unfit_endsTheConnection()
{
    QFETCH(const std::function<void(Scene &)>, prepare);
    QFETCH(const QByteArray, nonce);
    Scene scene;
    prepare(scene);
    scene.sent();
    scene.receive(wire::Pending{nonce, u"cellar"_s});
    const auto said = scene.sent();
    QVERIFY(!lastOf<wire::Reveal>(said));
    QCOMPARE(lastOf<wire::Failure>(said)->kind, Kind::Protocol);
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.status().words, QString());
    QCOMPARE(scene.status().state, ClientState::Offline);
}

void tst_ClientTrust::pending_thenWelcome_isLiveInPlace()
{
    Scene scene;
    scene.connect();
    scene.receive(pending());
    scene.welcome(scene.at(10));
    QCOMPARE(scene.status().state, ClientState::Live);
    QCOMPARE(scene.status().words, QString());
    QCOMPARE(scene.status().primary, Scene::primary());
    QCOMPARE(scene.server.opened, 1);
    QCOMPARE(scene.status().counters.reconnects, 0);
}

void tst_ClientTrust::pending_withASilentPrimary_isGivenUp()
{
    Scene scene;
    scene.connect();
    scene.receive(pending());
    scene.clock.pass(milliseconds(14'999));
    scene.machine.tick();
    QCOMPARE(scene.status().state, ClientState::Pending);
    scene.clock.pass(milliseconds(1));
    scene.machine.tick();
    QCOMPARE(scene.status().state, ClientState::Offline);
    QCOMPARE(scene.status().words, QString());
}

/// Who saw the nonce of one connection can do nothing with it in the next.
void tst_ClientTrust::pending_connectionLost_makesOtherWords()
{
    Scene scene(withNonces());
    scene.connect();
    const QByteArray commitment = lastOf<wire::Hello>(scene.sent())->commitment;
    scene.receive(pending());
    const QString words = scene.status().words;
    scene.machine.disconnected(u"gone"_s);
    scene.reconnect();
    QVERIFY(lastOf<wire::Hello>(scene.sent())->commitment != commitment);
    scene.receive(pending());
    QVERIFY(scene.status().words != words);
}

void tst_ClientTrust::pending_refused_isRefused()
{
    Scene scene;
    scene.connect();
    scene.receive(pending());
    scene.receive(wire::Failure{Kind::Untrusted, u"this display was revoked"_s});
    QCOMPARE(scene.status().state, ClientState::Refused);
    QCOMPARE(scene.status().words, QString());
    QCOMPARE(scene.status().reason, u"the primary says: this display was revoked"_s);
    QCOMPARE(*scene.machine.deadline() - scene.clock.monotonic(), milliseconds(30'000));
}

void tst_ClientTrust::token_isSentUntilTheFirstWelcome()
{
    Scene scene(withPin("of its join string"));
    scene.connect();
    QCOMPARE(lastOf<wire::Hello>(scene.sent())->token, "of its join string");
    scene.machine.disconnected(u"gone"_s);
    scene.reconnect();
    QCOMPARE(lastOf<wire::Hello>(scene.sent())->token, "of its join string");
    scene.welcome(scene.at(10));
    scene.receive(wire::Failure{Kind::Untrusted, u"it was revoked"_s});
    scene.reconnect();
    QCOMPARE(lastOf<wire::Hello>(scene.sent())->token, QByteArray());
}

QTEST_GUILESS_MAIN(tst_ClientTrust)
#include "tst_clienttrust.moc"
