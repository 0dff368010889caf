// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/sync/snapshot_client.h"
#include "tests/support/machine_ids.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/played/played_links.h"

#include <QTest>

using namespace keg;
using namespace keg::sync;
using namespace keg::test;
using namespace Qt::StringLiterals;

class tst_SnapshotClient : public QObject
{
    Q_OBJECT

private slots:
    void fetch_wholeImage_isFinishedOnce();
    void fetch_whatDoesNotFit_failsOnce_data();
    void fetch_whatDoesNotFit_failsOnce();
    void fetch_afterAFailure_beginsAnew();
    void silence_of15Seconds_fails();
    void sink_thatTakesNothing_fails_data();
    void sink_thatTakesNothing_fails();
    void cancel_whileFetching_failsOnce();
    void connected_anotherMachine_hearsNoWord_data();
    void connected_anotherMachine_hearsNoWord();
};

namespace {

/// The machine at the other end.
MachineId primary()
{
    return test::machineCalled("primary");
}

/// Where the image goes, played by a test.
class PlayedSink final : public ImageSink
{
public:
    Result<void> begin(qint64 /*size*/) override { return answer(mayBegin); }
    Result<void> append(const QByteArray &bytes) override
    {
        image += bytes;
        return answer(mayAppend);
    }
    void finish(const Position &position) override { finished.append(position); }
    void fail(const Error &error) override { failures.append(error); }

    bool mayBegin = true;
    bool mayAppend = true;
    QByteArray image;
    QList<Position> finished;
    QList<Error> failures;

private:
    static Result<void> answer(bool isGood)
    {
        if (isGood)
            return {};
        return Error{ErrorCode::DiskFull, u"no room"_s};
    }
};

struct Scene
{
    Scene()
        : client(settings(), clock, sink, server)
    {
        begin();
    }

    static SnapshotClient::Settings settings() { return {u"over the bar"_s, 3}; }
    static Position own()
    {
        return {QUuid("{00000000-0000-0000-0000-000000000001}"), {2, 22}, 5, {}};
    }
    static Position offered()
    {
        return {QUuid("{00000000-0000-0000-0000-000000000001}"), {2, 22}, 10, {}};
    }

    void begin()
    {
        client.start(own(), primary());
        server.isOpen = true;
        client.connected(primary());
    }
    void receive(const wire::Message &message) { client.bytesReceived(wire::encode(message)); }

    FakeClock clock;
    PlayedSink sink;
    PlayedServer server;
    SnapshotClient client;
};

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QList<wire::Message> wholeImage()
{
    return {wire::SnapshotQueued{2}, wire::SnapshotHeader{5, Scene::offered(), 3},
            wire::SnapshotChunk{"im"}, wire::SnapshotChunk{"age"},
            wire::SnapshotTrailer{sha256("image")}};
}

} // namespace

void tst_SnapshotClient::fetch_wholeImage_isFinishedOnce()
{
    Scene scene;
    const auto request = lastOf<wire::SnapshotRequest>(scene.server.sent.takeAll());
    QCOMPARE(request->position, scene.own());
    QCOMPARE(request->schemaVersion, 3);
    QCOMPARE(request->name, u"over the bar"_s);
    for (const wire::Message &message : wholeImage())
        scene.receive(message);
    QCOMPARE(scene.sink.finished, QList<Position>{scene.offered()});
    QCOMPARE(scene.sink.image, "image");
    QVERIFY(scene.sink.failures.isEmpty());
    QVERIFY(!scene.server.isOpen);
    QVERIFY(!scene.client.deadline());
}

void tst_SnapshotClient::fetch_whatDoesNotFit_failsOnce_data()
{
    QTest::addColumn<QList<wire::Message>>("messages");
    QTest::addColumn<ErrorCode>("code");
    using Messages = QList<wire::Message>;
    const wire::SnapshotHeader header{5, Scene::offered(), 3};
    const auto row
        = [](const char *name, const Messages &messages, ErrorCode code = ErrorCode::Damaged) {
              QTest::newRow(name) << messages << code;
          };
    Position foreign = Scene::offered();
    foreign.databaseId = QUuid("{00000000-0000-0000-0000-000000000002}");
    row("two headers", {header, header});
    row("empty", {wire::SnapshotHeader{0, Scene::offered(), 3}});
    row("negative", {wire::SnapshotHeader{-5, Scene::offered(), 3}});
    row("newer tables", {wire::SnapshotHeader{5, Scene::offered(), 4}}, ErrorCode::TooNew);
    row("another database", {wire::SnapshotHeader{5, foreign, 3}}, ErrorCode::Refused);
    row("no database", {wire::SnapshotHeader{5, Position(), 3}}, ErrorCode::Refused);
    row("no header", {wire::SnapshotChunk{"image"}});
    row("trailer first", {wire::SnapshotTrailer{sha256({})}});
    row("too many bytes", {header, wire::SnapshotChunk{"images"}});
    row("too few bytes", {header, wire::SnapshotChunk{"imag"}, wire::SnapshotTrailer{"x"}});
    row("other bytes",
        {header, wire::SnapshotChunk{"image"}, wire::SnapshotTrailer{sha256("imagE")}});
    row("a refusal", {wire::Failure{wire::Failure::Kind::Overloaded, u"later"_s}},
        ErrorCode::Unreachable);
    row("another port's message", {wire::Heartbeat()});
}

void tst_SnapshotClient::fetch_whatDoesNotFit_failsOnce()
{
    QFETCH(const QList<wire::Message>, messages);
    QFETCH(const ErrorCode, code);
    Scene scene;
    for (const wire::Message &message : messages)
        scene.receive(message);
    for (const wire::Message &message : wholeImage()) // what was on its way is not looked at
        scene.receive(message);
    scene.client.disconnected(u"gone"_s);
    QCOMPARE(scene.sink.failures.size(), 1);
    QCOMPARE(scene.sink.failures.first().code, code);
    QVERIFY(!scene.sink.failures.first().message.isEmpty());
    QVERIFY(scene.sink.finished.isEmpty());
    QVERIFY(!scene.server.isOpen);
    QVERIFY(!scene.client.deadline());
}

void tst_SnapshotClient::fetch_afterAFailure_beginsAnew()
{
    Scene scene;
    scene.receive(wire::SnapshotHeader{5, scene.offered(), 3});
    scene.receive(wire::SnapshotChunk{"ima"});
    scene.client.disconnected(u"cut"_s);
    QCOMPARE(scene.sink.failures.first().code, ErrorCode::Unreachable);
    scene.sink.image.clear();
    scene.begin();
    for (const wire::Message &message : wholeImage())
        scene.receive(message);
    QCOMPARE(scene.sink.finished.size(), 1);
    QCOMPARE(scene.sink.image, "image");
}

void tst_SnapshotClient::silence_of15Seconds_fails()
{
    Scene scene;
    for (int notices = 0; notices < 10; ++notices) {
        scene.clock.pass(milliseconds(14'999));
        scene.client.tick();
        QVERIFY(scene.sink.failures.isEmpty());
        scene.receive(wire::SnapshotQueued{1});
    }
    scene.clock.pass(milliseconds(15'000));
    scene.client.tick();
    QCOMPARE(scene.sink.failures.first().code, ErrorCode::Unreachable);
    QVERIFY(!scene.server.isOpen);
}

void tst_SnapshotClient::sink_thatTakesNothing_fails_data()
{
    QTest::addColumn<bool>("mayBegin");
    QTest::newRow("no room for it") << false;
    QTest::newRow("the disk fills up") << true;
}

void tst_SnapshotClient::sink_thatTakesNothing_fails()
{
    QFETCH(const bool, mayBegin);
    Scene scene;
    scene.sink.mayBegin = mayBegin;
    scene.sink.mayAppend = false;
    for (const wire::Message &message : wholeImage())
        scene.receive(message);
    QCOMPARE(scene.sink.failures.size(), 1);
    QCOMPARE(scene.sink.failures.first().code, ErrorCode::DiskFull);
    QVERIFY(scene.sink.finished.isEmpty());
}

void tst_SnapshotClient::cancel_whileFetching_failsOnce()
{
    Scene scene;
    scene.receive(wire::SnapshotHeader{5, scene.offered(), 3});
    scene.client.cancel();
    scene.client.cancel();
    QCOMPARE(scene.sink.failures.size(), 1);
    QVERIFY(!scene.server.isOpen);
    scene.client.connected(primary()); // too late
    QVERIFY(scene.sink.finished.isEmpty());
}

void tst_SnapshotClient::connected_anotherMachine_hearsNoWord_data()
{
    QTest::addColumn<MachineId>("machine");
    QTest::newRow("another") << machineCalled("another");
    QTest::newRow("nobody") << MachineId();
}

void tst_SnapshotClient::connected_anotherMachine_hearsNoWord()
{
    QFETCH(const MachineId, machine);
    Scene scene;
    scene.client.cancel();
    scene.sink.failures.clear();
    scene.server.sent.takeAll();
    scene.client.start(scene.own(), primary());
    scene.client.connected(machine);
    QVERIFY(scene.server.sent.isEmpty());
    QVERIFY(!scene.server.isOpen);
    QCOMPARE(scene.sink.failures.size(), 1);
    QVERIFY(scene.sink.failures.first().message.contains(machine.toString()));
    for (const wire::Message &message : wholeImage())
        scene.receive(message);
    QVERIFY(scene.sink.image.isEmpty());
    QVERIFY(scene.sink.finished.isEmpty());
}

QTEST_GUILESS_MAIN(tst_SnapshotClient)
#include "tst_snapshotclient.moc"
