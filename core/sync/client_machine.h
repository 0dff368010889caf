// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/backoff.h"
#include "core/domain/machine_id.h"
#include "core/sync/counters.h"
#include "core/sync/links.h"
#include "core/sync/reception.h"
#include "core/sync/replica_store.h"
#include "core/wire/message_reader.h"

#include <QDateTime>

#include <functional>
#include <memory>
#include <optional>

namespace keg::sync {

/// What a client is doing, as `status` names it.
enum class ClientState {
    Connecting,
    Pending, ///< waits to be approved
    Snapshot,
    CatchingUp,
    Live,
    Offline, ///< the primary cannot be reached; the next try is due
    Refused, ///< the primary answers, but will not have this copy
};
constexpr int ClientStateCount = 7;

/// How a client came to the address of a primary.
enum class AddressSource {
    Told, ///< by people, or it was the primary's before
    Found, ///< on the network, where anybody can say anything
};

struct ClientStatus
{
    ClientState state = ClientState::Offline;
    QString reason; ///< why it is not live; empty if it is
    QString words; ///< while pending: what the primary must show, too
    MachineId primary; ///< the only one that is followed; null: the first that welcomes
    QString primaryName;
    quint16 webPort = 0; ///< the primary's for browsers, by HTTPS; 0: none is known
    bool isWelcome = false; ///< the primary has accepted this machine
    QDateTime since; ///< UTC; of the state
    QDateTime lastSync; ///< UTC; last moment known to be in step; invalid: never in this run
    Position position;
    Counters counters;
};

/// The client's side of port 5002: follows one primary, heals its copy, comes back after whatever
/// failed. Bytes and time in, bytes and requests to the copy out. Lives in one thread, owns no
/// socket, file or clock.
class ClientMachine
{
public:
    struct Settings
    {
        QString name;
        QString program; ///< its version
        qint64 schemaVersion = 0;
        MachineId machine; ///< this one
        MachineId primary; ///< null: none is trusted yet
        QByteArray token; ///< of a join string; empty: none
        std::function<QByteArray()> makeNonce; ///< NonceSize bytes that nobody can foresee
        milliseconds connectLimit{10'000}; ///< until Welcome
        milliseconds silenceLimit{15'000};
        /// That words stand on the screen before a primary that nobody named is followed.
        milliseconds wordsTime{10'000};
        milliseconds firstRetry{500};
        milliseconds longestRetry{30'000};
        quint64 seed = 0; ///< of the jitter
    };

    ClientMachine(Settings settings, const Clock &clock, ReplicaStore &replica, ServerLink &link);

    /// Starts following, from the copy's present position.
    void start(const Position &position);
    void stop(const QString &reason);

    /// `server` is who has proved to be at the other end. One that nobody chose is only followed
    /// once this machine's screen has shown words, for long enough to compare them.
    void connected(const MachineId &server, AddressSource source = AddressSource::Told);
    void bytesReceived(const QByteArray &bytes);
    void disconnected(const QString &reason);
    /// A network interface came up: the next try is now.
    void networkCameUp();

    void applied(const Position &position);
    /// Errors: Mismatch if digest or position differ (nothing was changed), Refused if the file is
    /// no client's copy any more, TooNew for unknown tables or columns, others for I/O.
    void applyFailed(const Error &error);
    void snapshotMerged(const Position &position);
    /// An audit found that the copy is not what was applied to it.
    void copyDiffers(const QString &reason);
    void snapshotFailed(const Error &error);

    /// When tick() is due; none while there is nothing to wait for.
    std::optional<milliseconds> deadline() const;
    void tick();

    const ClientStatus &status() const { return m_status; }

private:
    /// What the copy is busy with.
    enum class Work { None, Applying, Snapshot };

    struct Session
    {
        wire::MessageReader reader{wire::StrangerFrameLimit};
        milliseconds since{0};
        milliseconds lastHeard{0};
        bool isConnected = false;
        MachineId server;
        AddressSource source = AddressSource::Told;
        QByteArray nonce; ///< ours
        QByteArray serverNonce; ///< empty: it has not asked to wait
        bool saidHello = false;
        std::optional<wire::Welcome> earlyWelcome; ///< came before people can have read the words
        qint64 sentEarly = 0; ///< bytes that came after it
        bool isWelcome = false;
        std::unique_ptr<Reception> delta; ///< being received in parts
    };

    void connectNow();
    void sayHello();
    void giveUp(ClientState state, const QString &reason);
    void loseSession(ClientState state, const QString &reason);
    void refuse(wire::Failure::Kind kind, const QString &text);
    void enter(ClientState state, const QString &reason);

    void handle(const wire::Message &message);
    void beginSession(const wire::Welcome &welcome);
    bool isChosen() const;
    void hold(const wire::Welcome &welcome);
    void handleReceived();
    void beginSnapshot(wire::SnapshotReason reason);
    void take(const wire::Pending &pending);
    void take(const wire::Changes &changes);
    void take(const wire::DeltaBegin &begin);
    void take(const wire::DeltaPart &part);
    void take(const wire::DeltaEnd &end);
    bool isNext(const Position &from) const;
    void collect(const QByteArray &bytes);
    void apply(const Position &to);
    void take(const wire::Heartbeat &heartbeat);
    void take(const wire::Failure &failure);

    void noteInStep();
    void noteHeal(const QString &reason);
    void recover();
    void distrust(const QString &damage);

    const Settings m_settings;
    const Clock &m_clock;
    ReplicaStore &m_replica;
    ServerLink &m_link;

    ClientStatus m_status;
    std::optional<Session> m_session;
    MachineId m_wordsWith; ///< whose words this machine has shown last
    milliseconds m_wordsSince{0};
    std::optional<milliseconds> m_retryAt;
    Backoff m_backoff;
    Work m_work = Work::None;
    bool m_hasFollowed = false; ///< was live or behind once, so the next connection is a reconnect
    qint64 m_headSequence = 0; ///< of the primary, as far as it has said
    QString
        m_damage; ///< why the copy is known to differ; heals when the next change or snapshot fits
    bool m_wantsSnapshot = false;
};

} // namespace keg::sync
