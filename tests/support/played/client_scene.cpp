// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/played/client_scene.h"

#include <utility>

namespace keg::test {

using namespace keg::sync;

Result<void> PlayedCopy::collect(const QByteArray &bytes)
{
    if (isFull)
        return Error{ErrorCode::DiskFull, QStringLiteral("no room")};
    collected += bytes;
    return {};
}

void PlayedCopy::apply(const Position & /*from*/, const Position &to)
{
    applying = to;
    payload = std::exchange(collected, {});
}

ClientScene::ClientScene(ClientMachine::Settings with)
    : machine(std::move(with), clock, copy, server)
{}

ClientMachine::Settings ClientScene::settings()
{
    ClientMachine::Settings settings;
    settings.name = QStringLiteral("over the bar");
    settings.schemaVersion = 3;
    settings.machine = machineCalled("display");
    settings.makeNonce = [] { return nonceOf("the display's"); };
    return settings;
}

Position ClientScene::at(qint64 sequence, quint64 digest)
{
    Digest::Bytes bytes{};
    bytes[0] = quint8(digest);
    bytes[1] = quint8(sequence);
    return {QUuid("{00000000-0000-0000-0000-000000000001}"), {2, 22}, sequence, Digest(bytes)};
}

void ClientScene::connect()
{
    machine.start(at(10));
    machine.connected(primary());
}

void ClientScene::welcome(const Position &head, wire::SnapshotReason reason)
{
    receive(wire::Welcome{1, head, QStringLiteral("cellar"), reason});
}

void ClientScene::becomeLive()
{
    connect();
    welcome(at(10));
    sent();
}

void ClientScene::reconnect(const MachineId &machineThere)
{
    clock.pass(*machine.deadline() - clock.monotonic());
    machine.tick();
    machine.connected(machineThere);
}

wire::Changes ClientScene::changes(const Position &from, const Position &to, bool isRight)
{
    wire::DeltaCheck check(from, to);
    check.add(isRight ? "payload" : "another");
    return {from, to, "payload", check.result()};
}

} // namespace keg::test
