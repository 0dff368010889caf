// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/wire/messages.h"

#include <QCborStreamWriter>
#include <QTest>

#include <random>

using namespace keg;
using namespace keg::wire;

class tst_Messages : public QObject
{
    Q_OBJECT

private slots:
    void decode_everyMessage_givesWhatWasEncoded();
    void decode_cutOrMutated_neverCrashesAndIsDamagedOrWhole();
    void decode_missingField_isDamaged();
    void decode_unknownField_isPassedOver();
    void decode_unknownReason_isReadAsTheLast();
    void decode_heartbeatWithoutWeb_hasNone();
    void decode_heartbeatWithAnImpossibleWeb_isDamaged();
};

namespace {

Position samplePosition()
{
    Digest digest;
    (void)Digest::fromBytes(QByteArray::fromHex("00112233445566778899aabbccddeeff"), &digest);
    return {QUuid::fromString(QStringLiteral("{8f6b1f7e-3f7e-4f57-9d0e-1c2b3a4d5e6f}")),
            {3, 0xfedcba9876543210},
            42,
            digest};
}

QList<Message> samples()
{
    const Position at = samplePosition();
    Position from = at;
    from.sequence = 41;
    Hello hello;
    hello.position = at;
    hello.name = QStringLiteral("Küche");
    hello.wantsSnapshot = true;
    hello.token = QByteArray(16, 't');
    hello.program = QStringLiteral("1.0.0");
    hello.commitment = QByteArray(32, 'c');
    SnapshotRequest request;
    request.position = at;
    request.offset = 77;
    return {hello,
            Welcome{1, at, QStringLiteral("bar"), SnapshotReason::Floor},
            Changes{from, at, "payload", "check"},
            DeltaBegin{from, at, 1 << 20},
            DeltaPart{QByteArray(64 * 1024, 'p')},
            DeltaEnd{"check"},
            Ack{at},
            Heartbeat{at, 8443},
            Bye{QStringLiteral("stopping")},
            Failure{Failure::Kind::Schema, QStringLiteral("update this display")},
            Pending{QByteArray(32, 'n'), QStringLiteral("Keller")},
            Reveal{QByteArray(32, 'r')},
            request,
            SnapshotQueued{4},
            SnapshotHeader{1234, at, 7},
            SnapshotChunk{QByteArray(300, '\0')},
            SnapshotTrailer{QByteArray(32, '\xee')}};
}

Frame frameOf(const QByteArray &bytes)
{
    FrameReader reader(PeerFrameLimit);
    reader.append(bytes);
    const auto frame = reader.next();
    return frame && *frame ? **frame : Frame();
}

} // namespace

void tst_Messages::decode_everyMessage_givesWhatWasEncoded()
{
    const auto messages = samples();
    QCOMPARE(std::size_t(messages.size()), std::variant_size_v<Message>);
    for (const Message &message : messages) {
        const QByteArray bytes = encode(message);
        const auto decoded = decode(frameOf(bytes));
        QVERIFY2(decoded, decoded ? "" : qPrintable(decoded.error().message));
        QCOMPARE(decoded->index(), message.index());
        QCOMPARE(encode(*decoded), bytes);
    }
    const auto hello = decode(frameOf(encode(messages.first())));
    QCOMPARE(std::get<Hello>(*hello).position, samplePosition());
    QCOMPARE(std::get<Hello>(*hello).name, QStringLiteral("Küche"));
}

void tst_Messages::decode_cutOrMutated_neverCrashesAndIsDamagedOrWhole()
{
    std::mt19937_64 random(20261123);
    int damaged = 0;
    for (const Message &message : samples()) {
        const Frame frame = frameOf(encode(message));
        if (frame.body.size() < 2)
            continue;
        for (qsizetype length = 0; length < std::min<qsizetype>(frame.body.size(), 200); ++length)
            QVERIFY(!decode({frame.type, frame.body.left(length)}));
        for (int round = 0; round < 500; ++round) {
            Frame mutated = frame;
            mutated.body[qsizetype(random() % quint64(mutated.body.size()))] = char(random());
            damaged += decode(mutated) ? 0 : 1;
        }
    }
    QVERIFY(damaged > 0);
}

void tst_Messages::decode_missingField_isDamaged()
{
    QByteArray body;
    QCborStreamWriter writer(&body);
    writer.startMap();
    writer.endMap();
    const auto decoded = decode({frameOf(encode(Bye{})).type, body});
    QVERIFY(!decoded);
    QVERIFY(decoded.error().message.contains(QStringLiteral("reason")));
}

void tst_Messages::decode_unknownField_isPassedOver()
{
    QByteArray body;
    QCborStreamWriter writer(&body);
    writer.startMap();
    writer.append(QLatin1String("future"));
    writer.startArray();
    writer.append(1.5);
    writer.endArray();
    writer.append(QLatin1String("distant"));
    writer.append(std::numeric_limits<quint64>::max());
    writer.append(QLatin1String("reason"));
    writer.append(QLatin1String("gone"));
    writer.endMap();
    const auto decoded = decode({frameOf(encode(Bye{})).type, body});
    QVERIFY(decoded);
    QCOMPARE(std::get<Bye>(*decoded).reason, QStringLiteral("gone"));
}

void tst_Messages::decode_unknownReason_isReadAsTheLast()
{
    QByteArray body;
    QCborStreamWriter writer(&body);
    writer.startMap();
    writer.append(QLatin1String("kind"));
    writer.append(99);
    writer.append(QLatin1String("text"));
    writer.append(QLatin1String("new"));
    writer.endMap();
    const auto decoded = decode({frameOf(encode(Failure{})).type, body});
    QVERIFY(decoded);
    QCOMPARE(std::get<Failure>(*decoded).kind, Failure::Kind::Overloaded);
}

void tst_Messages::decode_heartbeatWithoutWeb_hasNone()
{
    const Frame frame = frameOf(encode(Heartbeat{samplePosition()}));
    QVERIFY(!frame.body.contains("web"));
    const auto decoded = decode(frame);
    QVERIFY(decoded);
    QCOMPARE(std::get<Heartbeat>(*decoded).webPort, quint16(0));
}

void tst_Messages::decode_heartbeatWithAnImpossibleWeb_isDamaged()
{
    const Frame frame = frameOf(encode(Heartbeat{samplePosition(), 65535}));
    QCOMPARE(std::get<Heartbeat>(*decode(frame)).webPort, quint16(65535));
    Frame impossible = frame;
    impossible.body.replace(QByteArray::fromHex("19ffff"), QByteArray::fromHex("1a00010000"));
    QVERIFY(impossible.body != frame.body);
    const auto decoded = decode(impossible);
    QVERIFY(!decoded);
    QVERIFY(decoded.error().message.contains(QStringLiteral("web")));
}

QTEST_GUILESS_MAIN(tst_Messages)
#include "tst_messages.moc"
