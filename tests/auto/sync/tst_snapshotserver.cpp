// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/snapshot_server.h"
#include "tests/support/machine_ids.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/played/played_links.h"

#include <QLoggingCategory>
#include <QTest>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;
using Kind = wire::Failure::Kind;

class tst_SnapshotServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void request_isAnsweredWithTheWholeImage();
    void request_newerTables_isAnsweredAsWell();
    void requests_beyondTheTransfers_waitInLine();
    void line_moves_whenAWaitingOrSendingPeerLeaves();
    void line_ofPeersThatReadNothing_takesNoMemory();
    void copy_beyondTheImageThatIsMade_waitsForTheNext();
    void request_unfit_isRefused_data();
    void request_unfit_isRefused();
    void message_ofNoClient_isRefused();
    void image_failed_refusesForNow();
    void image_isGivenAsFastAsItIsTaken();
    void peer_withoutProgress_isDropped();
    void stop_closesEverything();
    void stranger_whateverItSays_getsNothing_data();
    void stranger_whateverItSays_getsNothing();
    void stranger_approvedBeforeItAsks_isServed();
    void approved_isNoStrangerToTheLink();
    void revoked_inAnyStage_isCutOff_data();
    void revoked_inAnyStage_isCutOff();
};

namespace {

/// The machine at the other end.
MachineId display()
{
    return test::machineCalled("display");
}

/// Gives images when the test wants it.
class PlayedImages final : public ImageSource
{
public:
    void requestImage(qint64 sequence) override
    {
        ++requests;
        requested = sequence;
    }
    int requests = 0;
    qint64 requested = -1; ///< the last one's sequence
};

struct Scene
{
    explicit Scene(const SnapshotServer::Settings &with = settings())
        : server(with, clock, images, peers)
    {
        server.start(database(), TrustList({{1, display(), {}, true, false}}, false));
    }

    static SnapshotServer::Settings settings()
    {
        SnapshotServer::Settings settings;
        settings.schemaVersion = 3;
        settings.transfers = 2;
        settings.partSize = 1'000;
        return settings;
    }
    static QUuid database() { return QUuid("{00000000-0000-0000-0000-000000000001}"); }
    static SnapshotImage image(qsizetype size = 10'000, qint64 sequence = 10)
    {
        return {{database(), {2, 22}, sequence, {}},
                std::make_shared<MemoryPayload>(QByteArray(size, 'x'))};
    }
    static wire::SnapshotRequest request(qint64 sequence = 0)
    {
        wire::SnapshotRequest request;
        request.schemaVersion = 3;
        request.position.sequence = sequence;
        return request;
    }

    void receive(PeerId peer, const wire::Message &message)
    {
        server.bytesReceived(peer, wire::encode(message));
    }
    void ask(PeerId peer, qint64 sequence = 0)
    {
        server.peerConnected(peer, u"192.0.2.1"_s, display());
        receive(peer, request(sequence));
    }
    QList<wire::Message> sent(PeerId peer) { return peers.sent[peer].takeAll(); }
    std::optional<qint64> placeOf(PeerId peer)
    {
        const auto queued = lastOf<wire::SnapshotQueued>(sent(peer));
        return queued ? std::optional(queued->place) : std::nullopt;
    }
    bool isDropped(PeerId peer) const { return peers.closed.contains(peer); }
    void pass(milliseconds time)
    {
        for (; time > milliseconds(0); time -= milliseconds(500)) {
            clock.pass(milliseconds(500));
            server.tick();
        }
    }

    FakeClock clock;
    PlayedImages images;
    PlayedPeers peers;
    SnapshotServer server;
};

} // namespace

void tst_SnapshotServer::initTestCase()
{
    QLoggingCategory::setFilterRules(u"keg.*=false"_s);
}

void tst_SnapshotServer::request_newerTables_isAnsweredAsWell()
{
    Scene scene;
    scene.server.peerConnected(1, u"192.0.2.1"_s, display());
    wire::SnapshotRequest request = Scene::request();
    request.schemaVersion = 4;
    scene.receive(1, request);
    scene.server.imageReady(scene.image());
    QCOMPARE(lastOf<wire::SnapshotHeader>(scene.sent(1))->schemaVersion, 3);
}

void tst_SnapshotServer::request_isAnsweredWithTheWholeImage()
{
    Scene scene;
    scene.ask(1);
    QCOMPARE(scene.images.requests, 1);
    scene.sent(1);
    scene.server.imageReady(scene.image());
    const auto messages = scene.sent(1);
    const auto header = lastOf<wire::SnapshotHeader>(messages);
    QCOMPARE(header->size, 10'000);
    QCOMPARE(header->position, scene.image().position);
    QCOMPARE(header->schemaVersion, 3);
    QByteArray received;
    for (const wire::Message &message : messages) {
        if (const auto *chunk = std::get_if<wire::SnapshotChunk>(&message))
            received += chunk->bytes;
    }
    QVERIFY(received == QByteArray(10'000, 'x'));
    QCOMPARE(lastOf<wire::SnapshotTrailer>(messages)->sha256,
             QCryptographicHash::hash(received, QCryptographicHash::Sha256));
    QCOMPARE(scene.server.served(), 1);
    QVERIFY(!scene.isDropped(1)); // the client closes when it has everything
}

void tst_SnapshotServer::requests_beyondTheTransfers_waitInLine()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 5; ++peer)
        scene.ask(peer);
    QCOMPARE(scene.images.requests, 1);
    for (PeerId peer = 3; peer <= 5; ++peer)
        QCOMPARE(scene.placeOf(peer), qint64(peer - 2));
    scene.pass(milliseconds(5'500));
    QCOMPARE(scene.placeOf(1), 0); // its image is being made
    for (PeerId peer = 3; peer <= 5; ++peer)
        QCOMPARE(scene.placeOf(peer), qint64(peer - 2));

    scene.server.imageReady(scene.image());
    QCOMPARE(scene.server.served(), 2);
    QCOMPARE(scene.images.requests, 2);
    scene.pass(milliseconds(5'500));
    QCOMPARE(scene.placeOf(5), 1);
    scene.server.imageReady(scene.image());
    scene.server.imageReady(scene.image());
    QCOMPARE(scene.server.served(), 5);
}

void tst_SnapshotServer::line_moves_whenAWaitingOrSendingPeerLeaves()
{
    Scene scene;
    scene.peers.isTakingNothing = true;
    for (PeerId peer = 1; peer <= 4; ++peer)
        scene.ask(peer);
    scene.server.imageReady(scene.image(1'000'000));
    QCOMPARE(scene.images.requests, 1);
    scene.server.peerDisconnected(3); // waited
    QCOMPARE(scene.images.requests, 1);
    scene.server.peerDisconnected(1); // was sent to
    QCOMPARE(scene.images.requests, 2);
    scene.server.peerDisconnected(4);
    scene.server.imageReady(scene.image()); // nobody wants it any more
    QVERIFY(!lastOf<wire::SnapshotHeader>(scene.sent(3)));
    QVERIFY(!lastOf<wire::SnapshotHeader>(scene.sent(4)));
}

void tst_SnapshotServer::line_ofPeersThatReadNothing_takesNoMemory()
{
    Scene scene;
    scene.peers.isTakingNothing = true;
    for (PeerId peer = 1; peer <= 500; ++peer)
        scene.ask(peer);
    scene.pass(milliseconds(3'600'000));
    qint64 backlog = 0;
    for (PeerId peer = 1; peer <= 500; ++peer)
        backlog += scene.peers.backlogs.value(peer);
    QVERIFY2(backlog < 500 * (1 << 10), qPrintable(QString::number(backlog)));
}

void tst_SnapshotServer::copy_beyondTheImageThatIsMade_waitsForTheNext()
{
    Scene scene;
    const auto servedTo = [&scene](PeerId peer) -> qint64 {
        const auto header = lastOf<wire::SnapshotHeader>(scene.sent(peer));
        return header ? header->position.sequence : -1;
    };
    scene.ask(1);
    QCOMPARE(scene.images.requested, 0);
    scene.ask(2, 20);
    QCOMPARE(scene.images.requests, 1);

    scene.server.imageReady(Scene::image(1'000, 10));
    QCOMPARE(servedTo(1), 10);
    QCOMPARE(servedTo(2), -1);
    QCOMPARE(scene.images.requests, 2);
    QCOMPARE(scene.images.requested, 20);

    scene.server.imageReady(Scene::image(1'000, 20));
    QCOMPARE(servedTo(2), 20);
    QCOMPARE(scene.images.requests, 2);
}

void tst_SnapshotServer::request_unfit_isRefused_data()
{
    QTest::addColumn<wire::SnapshotRequest>("request");
    QTest::addColumn<Kind>("kind");
    const auto changed = [](const std::function<void(wire::SnapshotRequest &)> &change) {
        wire::SnapshotRequest request = Scene::request();
        change(request);
        return request;
    };
    QTest::newRow("other magic") << changed([](auto &request) { request.magic = u"HTTP"_s; })
                                 << Kind::Version;
    QTest::newRow("newer protocol") << changed([](auto &request) {
        request.lowestProtocol = request.highestProtocol = wire::HighestProtocol + 1;
    }) << Kind::Version;
    QTest::newRow("older tables") << changed([](auto &request) { request.schemaVersion = 2; })
                                  << Kind::Schema;
    QTest::newRow("another database") << changed([](auto &request) {
        request.position.databaseId = QUuid("{00000000-0000-0000-0000-000000000002}");
    }) << Kind::Foreign;
}

void tst_SnapshotServer::request_unfit_isRefused()
{
    QFETCH(const wire::SnapshotRequest, request);
    QFETCH(const Kind, kind);
    Scene scene;
    scene.server.peerConnected(1, u"192.0.2.1"_s, display());
    scene.receive(1, request);
    QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, kind);
    QVERIFY(scene.isDropped(1));
    QCOMPARE(scene.images.requests, 0);
}

void tst_SnapshotServer::message_ofNoClient_isRefused()
{
    const QList<wire::Message> messages{wire::Hello(), wire::Ack(), wire::Heartbeat(),
                                        wire::SnapshotHeader(), wire::SnapshotChunk()};
    for (const wire::Message &message : messages) {
        Scene scene;
        scene.server.peerConnected(1, u"192.0.2.1"_s, display());
        scene.receive(1, message);
        QVERIFY(scene.isDropped(1));
        QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, Kind::Protocol);
    }
    Scene scene;
    scene.ask(1);
    scene.receive(1, scene.request()); // a second one
    QVERIFY(scene.isDropped(1));
    scene.server.peerConnected(2, u"192.0.2.1"_s, display());
    scene.server.bytesReceived(2, QByteArray::fromHex("000010010020"));
    QVERIFY(scene.isDropped(2));
}

void tst_SnapshotServer::image_failed_refusesForNow()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 3; ++peer)
        scene.ask(peer);
    scene.server.imageFailed({ErrorCode::DiskFull, u"no room"_s});
    for (const PeerId peer : {1, 2}) {
        QCOMPARE(lastOf<wire::Failure>(scene.sent(peer))->kind, Kind::Overloaded);
        QVERIFY(scene.isDropped(peer));
    }
    QVERIFY(!scene.isDropped(3));
    QCOMPARE(scene.images.requests, 2);
    scene.server.imageReady(scene.image());
    QCOMPARE(scene.server.served(), 1);
}

void tst_SnapshotServer::image_isGivenAsFastAsItIsTaken()
{
    Scene scene;
    scene.peers.isTakingNothing = true;
    scene.ask(1);
    scene.server.imageReady(scene.image(1'000'000));
    int steps = 0;
    while (!lastOf<wire::SnapshotTrailer>(scene.sent(1))) {
        QVERIFY(scene.peers.backlogs[1] < BacklogLimit + 2'000);
        scene.peers.backlogs[1] = 0;
        scene.pass(milliseconds(29'000));
        QVERIFY(!scene.isDropped(1));
        scene.server.peerWritable(1);
        ++steps;
    }
    QVERIFY(steps >= 10);
    QCOMPARE(scene.server.served(), 1);
}

void tst_SnapshotServer::peer_withoutProgress_isDropped()
{
    Scene scene;
    scene.server.peerConnected(1, u"192.0.2.1"_s, display()); // never asks
    scene.pass(milliseconds(5'000));
    scene.server.bytesReceived(1, QByteArray(1, '\0'));
    scene.peers.isTakingNothing = true;
    scene.ask(2);
    scene.server.imageReady(scene.image(1'000'000));
    scene.ask(3);
    scene.ask(4);
    scene.pass(milliseconds(4'000));
    QVERIFY(!scene.isDropped(1));
    scene.pass(milliseconds(1'500));
    QVERIFY(scene.isDropped(1));
    scene.pass(milliseconds(24'000));
    QVERIFY(!scene.isDropped(2));
    scene.pass(milliseconds(2'000));
    QVERIFY(scene.isDropped(2)); // took nothing for 30 s
    QVERIFY(!scene.isDropped(3)); // these wait for us
    QVERIFY(!scene.isDropped(4));
}

void tst_SnapshotServer::stop_closesEverything()
{
    Scene scene;
    for (PeerId peer = 1; peer <= 3; ++peer)
        scene.ask(peer);
    scene.server.stop(u"closing time"_s);
    for (PeerId peer = 1; peer <= 3; ++peer)
        QVERIFY(scene.isDropped(peer));
    QVERIFY(!scene.server.deadline());
    scene.server.imageReady(scene.image());
    QCOMPARE(scene.server.served(), 0);
}

void tst_SnapshotServer::stranger_whateverItSays_getsNothing_data()
{
    QTest::addColumn<MachineId>("machine");
    QTest::addColumn<TrustList>("trust");
    const auto listed = [](bool isApproved, bool isOpen) {
        return TrustList({{1, display(), {}, isApproved, false}}, isOpen);
    };
    QTest::newRow("on no list") << machineCalled("another") << listed(true, false);
    QTest::newRow("waits to be admitted") << machineCalled("another") << listed(true, true);
    QTest::newRow("revoked") << display() << listed(false, false);
    QTest::newRow("revoked, on an open primary") << display() << listed(false, true);
    QTest::newRow("nobody") << MachineId() << listed(true, false);
}

void tst_SnapshotServer::stranger_whateverItSays_getsNothing()
{
    QFETCH(const MachineId, machine);
    QFETCH(const TrustList, trust);
    wire::SnapshotRequest foreign = Scene::request();
    foreign.position.databaseId = QUuid::createUuid();
    const QList<wire::Message> messages{
        Scene::request(), Scene::request(1'000),  foreign,    wire::Hello(), wire::Reveal(),
        wire::Ack(),      wire::SnapshotHeader(), wire::Bye()};
    for (const wire::Message &message : messages) {
        Scene scene;
        scene.server.trustChanged(trust);
        scene.server.peerConnected(1, u"192.0.2.1"_s, machine);
        scene.receive(1, message);
        scene.server.imageReady(scene.image());
        const auto told = scene.sent(1);
        const auto failure = lastOf<wire::Failure>(told);
        QCOMPARE(told.size(), failure ? 1 : 0);
        if (std::holds_alternative<wire::SnapshotRequest>(message))
            QCOMPARE(failure->kind, Kind::Untrusted); // whatever its copy is
        QVERIFY(scene.isDropped(1));
        QCOMPARE(scene.images.requests, 0);
        QVERIFY(scene.peers.trusted.isEmpty());
    }
}

/// It was let in on the other port while it shook hands here.
void tst_SnapshotServer::stranger_approvedBeforeItAsks_isServed()
{
    Scene scene;
    const MachineId machine = machineCalled("another");
    scene.server.peerConnected(1, u"192.0.2.1"_s, machine);
    scene.server.trustChanged(TrustList({{1, machine, {}, true, false}}, false));
    scene.receive(1, scene.request());
    scene.server.imageReady(scene.image());
    QVERIFY(lastOf<wire::SnapshotTrailer>(scene.sent(1)));
}

void tst_SnapshotServer::approved_isNoStrangerToTheLink()
{
    Scene scene;
    scene.server.peerConnected(1, u"192.0.2.1"_s, display());
    QVERIFY(!scene.peers.trusted.contains(1)); // before it has said anything
    scene.receive(1, scene.request());
    QVERIFY(scene.peers.trusted.contains(1));
}

void tst_SnapshotServer::revoked_inAnyStage_isCutOff_data()
{
    QTest::addColumn<PeerId>("peer");
    // Two are sent to, two wait for their image, two wait in line.
    for (PeerId peer = 1; peer <= 6; ++peer)
        QTest::addRow("%llu", peer) << peer;
}

void tst_SnapshotServer::revoked_inAnyStage_isCutOff()
{
    QFETCH(const PeerId, peer);
    const auto machine = [](PeerId id) { return machineCalled(QByteArray::number(id)); };
    SnapshotServer::Settings settings = Scene::settings();
    settings.transfers = 4;
    Scene scene(settings);
    const auto allBut = [&](PeerId revoked) {
        QList<Display> displays;
        for (PeerId id = 1; id <= 6; ++id)
            displays.append({qint64(id), machine(id), {}, id != revoked, false});
        return TrustList(displays, false);
    };
    scene.server.trustChanged(allBut(0));
    scene.peers.isTakingNothing = true;
    const auto ask = [&](PeerId id) {
        scene.server.peerConnected(id, u"192.0.2.1"_s, machine(id));
        scene.receive(id, scene.request());
    };
    ask(1);
    ask(2);
    scene.server.imageReady(scene.image(1'000'000));
    for (const PeerId id : {3, 4, 5, 6})
        ask(id);
    for (PeerId id = 1; id <= 6; ++id)
        scene.sent(id);

    scene.server.trustChanged(allBut(peer));
    const auto told = scene.sent(peer);
    QCOMPARE(told.size(), 1);
    QCOMPARE(lastOf<wire::Failure>(told)->kind, Kind::Untrusted);
    QVERIFY(scene.isDropped(peer));
    scene.server.peerWritable(peer);
    scene.peers.isTakingNothing = false;
    for (PeerId id = 1; id <= 6; ++id) { // the others are served as if nothing had been
        scene.peers.backlogs[id] = 0;
        scene.server.peerWritable(id);
    }
    for (int images = 0; images < 4; ++images)
        scene.server.imageReady(scene.image());
    QVERIFY(scene.sent(peer).isEmpty());
    QCOMPARE(scene.server.served(), 5);
}

QTEST_GUILESS_MAIN(tst_SnapshotServer)
#include "tst_snapshotserver.moc"
