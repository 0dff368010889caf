// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/sync/primary_machine.h"
#include "tests/support/machine_ids.h"
#include "tests/support/played/fake_clock.h"
#include "tests/support/played/played_links.h"

#include <QMap>

namespace keg::test {

/// The database of a primary, played by a test.
class PlayedDatabase final : public sync::PrimaryStore
{
public:
    void awaitChanges(qint64 after) override { awaited = after; }
    void readChanges(qint64 after) override { reads.append(after); }
    void startEpoch(const QString &reason) override
    {
        ++epochs;
        reasons.append(reason);
    }
    void admitDisplay(sync::PeerId peer, const MachineId & /*machine*/, const QString & /*name*/,
                      const QByteArray &token) override
    {
        admissions.insert(peer, token);
    }
    void noteSeen(const sync::PeerStatus &display) override { seen.append(display); }

    qint64 awaited = -1;
    QList<qint64> reads;
    QMap<sync::PeerId, QByteArray> admissions; ///< asked for, with the token
    QList<sync::PeerStatus> seen;
    int epochs = 0;
    QStringList reasons; ///< of the epochs
};

/// A primary at sequence 10 of epoch 2, whose epoch 1 may be resumed up to sequence 5, and all that
/// it can see of the world. It knows one display, at 192.0.2.1.
class PrimaryScene
{
public:
    explicit PrimaryScene(sync::PrimaryMachine::Settings with = settings());

    static sync::PrimaryMachine::Settings settings();
    /// The display that is approved.
    static MachineId display() { return machineCalled("display"); }
    static Position at(qint64 sequence, quint32 epoch = 2, quint8 digest = 0);
    static sync::Head head(qint64 sequence);
    static sync::ChangeBatch batch(qint64 after, qint64 to, const QByteArray &payload = "payload");
    static wire::Hello hello(const Position &position);

    void receive(sync::PeerId peer, const wire::Message &message);
    /// All that the peer was sent and no test has looked at.
    QList<wire::Message> sent(sync::PeerId peer) { return peers.sent[peer].takeAll(); }
    /// The display connects, and says where it is.
    void connect(sync::PeerId peer, const Position &position);
    /// Connects the display, which is at the head.
    void becomeLive(sync::PeerId peer);

    static MachineId strangerAt(sync::PeerId peer) { return machineCalled(strangerName(peer)); }
    static QByteArray nonceAt(sync::PeerId peer) { return nonceOf(strangerName(peer)); }
    /// Connects a machine that the list does not have, which has no data yet, and says what it is
    /// told.
    QList<wire::Message> knock(sync::PeerId peer,
                               const QString &address = QStringLiteral("192.0.2.1"),
                               const QByteArray &token = {});
    /// What a stranger says first.
    static wire::Hello helloAt(sync::PeerId peer, const QByteArray &token = {});

    std::optional<sync::PeerStatus> statusOf(sync::PeerId peer) const;
    sync::PeerState stateOf(sync::PeerId peer) const;
    bool isDropped(sync::PeerId peer) const { return peers.closed.contains(peer); }
    void pass(milliseconds time);

    FakeClock clock;
    PlayedDatabase database;
    PlayedPeers peers;
    sync::PrimaryMachine machine;

private:
    static QByteArray strangerName(sync::PeerId peer) { return QByteArray::number(peer); }
};

} // namespace keg::test
