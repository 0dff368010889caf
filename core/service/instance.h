// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/interruption.h"
#include "core/domain/board.h"
#include "core/domain/notice.h"
#include "core/identity/identity.h"
#include "core/identity/trusted_primary.h"
#include "core/service/call_in.h"
#include "core/service/editing.h"
#include "core/service/instance_options.h"
#include "core/service/primary_places.h"
#include "core/service/store_worker.h"
#include "core/service/threads.h"
#include "core/service/web_place.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace keg::net {
class ControlServer;
}

namespace keg::service {

class AuditReader;
class ClientRole;
class LocalFolder;
class PrimaryRole;

/// One running KegDisplay on one database file: its threads, its role on the network, and what the
/// faces need of it. Lives in the thread that made it, which never waits for the others once it is
/// started.
class Instance final : public QObject
{
    Q_OBJECT

public:
    using Options = InstanceOptions;

    Instance(Options options, const Clock &clock);
    ~Instance() override;

    /// Takes the lock, listens, opens the database. On an error nothing was changed, but that this
    /// machine has its identity, and nothing runs. Errors: as LocalFolder::lock(),
    /// Identity::loadOrCreate(), LinkServer::listen(), StoreWorker::open().
    Result<void> start();
    /// Ends in order: no new message, every accepted write committed, then the threads.
    void stop();

    store::Role role() const { return m_role; }
    quint16 notifyPort() const;
    quint16 snapshotPort() const;
    const Board &board() const { return m_board; }
    Freshness freshness() const;
    /// Who this machine is; null before start().
    MachineId machine() const;
    /// What this machine's screen should say in place of a board that it does not have.
    Notice notice() const;

    /// A display's primary's web interface; port 0: it is not known where that is.
    const WebPlace &primaryWeb() const { return m_primaryWeb; }

    /// What `status --json` prints.
    QFuture<QJsonObject> status();

    /// Does `work(Editing &)` in the store thread and answers with the Result that it returns: how
    /// the faces of a running instance ask about and change beers and taps. A change is answered
    /// when its COMMIT has returned; stop() waits for every one that was accepted, and what comes
    /// after it is answered by a cancelled future.
    template<typename Work>
    auto edit(Work work) -> QFuture<std::invoke_result_t<Work, Editing &>>;

    /// The same for faces with threads of their own: from any thread, between start() and stop().
    /// `work` answers whom it wants, from the store thread.
    void post(std::function<void(Editing &)> work);
    /// `observer` hears, in the store thread, of everything that is committed, here or by other
    /// programs; many commits may be one call. After start().
    void observeCommits(const std::function<void(qint64 sequence)> &observer);

    /// What `status` says of the web interface: its port (0: none), and what is wrong (empty:
    /// nothing).
    void setWebStatus(quint16 port, const QString &error);

signals:
    void boardChanged(const keg::Board &board);
    void freshnessChanged(const keg::Freshness &freshness);
    void noticeChanged(const keg::Notice &notice);
    void primaryWebChanged(const keg::service::WebPlace &place);

private:
    Result<void> takeUp();
    Result<store::Role> decideRole(bool knowsPrimary) const;
    void makeRole(identity::TrustedPrimary primary, Place told);
    Result<void> openStore();
    Result<void> serveControl();
    void connectStore();
    QFuture<QJsonObject> networkStatus();
    QJsonObject assembleStatus(const QJsonObject &network,
                               const Result<StoreWorker::Summary> &summary) const;

    const Options m_options;
    const Clock &m_clock;
    std::optional<Interruption> m_ending; ///< of this run
    std::unique_ptr<LocalFolder> m_local;
    std::optional<identity::Identity> m_identity;
    store::Role m_role = store::Role::Primary;

    Threads m_threads;
    // Each lives in its thread and is destroyed there.
    std::unique_ptr<StoreWorker> m_store;
    std::unique_ptr<AuditReader> m_auditor;
    // One of them, in this thread.
    std::unique_ptr<PrimaryRole> m_primary;
    std::unique_ptr<ClientRole> m_client;
    std::unique_ptr<net::ControlServer> m_control;
    WebPlace m_primaryWeb;
    QJsonValue m_webPort; ///< null: none
    QString m_webError; ///< empty: none
    Board m_board;
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
