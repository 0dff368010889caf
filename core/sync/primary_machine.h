// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/complaints.h"
#include "core/domain/trust_list.h"
#include "core/sync/applicant.h"
#include "core/sync/attempt_limit.h"
#include "core/sync/counters.h"
#include "core/sync/delivery.h"
#include "core/sync/head_history.h"
#include "core/sync/links.h"
#include "core/sync/primary_store.h"
#include "core/wire/message_reader.h"

#include <QDateTime>
#include <QList>
#include <QSet>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace keg::sync {

enum class PeerState {
    Greeting, ///< connected, has not said Hello yet
    Pending, ///< is on no list: waits to be approved
    Admission, ///< its Hello is being compared with the database
    Snapshot, ///< was told to fetch one
    CatchingUp,
    Live,
};
constexpr int PeerStateCount = 6;

/// One line of the list of displays.
struct PeerStatus
{
    PeerId id = 0;
    MachineId machine;
    QString words; ///< that its screen shows, too; empty: there are none
    QString name;
    QString program; ///< the version of its program, as it says
    QString address;
    PeerState state = PeerState::Greeting;
    qint64 sequence = 0; ///< last acknowledged
    milliseconds lag{0}; ///< from sending its last delta to its acknowledgement
    QDateTime lastSeen; ///< UTC
};

/// The primary's side of port 5002: bytes and time in, bytes and requests to the database out.
/// Keeps a position for every client and one delta under way to each, never a queue. A peer has no
/// message with which it could change the database. Lives in one thread, owns no socket, file or
/// clock.
class PrimaryMachine
{
public:
    struct Settings
    {
        QString name;
        qint64 schemaVersion = 0;
        milliseconds heartbeatInterval{5'000};
        milliseconds silenceLimit{15'000};
        milliseconds applyLimit{30'000}; ///< silence allowed while a delta is unacknowledged
        milliseconds greetingLimit{10'000};
        milliseconds pendingLimit{900'000}; ///< to be approved
        int pendingPeers = 8; ///< that wait to be approved
        int pendingPeersPerAddress = 4;
        MachineId machine; ///< this one
        std::function<QByteArray()> makeNonce; ///< NonceSize bytes that nobody can foresee
        qint64 partSize = PartSize; ///< payload bytes in one frame
    };

    PrimaryMachine(Settings settings, const Clock &clock, PrimaryStore &store, PeerLinks &links);

    void start(const Head &head, const TrustList &trust);
    /// Says goodbye to everybody.
    void stop(const QString &reason);

    /// `machine` is who has proved to be at the other end.
    void peerConnected(PeerId id, const QString &address, const MachineId &machine);
    void bytesReceived(PeerId id, const QByteArray &bytes);
    /// The backlog has fallen below BacklogLimit.
    void peerWritable(PeerId id);
    void peerDisconnected(PeerId id);

    void changesArrived(const ChangeBatch &batch);
    /// Errors: NotFound if the log does not reach back to `after`, Mismatch if `after` is beyond
    /// the head, others if the database could not be read.
    void changesRead(qint64 after, const Result<ChangeBatch> &batch);
    void epochStarted(const Head &head);
    /// Who is not approved any more is cut off; who waited to be goes on in place.
    void trustChanged(const TrustList &trust);
    /// Where this machine's web interface answers HTTPS, as heartbeats tell it; 0: nowhere.
    void setWebPort(quint16 port) { m_webPort = port; }
    /// Errors: why it is not put on the list.
    void displayRefused(PeerId id, const Error &error);

    /// When tick() is due; none while nobody is connected.
    std::optional<milliseconds> deadline() const;
    void tick();

    const Position &position() const { return m_history.position(); }
    QList<PeerStatus> peers() const;
    /// Deltas that were acknowledged, and copies that were sent to a snapshot to be repaired.
    const Counters &counters() const { return m_counters; }

private:
    struct Peer
    {
        Peer(QString from, const MachineId &who)
            : address(std::move(from))
            , machine(who)
            , reader(wire::StrangerFrameLimit)
        {}

        QString address;
        MachineId machine;
        std::optional<Applicant> applicant; ///< until it is approved
        QString name;
        QString program;
        wire::MessageReader reader;
        PeerState state = PeerState::Greeting;
        Position position; ///< what it has said or acknowledged
        bool isWelcome = false;
        bool mayReveal = false; ///< was asked to; its answer may come after it was approved
        bool wantsSnapshot = false;
        bool awaitsRead = false;
        bool isAhead = false;
        std::unique_ptr<Delivery> delivery; ///< unacknowledged
        milliseconds since{0};
        milliseconds lastHeard{0};
        milliseconds lastDelivery{0};
        milliseconds lag{0};
        QDateTime lastSeen;
    };

    Peer *find(PeerId id);
    PeerStatus statusOf(PeerId id, const Peer &peer) const;
    void remove(PeerId id, const QString &why);
    QList<PeerId> ids() const;
    void enter(PeerId id, Peer &peer, PeerState state);
    void drop(PeerId id, const QString &reason);
    void note(const Peer &peer, const QString &what);
    QString inItsWords(const Peer &peer, const QString &what, const QString &words) const;
    void refuse(PeerId id, wire::Failure::Kind kind, const QString &text);

    void handle(PeerId id, Peer &peer, const wire::Message &message);
    void greet(PeerId id, Peer &peer, const wire::Hello &hello);
    void knock(PeerId id, Peer &peer, const wire::Hello &hello);
    void askPeople(PeerId id, Peer &peer);
    void take(PeerId id, Peer &peer, const wire::Reveal &reveal);
    void welcomeApplicant(PeerId id, Peer &peer);
    QString wordsOf(const Peer &peer) const;
    static bool mayWait(const Peer &peer, TrustList::Standing standing);
    void follow(PeerId id, Peer &peer, const wire::Hello &hello);
    void admit(PeerId id, Peer &peer);
    void readFor(Peer &peer);
    void answer(PeerId id, Peer &peer, const Result<ChangeBatch> &batch);
    void declareAhead(PeerId id, Peer &peer);
    void sendToSnapshot(PeerId id, Peer &peer, wire::SnapshotReason reason);
    void heal(const Peer &peer);
    void welcome(PeerId id, Peer &peer, wire::SnapshotReason reason);
    void acknowledge(PeerId id, Peer &peer, const Position &position);

    void deliver(PeerId id, Peer &peer, const ChangeBatch &batch,
                 std::optional<QByteArray> &shared);
    void deliverParts(PeerId id, Peer &peer);
    std::optional<QString> silence(const Peer &peer) const;

    const Settings m_settings;
    const Clock &m_clock;
    PrimaryStore &m_store;
    PeerLinks &m_links;

    HeadHistory m_history;
    TrustList m_trust;
    quint16 m_webPort = 0;
    AttemptLimit m_attempts;
    Complaints m_complaints{logSync};
    Counters m_counters;
    std::map<PeerId, Peer> m_peers;
    QSet<qint64> m_reads; ///< sequences that the store was asked to read from
    std::optional<milliseconds> m_lastLostTail;
    bool m_isEpochStarting = false;
    milliseconds m_nextTick{0};
    milliseconds m_nextHeartbeat{0};
};

} // namespace keg::sync
