// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/snapshot_server.h"
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
};

namespace {

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
    Scene()
        : server(settings(), clock, images, peers)
    {
        server.start(database());
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
        server.peerConnected(peer, u"192.0.2.1"_s);
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
    scene.server.peerConnected(1, u"192.0.2.1"_s);
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
        scene.server.peerConnected(1, u"192.0.2.1"_s);
        scene.receive(1, message);
        QVERIFY(scene.isDropped(1));
        QCOMPARE(lastOf<wire::Failure>(scene.sent(1))->kind, Kind::Protocol);
    }
    Scene scene;
    scene.ask(1);
    scene.receive(1, scene.request()); // a second one
    QVERIFY(scene.isDropped(1));
    scene.server.peerConnected(2, u"192.0.2.1"_s);
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
    scene.server.peerConnected(1, u"192.0.2.1"_s); // never asks
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

QTEST_GUILESS_MAIN(tst_SnapshotServer)
#include "tst_snapshotserver.moc"
