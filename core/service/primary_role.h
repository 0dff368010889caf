// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/interruption.h"
#include "core/identity/identity.h"
#include "core/service/instance_options.h"
#include "core/service/sightings.h"
#include "core/service/store_worker.h"
#include "core/service/threads.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <memory>

namespace keg::service {

class PrimaryDriver;
class SnapshotDesk;

/// What an instance does as a primary: its two ports, and who comes to them. Lives in the main
/// thread, its workers in theirs.
class PrimaryRole final : public QObject
{
public:
    /// `folder` is the machine's local one. All that is referred to outlives it.
    PrimaryRole(const InstanceOptions &options, QString folder, const identity::Identity &identity,
                const Clock &clock, const Interruption &ending, Threads &threads);
    ~PrimaryRole() override;

    /// Takes the ports; whoever comes waits. Errors: as LinkServer::listen().
    Result<void> listen();
    /// Lets them in.
    void start(StoreWorker *store, const StoreWorker::Opened &opened);
    void stop();

    /// Displays are told that browsers find this machine's web interface there; 0: nowhere.
    void setWebPort(quint16 port);

    quint16 notifyPort() const { return m_notifyPort; }
    quint16 snapshotPort() const { return m_snapshotPort; }
    /// This part of what `status --json` prints.
    QFuture<QJsonObject> status();

private:
    void connectStore(StoreWorker *store);
    void connectTrust(StoreWorker *store);
    void announce(const QUuid &databaseId);
    void noteSeen(const sync::PeerStatus &display);
    void noteAllSeen();
    void saveSightings();

    const InstanceOptions &m_options;
    const QString m_folder;
    const identity::Identity &m_identity;
    const Clock &m_clock;
    const Interruption &m_ending;
    Threads &m_threads;
    std::unique_ptr<PrimaryDriver> m_driver; ///< in the net thread
    std::unique_ptr<SnapshotDesk> m_desk; ///< in the snapshot thread
    StoreWorker *m_store = nullptr; ///< from start() to stop()
    Sightings m_sightings;
    QTimer m_saving; ///< runs while some of m_sightings are not saved
    quint16 m_notifyPort = 0;
    quint16 m_snapshotPort = 0;
    qint64 m_snapshotsServed = 0;
};

} // namespace keg::service
