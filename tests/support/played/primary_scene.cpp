// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/played/primary_scene.h"

namespace keg::test {

using namespace keg::sync;

PrimaryScene::PrimaryScene(PrimaryMachine::Settings with)
    : machine(std::move(with), clock, database, peers)
{
    machine.start(head(10), TrustList({{1, display(), {}, true, false}}, false));
}

PrimaryMachine::Settings PrimaryScene::settings()
{
    PrimaryMachine::Settings settings;
    settings.name = QStringLiteral("cellar");
    settings.schemaVersion = 3;
    settings.partSize = 1'000;
    settings.machine = machineCalled("primary");
    settings.makeNonce = [] { return nonceOf("the primary's"); };
    return settings;
}

Position PrimaryScene::at(qint64 sequence, quint32 epoch, quint8 digest)
{
    Digest::Bytes bytes{};
    bytes[0] = digest;
    bytes[1] = quint8(sequence);
    return {QUuid("{00000000-0000-0000-0000-000000000001}"), {epoch, 22}, sequence, Digest(bytes)};
}

Head PrimaryScene::head(qint64 sequence)
{
    return {at(sequence), EpochSwitch{{1, 22}, 5}};
}

ChangeBatch PrimaryScene::batch(qint64 after, qint64 to, const QByteArray &payload)
{
    return {after, head(to), std::make_shared<MemoryPayload>(payload)};
}

wire::Hello PrimaryScene::hello(const Position &position)
{
    wire::Hello hello;
    hello.schemaVersion = 3;
    hello.position = position;
    hello.name = QStringLiteral("over the bar");
    return hello;
}

void PrimaryScene::receive(PeerId peer, const wire::Message &message)
{
    machine.bytesReceived(peer, wire::encode(message));
}

void PrimaryScene::connect(PeerId peer, const Position &position)
{
    machine.peerConnected(peer, QStringLiteral("192.0.2.1"), display());
    receive(peer, hello(position));
}

void PrimaryScene::becomeLive(PeerId peer)
{
    connect(peer, at(10));
    machine.changesRead(10, batch(10, 10, {}));
    sent(peer);
    database.reads.clear();
}

QList<wire::Message> PrimaryScene::knock(PeerId peer, const QString &address,
                                         const QByteArray &token)
{
    machine.peerConnected(peer, address, strangerAt(peer));
    receive(peer, helloAt(peer, token));
    return sent(peer);
}

wire::Hello PrimaryScene::helloAt(PeerId peer, const QByteArray &token)
{
    wire::Hello hello = PrimaryScene::hello({});
    hello.token = token;
    hello.commitment = commitmentTo(nonceAt(peer));
    return hello;
}

std::optional<PeerStatus> PrimaryScene::statusOf(PeerId peer) const
{
    for (const PeerStatus &status : machine.peers()) {
        if (status.id == peer)
            return status;
    }
    return {};
}

PeerState PrimaryScene::stateOf(PeerId peer) const
{
    return statusOf(peer).value_or(PeerStatus()).state;
}

void PrimaryScene::pass(milliseconds time)
{
    for (; time > milliseconds(0); time -= milliseconds(500)) {
        clock.pass(milliseconds(500));
        machine.tick();
    }
}

} // namespace keg::test
