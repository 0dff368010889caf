// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/interruption.h"
#include "core/domain/board.h"
#include "core/domain/notice.h"
#include "core/identity/identity.h"
#include "core/identity/trusted_primary.h"
#include "core/service/instance_options.h"
#include "core/service/primary_places.h"
#include "core/service/store_worker.h"
#include "core/service/threads.h"
#include "core/service/web_place.h"
#include "core/sync/client_machine.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <memory>
#include <vector>

namespace keg::service {

class ClientDriver;
class LocalFolder;
class SnapshotFetcher;

/// What an instance does as a client: follows one primary, also another one if it is told to, and
/// says what the screen should know of that. Lives in the main thread, its workers in theirs.
class ClientRole final : public QObject
{
    Q_OBJECT

public:
    /// `primary` is whom this machine trusts, `told` where people say that it is; without a host:
    /// they do not. All that is referred to outlives it.
    ClientRole(const InstanceOptions &options, LocalFolder &local,
               const identity::Identity &identity, identity::TrustedPrimary primary, Place told,
               const Clock &clock, const Interruption &ending, Threads &threads);
    ~ClientRole() override;

    void start(StoreWorker *store, const StoreWorker::Opened &opened);
    void stop();

    /// This machine was told whom to trust while it runs. Finished when that primary has given an
    /// answer, or none in time, with what `status` says of it.
    QFuture<QJsonObject> rejoin();

    const Freshness &freshness() const { return m_freshness; }
    const Notice &notice() const { return m_notice; }
    /// This part of what `status --json` prints.
    QFuture<QJsonObject> status();

signals:
    void freshnessChanged(const keg::Freshness &freshness);
    void noticeChanged(const keg::Notice &notice);
    void primaryWebChanged(const keg::service::WebPlace &place);

private:
    void follow(const Position &position);
    void connectStore();
    void takeState(const sync::ClientStatus &status);
    void answerJoining();
    Place told() const;
    QString host() const;
    void refreshNotice();
    void rememberLastSync();
    void setFreshness(const Freshness &freshness);

    const InstanceOptions &m_options;
    LocalFolder &m_local;
    const identity::Identity &m_identity;
    identity::TrustedPrimary m_primary;
    const Place m_told; ///< by the options
    const Clock &m_clock;
    const Interruption &m_ending;
    Threads &m_threads;
    StoreWorker *m_store = nullptr; ///< while it runs
    std::unique_ptr<ClientDriver> m_driver; ///< in the net thread
    std::unique_ptr<SnapshotFetcher> m_fetcher; ///< in the snapshot thread

    sync::ClientStatus m_status; ///< as of its last change of state
    QStringList m_choice; ///< primaries that were found, while none is trusted
    bool m_isRejoining = false; ///< the workers are being replaced
    std::vector<QPromise<QJsonObject>> m_joinings; ///< who waits to hear how it goes
    QTimer m_joinTimer;
    QDateTime m_lastSync; ///< of this copy, from this run or an earlier one
    QTimer m_staleTimer; ///< a connection that comes back at once does not alarm the guests
    Freshness m_freshness;
    Notice m_notice;
};

} // namespace keg::service
