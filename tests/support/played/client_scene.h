// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/client_machine.h"
#include "tests/support/machine_ids.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/played/played_links.h"

namespace keg::test {

/// The copy of a client, played by a test.
class PlayedCopy final : public sync::ReplicaStore
{
public:
    Result<void> collect(const QByteArray &bytes) override;
    void discard() override { collected.clear(); }
    void apply(const Position &from, const Position &to) override;
    void fetchSnapshot() override { ++fetches; }
    void cancelSnapshot() override { ++cancels; }

    bool isFull = false;
    QByteArray collected;
    QByteArray payload;
    std::optional<Position> applying;
    int fetches = 0;
    int cancels = 0;
};

/// A client whose copy is at sequence 10, and all that it can see of the world.
class ClientScene
{
public:
    explicit ClientScene(sync::ClientMachine::Settings with = settings());

    static sync::ClientMachine::Settings settings();
    /// The machine at the other end.
    static MachineId primary() { return machineCalled("primary"); }
    static Position at(qint64 sequence, quint64 digest = 0);

    void receive(const wire::Message &message) { machine.bytesReceived(wire::encode(message)); }
    /// All that it has sent and no test has looked at.
    QList<wire::Message> sent() { return server.sent.takeAll(); }
    const sync::ClientStatus &status() const { return machine.status(); }

    void connect();
    void welcome(const Position &head, wire::SnapshotReason reason = wire::SnapshotReason::None);
    void becomeLive();
    /// The next try, whenever it is due, reaches that machine.
    void reconnect(const MachineId &machineThere = primary());
    static wire::Changes changes(const Position &from, const Position &to, bool isRight = true);

    FakeClock clock;
    PlayedCopy copy;
    PlayedServer server;
    sync::ClientMachine machine;
};

} // namespace keg::test
