// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/interruption.h"
#include "core/domain/board.h"
#include "core/service/call_in.h"
#include "core/service/editing.h"
#include "core/service/store_worker.h"
#include "core/sync/client_machine.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace keg::net {
class ControlServer;
}

namespace keg::service {

class AuditReader;
class ClientDriver;
class LocalFolder;
class PrimaryDriver;
class SnapshotDesk;
class SnapshotFetcher;

/// One running KegDisplay on one database file: its threads, its role on the network, and what the
/// faces need of it. Lives in the thread that made it, which never waits for the others once it is
/// started.
class Instance final : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        QString databasePath;
        std::optional<store::Role> role; ///< none: the file's, or as primaryHost suggests
        QString primaryHost; ///< of a client
        quint16 notifyPort = 0;
        quint16 snapshotPort = 0;
        QString bindAddress; ///< empty: all
        QString name;
    };

    Instance(Options options, const Clock &clock);
    ~Instance() override;

    /// Takes the lock, listens, opens the database. On an error nothing was changed and nothing
    /// runs. Errors: as LocalFolder::lock(), LinkServer::listen(), StoreWorker::open().
    Result<void> start();
    /// Ends in order: no new message, every accepted write committed, then the threads.
    void stop();

    store::Role role() const { return m_role; }
    quint16 notifyPort() const { return m_notifyPort; }
    quint16 snapshotPort() const { return m_snapshotPort; }
    const Board &board() const { return m_board; }
    const Freshness &freshness() const { return m_freshness; }

    /// What `status --json` prints.
    QFuture<QJsonObject> status();

    /// Does `work(Editing &)` in the store thread and answers with the Result that it returns: how
    /// the faces of a running instance ask about and change beers and taps. A change is answered
    /// when its COMMIT has returned; stop() waits for every one that was accepted, and what comes
    /// after it is answered by a cancelled future.
    template<typename Work>
    auto edit(Work work) -> QFuture<std::invoke_result_t<Work, Editing &>>;

signals:
    void boardChanged(const keg::Board &board);
    void freshnessChanged(const keg::Freshness &freshness);

private:
    Result<void> takeUp();
    Result<store::Role> decideRole() const;
    Result<void> listen();
    Result<void> checkPrimaryAddress() const;
    Result<void> openStore();
    Result<void> serveControl();
    void connectStore();
    QJsonObject networkStatus() const;
    QJsonObject assembleStatus(QJsonObject status, QJsonObject network,
                               const Result<StoreWorker::Summary> &summary) const;
    void startPrimary(const sync::Head &head);
    void startClient(const Position &position, const QDateTime &newestChange);
    void takeClientState(const sync::ClientStatus &status);
    void rememberLastSync();
    void setFreshness(const Freshness &freshness);
    template<typename Worker>
    void retire(std::unique_ptr<Worker> &worker, QThread &thread);

    const Options m_options;
    const Clock &m_clock;
    std::optional<Interruption> m_ending; ///< of this run
    std::unique_ptr<LocalFolder> m_local;
    store::Role m_role = store::Role::Primary;
    quint16 m_notifyPort = 0;
    quint16 m_snapshotPort = 0;

    QThread m_storeThread;
    QThread m_netThread;
    QThread m_snapshotThread;
    // Each lives in its thread and is destroyed there.
    std::unique_ptr<StoreWorker> m_store;
    std::unique_ptr<PrimaryDriver> m_primary;
    std::unique_ptr<ClientDriver> m_client;
    std::unique_ptr<SnapshotDesk> m_desk;
    std::unique_ptr<SnapshotFetcher> m_fetcher;
    std::unique_ptr<AuditReader> m_auditor;
    std::unique_ptr<net::ControlServer> m_control;

    Board m_board;
    Freshness m_freshness;
    sync::ClientStatus m_clientStatus; ///< as of its last change of state
    qint64 m_snapshotsServed = 0;
    QDateTime m_lastSync; ///< of this copy, from this run or an earlier one
    QTimer m_staleTimer; ///< a connection that comes back at once does not alarm the guests
};

template<typename Work>
auto Instance::edit(Work work) -> QFuture<std::invoke_result_t<Work, Editing &>>
{
    return callIn(
        m_store.get(),
        [store = m_store.get(), work = std::move(work)] {
            Editing editing = store->editing();
            return work(editing);
        },
        this);
}

} // namespace keg::service
