// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/instance.h"

#include "core/base/log.h"
#include "core/net/control_socket.h"
#include "core/service/audit_reader.h"
#include "core/service/call_in.h"
#include "core/service/client_driver.h"
#include "core/service/local_folder.h"
#include "core/service/primary_driver.h"
#include "core/service/snapshot_desk.h"
#include "core/service/snapshot_fetcher.h"
#include "core/service/status_json.h"
#include "core/store/audit.h"
#include "core/store/migrator.h"
#include "core/store/snapshot_image.h"
#include "core/store/snapshot_merger.h"
#include "core/store/temporary_files.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>

namespace keg::service {

namespace {

constexpr std::chrono::seconds GraceBeforeStale{3};

} // namespace

Instance::Instance(Options options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
{
    m_storeThread.setObjectName(QStringLiteral("store"));
    m_netThread.setObjectName(QStringLiteral("net"));
    m_snapshotThread.setObjectName(QStringLiteral("snapshot"));
    m_staleTimer.setSingleShot(true);
    m_staleTimer.setInterval(GraceBeforeStale);
    connect(&m_staleTimer, &QTimer::timeout, this, [this] { setFreshness({false, m_lastSync}); });
}

Instance::~Instance()
{
    stop();
}

Result<void> Instance::start()
{
    auto local = LocalFolder::lock(m_options.databasePath);
    if (!local)
        return local.error();
    m_local = std::move(*local);
    m_ending.emplace();
    store::useTemporaryFolder(m_local->path());
    store::removeOrphans(m_local->path());
    auto started = takeUp();
    if (!started)
        stop();
    return started;
}

void Instance::stop()
{
    if (!m_local)
        return;
    m_control.reset();
    m_ending->request();
    if (m_client) {
        m_clientStatus = waitFor(m_client.get(), [this] { return m_client->status(); });
        if (m_clientStatus.lastSync.isValid())
            m_lastSync = m_clientStatus.lastSync;
        rememberLastSync();
    }
    retire(m_primary, m_netThread);
    retire(m_client, m_netThread);
    retire(m_desk, m_snapshotThread);
    retire(m_fetcher, m_snapshotThread);
    retire(m_auditor, m_snapshotThread);
    retire(m_store, m_storeThread);
    for (QThread *thread : {&m_netThread, &m_snapshotThread, &m_storeThread}) {
        thread->quit();
        thread->wait();
    }
    QCoreApplication::sendPostedEvents(this, QEvent::MetaCall); // the answers to what was accepted
    m_staleTimer.stop();
    m_local.reset();
}

QFuture<QJsonObject> Instance::status()
{
    QJsonObject fixed = statusFrame(m_role);
    fixed.insert(QStringLiteral("running"), true);
    fixed.insert(QStringLiteral("pid"), QCoreApplication::applicationPid());
    fixed.insert(QStringLiteral("name"), m_options.name);
    QObject *driver = m_primary.get();
    if (!driver)
        driver = m_client.get();
    return callIn(
               driver, [this] { return networkStatus(); }, this)
        .then(this,
              [this, fixed](const QJsonObject &network) {
                  return callIn(
                             m_store.get(), [this] { return m_store->summary(); }, this)
                      .then(this,
                            [this, fixed, network](const Result<StoreWorker::Summary> &summary) {
                                return assembleStatus(fixed, network, summary);
                            });
              })
        .unwrap();
}

/// The driver's part, in its thread.
QJsonObject Instance::networkStatus() const
{
    if (m_client) {
        const sync::ClientStatus &status = m_client->status();
        return {{QStringLiteral("counters"), countersJson(status.counters)},
                {QStringLiteral("upstream"),
                 upstreamJson(m_options.primaryHost, status, status.lastSync)}};
    }
    QJsonArray displays;
    for (const auto &peer : m_primary->machine().peers())
        displays.append(displayJson(peer));
    return {{QStringLiteral("counters"), countersJson(m_primary->machine().counters())},
            {QStringLiteral("displays"), displays},
            {QStringLiteral("upstream"), QJsonValue()}};
}

QJsonObject Instance::assembleStatus(QJsonObject status, QJsonObject network,
                                     const Result<StoreWorker::Summary> &summary) const
{
    if (summary) {
        status.insert(QStringLiteral("database"), databaseJson(m_options.databasePath, *summary));
    } else {
        status.insert(QStringLiteral("database"),
                      QJsonObject{{QStringLiteral("path"), m_options.databasePath},
                                  {QStringLiteral("error"), summary.error().message}});
    }
    const auto portJson = [](quint16 port) { return port ? QJsonValue(port) : QJsonValue(); };
    status.insert(QStringLiteral("listen"),
                  QJsonObject{{QStringLiteral("notify"), portJson(m_notifyPort)},
                              {QStringLiteral("snapshot"), portJson(m_snapshotPort)},
                              {QStringLiteral("web"), QJsonValue()}});
    if (m_role == store::Role::Primary) {
        QJsonObject counters = network.take(QStringLiteral("counters")).toObject();
        counters.insert(QStringLiteral("snapshots"), m_snapshotsServed);
        status.insert(QStringLiteral("counters"), counters);
    } else if (network.value(QStringLiteral("upstream"))
                   .toObject()
                   .value(QStringLiteral("last_sync"))
                   .isNull()
               && m_lastSync.isValid())
    {
        QJsonObject upstream = network.value(QStringLiteral("upstream")).toObject();
        upstream.insert(QStringLiteral("last_sync"), m_lastSync.toString(Qt::ISODateWithMs));
        network.insert(QStringLiteral("upstream"), upstream);
    }
    for (auto part = network.constBegin(); part != network.constEnd(); ++part)
        status.insert(part.key(), part.value());
    return status;
}

/// The database comes last: whatever is in the way before leaves it untouched.
Result<void> Instance::takeUp()
{
    const auto role = decideRole();
    if (!role)
        return role.error();
    m_role = *role;
    for (QThread *thread : {&m_storeThread, &m_netThread, &m_snapshotThread})
        thread->start();
    if (auto listening = listen(); !listening)
        return listening;
    if (auto serving = serveControl(); !serving)
        return serving;
    return openStore();
}

/// The one asked for, or the one that the file has, or the one that the other options suggest.
Result<store::Role> Instance::decideRole() const
{
    if (m_options.role)
        return *m_options.role;
    const auto peeked = StoreWorker::peekRole(m_options.databasePath, m_clock);
    if (!peeked)
        return peeked.error();
    if (*peeked == store::Role::Primary && !m_options.primaryHost.isEmpty()) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 is a primary's database, but a primary's address is given: "
                                    "leave --primary-ip out, or name a new file with --db-path")
                         .arg(m_options.databasePath)};
    }
    if (*peeked)
        return **peeked;
    return m_options.primaryHost.isEmpty() ? store::Role::Primary : store::Role::Client;
}

Result<void> Instance::listen()
{
    if (m_role == store::Role::Client)
        return checkPrimaryAddress();
    sync::PrimaryMachine::Settings notify;
    notify.name = m_options.name;
    notify.schemaVersion = store::schemaVersion();
    m_primary = std::make_unique<PrimaryDriver>(notify, m_clock);
    m_primary->moveToThread(&m_netThread);
    const auto notifyPort = waitFor(m_primary.get(), [this] {
        return m_primary->listen(m_options.bindAddress, m_options.notifyPort);
    });
    if (!notifyPort)
        return notifyPort.error();
    m_notifyPort = *notifyPort;

    sync::SnapshotServer::Settings snapshot;
    snapshot.schemaVersion = store::schemaVersion();
    m_desk = std::make_unique<SnapshotDesk>(snapshot, m_options.databasePath, m_local->path(),
                                            m_clock, *m_ending);
    m_desk->moveToThread(&m_snapshotThread);
    const auto snapshotPort = waitFor(m_desk.get(), [this] {
        return m_desk->listen(m_options.bindAddress, m_options.snapshotPort);
    });
    if (!snapshotPort)
        return snapshotPort.error();
    m_snapshotPort = *snapshotPort;
    return {};
}

Result<void> Instance::checkPrimaryAddress() const
{
    const auto missing = [](const QString &option) {
        return Error{ErrorCode::Usage,
                     QStringLiteral("a client needs its primary: give %1").arg(option)};
    };
    if (m_options.primaryHost.isEmpty())
        return missing(QStringLiteral("--primary-ip HOST"));
    if (m_options.notifyPort == 0)
        return missing(QStringLiteral("its --notify-port, which is not 0"));
    if (m_options.snapshotPort == 0)
        return missing(QStringLiteral("its --snapshot-port, which is not 0"));
    return {};
}

Result<void> Instance::openStore()
{
    m_store = std::make_unique<StoreWorker>(
        store::Store::Options{m_options.databasePath, m_role, true, &*m_ending}, m_local->path(),
        m_clock);
    m_store->moveToThread(&m_storeThread);
    const auto opened = waitFor(m_store.get(), [this] { return m_store->open(); });
    if (!opened)
        return opened.error();
    m_board = opened->board;
    connectStore();
    if (m_role == store::Role::Primary)
        startPrimary(opened->head);
    else
        startClient(opened->head.position, opened->newestChange);
    return {};
}

Result<void> Instance::serveControl()
{
    m_control = std::make_unique<net::ControlServer>(
        [this](const QByteArray &request, const net::ControlServer::Answer &answer) {
            if (request != "status")
                return answer("{}\n");
            status().then(this, [answer](const QJsonObject &status) {
                answer(QJsonDocument(status).toJson(QJsonDocument::Compact) + '\n');
            });
        });
    return m_control->listen(m_local->path());
}

void Instance::connectStore()
{
    connect(m_store.get(), &StoreWorker::boardRead, this, [this](const Board &board) {
        m_board = board;
        emit boardChanged(board);
    });
    m_auditor = std::make_unique<AuditReader>(m_options.databasePath, *m_ending);
    m_auditor->moveToThread(&m_snapshotThread);
    connect(m_store.get(), &StoreWorker::auditDue, m_auditor.get(), &AuditReader::read);
    connect(m_auditor.get(), &AuditReader::readingDone, m_store.get(), &StoreWorker::concludeAudit);
}

void Instance::startPrimary(const sync::Head &head)
{
    StoreWorker *store = m_store.get();
    PrimaryDriver *primary = m_primary.get();
    SnapshotDesk *desk = m_desk.get();
    connect(store, &StoreWorker::changesArrived, primary, &PrimaryDriver::takeArrivedChanges);
    connect(store, &StoreWorker::changesRead, primary, &PrimaryDriver::takeReadChanges);
    connect(store, &StoreWorker::epochStarted, primary, &PrimaryDriver::takeEpoch);
    connect(primary, &PrimaryDriver::changesAwaited, store, &StoreWorker::awaitChanges);
    connect(primary, &PrimaryDriver::changesWanted, store, &StoreWorker::readChanges);
    connect(primary, &PrimaryDriver::epochWanted, store, &StoreWorker::startEpoch);
    connect(desk, &SnapshotDesk::imageQuestioned, store, &StoreWorker::judgeImage);
    connect(store, &StoreWorker::imageJudged, desk, &SnapshotDesk::giveImage);
    connect(desk, &SnapshotDesk::imageMade, store, &StoreWorker::compareImage);
    connect(desk, &SnapshotDesk::transfersCounted, this,
            [this](qint64 served) { m_snapshotsServed = served; });
    QMetaObject::invokeMethod(desk, [desk, head] { desk->start(head.position.databaseId); });
    QMetaObject::invokeMethod(primary, [primary, head] { primary->start(head); });
}

void Instance::startClient(const Position &position, const QDateTime &newestChange)
{
    m_lastSync = LocalFolder::lastSync(m_options.databasePath);
    if (!m_lastSync.isValid() || newestChange > m_lastSync) // it lost its power before it noted it
        m_lastSync = newestChange;
    sync::ClientMachine::Settings notify;
    notify.name = m_options.name;
    notify.schemaVersion = store::schemaVersion();
    notify.seed = QRandomGenerator::system()->generate64();
    m_client = std::make_unique<ClientDriver>(notify, m_options.primaryHost, m_options.notifyPort,
                                              m_local->path(), m_clock);
    sync::SnapshotClient::Settings snapshot;
    snapshot.name = m_options.name;
    snapshot.schemaVersion = store::schemaVersion();
    m_fetcher
        = std::make_unique<SnapshotFetcher>(snapshot, m_options.primaryHost, m_options.snapshotPort,
                                            m_local->path(), m_clock, *m_ending);
    m_client->moveToThread(&m_netThread);
    m_fetcher->moveToThread(&m_snapshotThread);

    StoreWorker *store = m_store.get();
    ClientDriver *client = m_client.get();
    SnapshotFetcher *fetcher = m_fetcher.get();
    connect(client, &ClientDriver::deltaCollected, store, &StoreWorker::apply);
    connect(store, &StoreWorker::applied, client, &ClientDriver::takeApplied);
    connect(store, &StoreWorker::applyFailed, client, &ClientDriver::takeApplyFailure);
    connect(client, &ClientDriver::snapshotWanted, fetcher, &SnapshotFetcher::fetch);
    connect(client, &ClientDriver::snapshotUnwanted, fetcher, &SnapshotFetcher::cancel);
    connect(fetcher, &SnapshotFetcher::fetched, store, &StoreWorker::merge);
    connect(fetcher, &SnapshotFetcher::failed, client, &ClientDriver::takeSnapshotFailure);
    // First the old image goes, then the client may ask for the next one.
    connect(store, &StoreWorker::merged, fetcher, &SnapshotFetcher::discard);
    connect(store, &StoreWorker::mergeFailed, fetcher, &SnapshotFetcher::discard);
    connect(store, &StoreWorker::merged, client, &ClientDriver::takeMerged);
    connect(store, &StoreWorker::mergeFailed, client, &ClientDriver::takeSnapshotFailure);
    connect(store, &StoreWorker::copyDiffers, client, &ClientDriver::takeDifference);
    connect(client, &ClientDriver::primaryNamed, store, &StoreWorker::setPrimaryName);
    connect(client, &ClientDriver::stateChanged, this, &Instance::takeClientState);
    m_staleTimer.start();
    QMetaObject::invokeMethod(client, [client, position] { client->start(position); });
}

void Instance::takeClientState(const sync::ClientStatus &status)
{
    const bool wasLive = m_clientStatus.state == sync::ClientState::Live;
    m_clientStatus = status;
    if (status.lastSync.isValid())
        m_lastSync = status.lastSync;
    if (status.state == sync::ClientState::Live) {
        m_staleTimer.stop();
        setFreshness({});
    } else if (wasLive) {
        rememberLastSync();
        m_staleTimer.start();
    }
}

/// By the store thread: a file is written and synced.
void Instance::rememberLastSync()
{
    if (!m_lastSync.isValid() || !m_store) // what was said before stop() may arrive after it
        return;
    QMetaObject::invokeMethod(m_store.get(), [local = m_local.get(), at = m_lastSync] {
        if (const auto done = local->rememberLastSync(at); !done)
            qCWarning(logApp).noquote() << done.error().message;
    });
}

void Instance::setFreshness(const Freshness &freshness)
{
    if (freshness == m_freshness)
        return;
    m_freshness = freshness;
    emit freshnessChanged(freshness);
}

/// Ends a worker in its own thread, after all that it was asked before.
template<typename Worker>
void Instance::retire(std::unique_ptr<Worker> &worker, QThread &thread)
{
    if (!worker)
        return;
    if (!thread.isRunning())
        return worker.reset();
    waitFor(worker.get(), [&worker] {
        if constexpr (requires { worker->stop(); })
            worker->stop();
        worker.reset();
        return true;
    });
}

} // namespace keg::service
