// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/client_role.h"

#include "core/base/log.h"
#include "core/domain/pairing.h"
#include "core/identity/random.h"
#include "core/service/call_in.h"
#include "core/service/client_driver.h"
#include "core/service/local_folder.h"
#include "core/service/snapshot_fetcher.h"
#include "core/service/status_json.h"
#include "core/store/migrator.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <utility>

namespace keg::service {

namespace {

constexpr std::chrono::seconds GraceBeforeStale{3};
constexpr std::chrono::seconds JoiningLimit{4}; // less than whoever asks waits

Notice noticeOf(const sync::ClientStatus &status, const MachineId &machine, const QString &host)
{
    using Kind = Notice::Kind;
    Notice notice;
    notice.machine = machine;
    notice.primary = status.primaryName.isEmpty() ? host : status.primaryName;
    notice.words = status.words;
    if (status.state == sync::ClientState::Pending) {
        notice.kind = Kind::Pending;
    } else if (status.state == sync::ClientState::Refused) {
        notice.kind = Kind::Refused;
        notice.reason = status.reason;
    } else if (!status.isWelcome) {
        notice.kind = Kind::Connecting;
    }
    return notice;
}

QJsonObject statusOf(const ClientDriver &driver, const QDateTime &lastSyncBefore)
{
    const sync::ClientStatus &status = driver.status();
    const QDateTime lastSync = status.lastSync.isValid() ? status.lastSync : lastSyncBefore;
    QJsonObject upstream = upstreamJson(driver.place().host, status, lastSync);
    upstream.insert(QStringLiteral("found"), foundJson(driver.choice()));
    upstream.insert(QStringLiteral("web"), webJson(driver.primaryWeb()));
    return {{QStringLiteral("counters"), countersJson(status.counters)},
            {QStringLiteral("upstream"), upstream}};
}

/// Lets a worker stop in its own thread, when it comes to it.
template<typename Worker>
QFuture<bool> stopIn(Worker *worker, QObject *receiver)
{
    return callIn(
        worker,
        [worker] {
            worker->stop();
            return true;
        },
        receiver);
}

} // namespace

ClientRole::ClientRole(const InstanceOptions &options, LocalFolder &local,
                       const identity::Identity &identity, identity::TrustedPrimary primary,
                       Place told, const Clock &clock, const Interruption &ending, Threads &threads)
    : m_options(options)
    , m_local(local)
    , m_identity(identity)
    , m_primary(std::move(primary))
    , m_told(std::move(told))
    , m_clock(clock)
    , m_ending(ending)
    , m_threads(threads)
{
    m_notice.machine = m_identity.machineId();
    m_joinTimer.setSingleShot(true);
    m_joinTimer.setInterval(JoiningLimit);
    connect(&m_joinTimer, &QTimer::timeout, this, &ClientRole::answerJoining);
    m_staleTimer.setSingleShot(true);
    m_staleTimer.setInterval(GraceBeforeStale);
    connect(&m_staleTimer, &QTimer::timeout, this, [this] { setFreshness({false, m_lastSync}); });
}

ClientRole::~ClientRole()
{
    stop();
}

void ClientRole::start(StoreWorker *store, const StoreWorker::Opened &opened)
{
    m_store = store;
    m_lastSync = LocalFolder::lastSync(m_options.databasePath);
    if (!m_lastSync.isValid() || opened.newestChange > m_lastSync)
        m_lastSync = opened.newestChange; // it lost its power before it noted it
    m_staleTimer.start();
    follow(opened.head.position);
}

void ClientRole::stop()
{
    if (!m_driver)
        return;
    m_status = waitFor(m_driver.get(), [this] { return m_driver->status(); });
    if (m_status.lastSync.isValid())
        m_lastSync = m_status.lastSync;
    rememberLastSync();
    retire(m_driver);
    retire(m_fetcher);
    m_store = nullptr;
}

QFuture<QJsonObject> ClientRole::rejoin()
{
    QPromise<QJsonObject> joining;
    joining.start();
    const QFuture<QJsonObject> outcome = joining.future();
    m_joinings.push_back(std::move(joining));
    m_joinTimer.start();
    auto primary = identity::TrustedPrimary::load(m_local.path());
    if (!primary) {
        qCWarning(logApp).noquote() << primary.error().message;
        answerJoining();
        return outcome;
    }
    m_primary = primary->value_or(identity::TrustedPrimary());
    qCInfo(logApp).noquote() << "joining the primary at" << host();
    if (std::exchange(m_isRejoining, true))
        return outcome;
    // The position counts once the store has done all that the former primary's data asked of it.
    stopIn(m_driver.get(), this)
        .then(this, [this](bool) { return stopIn(m_fetcher.get(), this); })
        .unwrap()
        .then(this,
              [this](bool) {
                  return callIn(
                      m_store, [store = m_store] { return store->position(); }, this);
              })
        .unwrap()
        .then(this, [this](const Position &position) {
            m_isRejoining = false;
            if (!m_driver) // this instance has ended meanwhile
                return;
            m_driver.release()->deleteLater();
            m_fetcher.release()->deleteLater();
            follow(position);
        });
    return outcome;
}

QFuture<QJsonObject> ClientRole::status()
{
    return callIn(
        m_driver.get(),
        [driver = m_driver.get(), lastSync = m_lastSync] { return statusOf(*driver, lastSync); },
        this);
}

/// Follows m_primary from the position that the copy has.
void ClientRole::follow(const Position &position)
{
    sync::ClientMachine::Settings notify;
    notify.name = m_options.name;
    notify.program = QStringLiteral(KEG_VERSION);
    notify.schemaVersion = store::schemaVersion();
    notify.seed = QRandomGenerator::system()->generate64();
    notify.machine = m_identity.machineId();
    notify.primary = m_primary.id;
    notify.token = m_primary.token;
    notify.makeNonce = [] { return identity::randomBytes(NonceSize); };
    m_driver = std::make_unique<ClientDriver>(notify, m_identity, m_primary, told(), m_local.path(),
                                              m_clock);
    sync::SnapshotClient::Settings snapshot;
    snapshot.name = m_options.name;
    snapshot.schemaVersion = store::schemaVersion();
    m_fetcher = std::make_unique<SnapshotFetcher>(snapshot, m_identity, m_local.path(), m_clock,
                                                  m_ending);
    m_driver->moveToThread(&m_threads.net);
    m_fetcher->moveToThread(&m_threads.snapshot);
    connectStore();
    connect(m_driver.get(), &ClientDriver::stateChanged, this, &ClientRole::takeState);
    connect(m_driver.get(), &ClientDriver::choiceChanged, this,
            [this](const QStringList &primaries) {
                m_choice = primaries;
                refreshNotice();
            });
    connect(m_driver.get(), &ClientDriver::primaryWebChanged, this, &ClientRole::primaryWebChanged);
    if (m_options.discovers)
        QMetaObject::invokeMethod(m_driver.get(), &ClientDriver::search);
    QMetaObject::invokeMethod(m_driver.get(),
                              [driver = m_driver.get(), position] { driver->start(position); });
}

void ClientRole::connectStore()
{
    StoreWorker *store = m_store;
    ClientDriver *driver = m_driver.get();
    SnapshotFetcher *fetcher = m_fetcher.get();
    connect(driver, &ClientDriver::deltaCollected, store, &StoreWorker::apply);
    connect(store, &StoreWorker::applied, driver, &ClientDriver::takeApplied);
    connect(store, &StoreWorker::applyFailed, driver, &ClientDriver::takeApplyFailure);
    connect(driver, &ClientDriver::snapshotWanted, fetcher, &SnapshotFetcher::fetch);
    connect(driver, &ClientDriver::snapshotUnwanted, fetcher, &SnapshotFetcher::cancel);
    connect(fetcher, &SnapshotFetcher::fetched, store, &StoreWorker::merge);
    connect(fetcher, &SnapshotFetcher::failed, driver, &ClientDriver::takeSnapshotFailure);
    // First the old image goes, then the client may ask for the next one.
    connect(store, &StoreWorker::merged, fetcher, &SnapshotFetcher::discard);
    connect(store, &StoreWorker::mergeFailed, fetcher, &SnapshotFetcher::discard);
    connect(store, &StoreWorker::merged, driver, &ClientDriver::takeMerged);
    connect(store, &StoreWorker::mergeFailed, driver, &ClientDriver::takeSnapshotFailure);
    connect(store, &StoreWorker::copyDiffers, driver, &ClientDriver::takeDifference);
    connect(driver, &ClientDriver::primaryNamed, store, &StoreWorker::setPrimaryName);
}

void ClientRole::takeState(const sync::ClientStatus &status)
{
    const bool wasLive = m_status.state == sync::ClientState::Live;
    m_status = status;
    refreshNotice();
    if (!m_isRejoining && (status.isWelcome || status.state != sync::ClientState::Connecting))
        answerJoining();
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

/// Tells whoever waits for it how joining stands.
void ClientRole::answerJoining()
{
    m_joinTimer.stop();
    for (QPromise<QJsonObject> &joining : m_joinings) {
        joining.addResult(upstreamJson(m_primary.host, m_status, m_lastSync));
        joining.finish();
    }
    m_joinings.clear();
}

/// By the store thread: a file is written and synced.
void ClientRole::rememberLastSync()
{
    if (!m_lastSync.isValid() || !m_store) // what was said before stop() may arrive after it
        return;
    QMetaObject::invokeMethod(m_store, [&local = m_local, at = m_lastSync] {
        if (const auto done = local.rememberLastSync(at); !done)
            qCWarning(logApp).noquote() << done.error().message;
    });
}

/// Where people say that the primary is. A join string that was not used yet knows better.
Place ClientRole::told() const
{
    return m_primary.token.isEmpty() ? m_told : Place();
}

/// Of the primary, as far as it is known; empty: it has to be found.
QString ClientRole::host() const
{
    const Place place = told();
    return place.host.isEmpty() ? m_primary.host : place.host;
}

void ClientRole::refreshNotice()
{
    Notice notice = noticeOf(m_status, m_identity.machineId(), host());
    if (notice.kind == Notice::Kind::Connecting && notice.primary.isEmpty()) {
        notice.kind = Notice::Kind::Searching;
        notice.primary = m_choice.join(QStringLiteral(", "));
    }
    if (notice == m_notice)
        return;
    m_notice = notice;
    emit noticeChanged(notice);
}

void ClientRole::setFreshness(const Freshness &freshness)
{
    if (freshness == m_freshness)
        return;
    m_freshness = freshness;
    emit freshnessChanged(freshness);
}

} // namespace keg::service
