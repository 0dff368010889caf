// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/primary_role.h"

#include "core/base/log.h"
#include "core/domain/pairing.h"
#include "core/identity/random.h"
#include "core/service/call_in.h"
#include "core/service/primary_driver.h"
#include "core/service/snapshot_desk.h"
#include "core/service/status_json.h"
#include "core/store/migrator.h"
#include "core/store/snapshot_image.h"

#include <QJsonArray>

namespace keg::service {

namespace {

constexpr std::chrono::seconds SavingInterval{2}; // many displays may come at once

QJsonObject statusOf(const PrimaryDriver &driver)
{
    QJsonArray displays;
    for (const auto &peer : driver.machine().peers())
        displays.append(displayJson(peer));
    return {{QStringLiteral("counters"), countersJson(driver.machine().counters())},
            {QStringLiteral("displays"), displays},
            {QStringLiteral("upstream"), QJsonValue()}};
}

} // namespace

PrimaryRole::PrimaryRole(const InstanceOptions &options, QString folder,
                         const identity::Identity &identity, const Clock &clock,
                         const Interruption &ending, Threads &threads)
    : m_options(options)
    , m_folder(std::move(folder))
    , m_identity(identity)
    , m_clock(clock)
    , m_ending(ending)
    , m_threads(threads)
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(SavingInterval);
    connect(&m_saving, &QTimer::timeout, this, &PrimaryRole::saveSightings);
}

PrimaryRole::~PrimaryRole()
{
    stop();
}

Result<void> PrimaryRole::listen()
{
    sync::PrimaryMachine::Settings notify;
    notify.name = m_options.name;
    notify.schemaVersion = store::schemaVersion();
    notify.machine = m_identity.machineId();
    notify.makeNonce = [] { return identity::randomBytes(NonceSize); };
    m_driver = std::make_unique<PrimaryDriver>(notify, m_identity, m_clock);
    m_driver->moveToThread(&m_threads.net);
    const auto notifyPort = waitFor(m_driver.get(), [this] {
        return m_driver->listen(m_options.bindAddress, m_options.notifyPort);
    });
    if (!notifyPort)
        return notifyPort.error();
    m_notifyPort = *notifyPort;

    sync::SnapshotServer::Settings snapshot;
    snapshot.schemaVersion = store::schemaVersion();
    m_desk = std::make_unique<SnapshotDesk>(snapshot, m_identity, m_options.databasePath, m_folder,
                                            m_clock, m_ending);
    m_desk->moveToThread(&m_threads.snapshot);
    const auto snapshotPort = waitFor(m_desk.get(), [this] {
        return m_desk->listen(m_options.bindAddress, m_options.snapshotPort);
    });
    if (!snapshotPort)
        return snapshotPort.error();
    m_snapshotPort = *snapshotPort;
    return {};
}

void PrimaryRole::start(StoreWorker *store, const StoreWorker::Opened &opened)
{
    if (m_options.isOpen) {
        qCWarning(logNet) << "open: whoever reaches this machine's ports gets a copy of the "
                             "database; leave --open out to choose who does";
    }
    m_store = store;
    m_sightings = Sightings::load(m_folder);
    connectStore(store);
    connectTrust(store);
    connect(m_driver.get(), &PrimaryDriver::displaySeen, this, &PrimaryRole::noteSeen);
    connect(m_desk.get(), &SnapshotDesk::transfersCounted, this,
            [this](qint64 served) { m_snapshotsServed = served; });
    const sync::Head head = opened.head;
    const TrustList trust(opened.displays, m_options.isOpen);
    QMetaObject::invokeMethod(m_desk.get(), [desk = m_desk.get(), head, trust] {
        desk->start(head.position.databaseId, trust);
    });
    QMetaObject::invokeMethod(
        m_driver.get(), [driver = m_driver.get(), head, trust] { driver->start(head, trust); });
    if (m_options.discovers)
        announce(head.position.databaseId);
}

void PrimaryRole::stop()
{
    if (m_store)
        noteAllSeen();
    m_store = nullptr;
    retire(m_driver);
    retire(m_desk);
}

void PrimaryRole::setWebPort(quint16 port)
{
    QMetaObject::invokeMethod(m_driver.get(),
                              [driver = m_driver.get(), port] { driver->setWebPort(port); });
}

QFuture<QJsonObject> PrimaryRole::status()
{
    return callIn(
               m_driver.get(), [driver = m_driver.get()] { return statusOf(*driver); }, this)
        .then(this, [this](QJsonObject status) {
            QJsonObject counters = status.take(QStringLiteral("counters")).toObject();
            counters.insert(QStringLiteral("snapshots"), m_snapshotsServed);
            status.insert(QStringLiteral("counters"), counters);
            status.insert(QStringLiteral("seen"), m_sightings.toJson());
            return status;
        });
}

void PrimaryRole::connectStore(StoreWorker *store)
{
    PrimaryDriver *driver = m_driver.get();
    SnapshotDesk *desk = m_desk.get();
    connect(store, &StoreWorker::changesArrived, driver, &PrimaryDriver::takeArrivedChanges);
    connect(store, &StoreWorker::changesRead, driver, &PrimaryDriver::takeReadChanges);
    connect(store, &StoreWorker::epochStarted, driver, &PrimaryDriver::takeEpoch);
    connect(driver, &PrimaryDriver::changesAwaited, store, &StoreWorker::awaitChanges);
    connect(driver, &PrimaryDriver::changesWanted, store, &StoreWorker::readChanges);
    connect(driver, &PrimaryDriver::epochWanted, store, &StoreWorker::startEpoch);
    connect(desk, &SnapshotDesk::imageQuestioned, store, &StoreWorker::judgeImage);
    connect(store, &StoreWorker::imageJudged, desk, &SnapshotDesk::giveImage);
    connect(desk, &SnapshotDesk::imageMade, store, &StoreWorker::compareImage);
}

/// Who may have a copy: both ports go by the list that the database has.
void PrimaryRole::connectTrust(StoreWorker *store)
{
    PrimaryDriver *driver = m_driver.get();
    SnapshotDesk *desk = m_desk.get();
    const bool isOpen = m_options.isOpen;
    connect(driver, &PrimaryDriver::admissionWanted, store, &StoreWorker::admitDisplay);
    connect(store, &StoreWorker::displayRefused, driver, &PrimaryDriver::takeRefusal);
    connect(store, &StoreWorker::displaysRead, desk,
            [desk, isOpen](const QList<Display> &displays) {
                desk->takeTrust(TrustList(displays, isOpen));
            });
    connect(store, &StoreWorker::displaysRead, driver,
            [driver, isOpen](const QList<Display> &displays) {
                driver->takeTrust(TrustList(displays, isOpen));
            });
    connect(desk, &SnapshotDesk::trustTaken, driver, &PrimaryDriver::takeSnapshotTrust);
}

void PrimaryRole::noteSeen(const sync::PeerStatus &display)
{
    m_sightings.note(display);
    if (m_store && !m_saving.isActive())
        m_saving.start();
}

/// Who is here now is seen for the last time by this run.
void PrimaryRole::noteAllSeen()
{
    const auto peers = waitFor(m_driver.get(), [this] { return m_driver->machine().peers(); });
    for (const sync::PeerStatus &peer : peers) {
        if (peer.state > sync::PeerState::Pending)
            noteSeen(peer);
    }
    if (!m_saving.isActive())
        return;
    m_saving.stop();
    saveSightings();
}

/// By the store thread: a file is written and synced.
void PrimaryRole::saveSightings()
{
    QMetaObject::invokeMethod(m_store, [folder = m_folder, sightings = m_sightings] {
        if (const auto saved = sightings.save(folder); !saved)
            qCWarning(logApp).noquote() << saved.error().message;
    });
}

void PrimaryRole::announce(const QUuid &databaseId)
{
    const wire::Announce words{m_identity.machineId(), wire::announcedName(m_options.name),
                               m_notifyPort, m_snapshotPort, databaseId};
    QMetaObject::invokeMethod(m_driver.get(),
                              [driver = m_driver.get(), words] { driver->announce(words); });
}

} // namespace keg::service
