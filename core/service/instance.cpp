// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/instance.h"

#include "core/net/control_socket.h"
#include "core/service/audit_reader.h"
#include "core/service/call_in.h"
#include "core/service/client_role.h"
#include "core/service/local_folder.h"
#include "core/service/primary_role.h"
#include "core/service/status_json.h"
#include "core/store/audit.h"
#include "core/store/temporary_files.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace keg::service {

namespace {

QByteArray toLine(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QJsonValue portJson(quint16 port)
{
    return port ? QJsonValue(port) : QJsonValue();
}

QJsonValue textJson(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

} // namespace

Instance::Instance(Options options, const Clock &clock)
    : m_options(std::move(options))
    , m_clock(clock)
{}

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
    if (m_primary)
        m_primary->stop();
    if (m_client)
        m_client->stop();
    retire(m_auditor);
    retire(m_store);
    m_threads.end();
    // The answers to what was accepted.
    for (QObject *receiver : {static_cast<QObject *>(m_primary.get()),
                              static_cast<QObject *>(m_client.get()), static_cast<QObject *>(this)})
    {
        if (receiver)
            QCoreApplication::sendPostedEvents(receiver, QEvent::MetaCall);
    }
    m_primary.reset();
    m_client.reset();
    m_local.reset();
}

quint16 Instance::notifyPort() const
{
    return m_primary ? m_primary->notifyPort() : 0;
}

quint16 Instance::snapshotPort() const
{
    return m_primary ? m_primary->snapshotPort() : 0;
}

Freshness Instance::freshness() const
{
    return m_client ? m_client->freshness() : Freshness();
}

MachineId Instance::machine() const
{
    return m_identity ? m_identity->machineId() : MachineId();
}

Notice Instance::notice() const
{
    if (m_client)
        return m_client->notice();
    Notice none;
    none.machine = machine();
    return none;
}

QFuture<QJsonObject> Instance::status()
{
    return networkStatus()
        .then(this,
              [this](const QJsonObject &network) {
                  return callIn(
                             m_store.get(), [store = m_store.get()] { return store->summary(); },
                             this)
                      .then(this, [this, network](const Result<StoreWorker::Summary> &summary) {
                          return assembleStatus(network, summary);
                      });
              })
        .unwrap();
}

void Instance::post(std::function<void(Editing &)> work)
{
    QMetaObject::invokeMethod(
        m_store.get(),
        [store = m_store.get(), work = std::move(work)] {
            Editing editing = store->editing();
            work(editing);
        },
        Qt::QueuedConnection);
}

void Instance::observeCommits(const std::function<void(qint64)> &observer)
{
    connect(m_store.get(), &StoreWorker::moved, m_store.get(), observer);
}

void Instance::setWebStatus(quint16 port, const QString &error)
{
    m_webPort = portJson(port);
    m_webError = error;
    if (m_primary)
        m_primary->setWebPort(error.isEmpty() ? port : 0);
}

QFuture<QJsonObject> Instance::networkStatus()
{
    return m_client ? m_client->status() : m_primary->status();
}

QJsonObject Instance::assembleStatus(const QJsonObject &network,
                                     const Result<StoreWorker::Summary> &summary) const
{
    QJsonObject status = statusFrame(m_role);
    status.insert(QStringLiteral("id"), machine().toString());
    status.insert(QStringLiteral("running"), true);
    status.insert(QStringLiteral("pid"), QCoreApplication::applicationPid());
    status.insert(QStringLiteral("name"), m_options.name);
    if (summary) {
        status.insert(QStringLiteral("database"), databaseJson(m_options.databasePath, *summary));
    } else {
        status.insert(QStringLiteral("database"),
                      QJsonObject{{QStringLiteral("path"), m_options.databasePath},
                                  {QStringLiteral("error"), summary.error().message}});
    }
    status.insert(QStringLiteral("listen"),
                  QJsonObject{{QStringLiteral("address"), textJson(m_options.bindAddress)},
                              {QStringLiteral("notify"), portJson(notifyPort())},
                              {QStringLiteral("snapshot"), portJson(snapshotPort())},
                              {QStringLiteral("web"), m_webPort},
                              {QStringLiteral("web_error"), textJson(m_webError)}});
    for (auto part = network.constBegin(); part != network.constEnd(); ++part)
        status.insert(part.key(), part.value());
    return status;
}

/// The database comes last: whatever is in the way before leaves it untouched.
Result<void> Instance::takeUp()
{
    const Place told{m_options.primaryHost, m_options.notifyPort, m_options.snapshotPort};
    if (auto valid = validate(told); !valid)
        return valid;
    auto trusted = identity::TrustedPrimary::load(m_local->path());
    if (!trusted)
        return trusted.error();
    const auto role = decideRole(trusted->has_value() || !told.host.isEmpty());
    if (!role)
        return role.error();
    m_role = *role;
    auto identity = identity::Identity::loadOrCreate(m_local->path());
    if (!identity)
        return identity.error();
    m_identity = std::move(*identity);
    m_threads.start();
    makeRole(trusted->value_or(identity::TrustedPrimary()), told);
    if (m_primary) {
        if (auto listening = m_primary->listen(); !listening)
            return listening;
    }
    if (auto serving = serveControl(); !serving)
        return serving;
    return openStore();
}

/// The one asked for, or the one that the file has, or the one that the other options suggest.
Result<store::Role> Instance::decideRole(bool knowsPrimary) const
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
    return knowsPrimary ? store::Role::Client : store::Role::Primary;
}

void Instance::makeRole(identity::TrustedPrimary primary, Place told)
{
    if (m_role == store::Role::Primary) {
        m_primary = std::make_unique<PrimaryRole>(m_options, m_local->path(), *m_identity, m_clock,
                                                  *m_ending, m_threads);
        return;
    }
    m_client = std::make_unique<ClientRole>(m_options, *m_local, *m_identity, std::move(primary),
                                            std::move(told), m_clock, *m_ending, m_threads);
    connect(m_client.get(), &ClientRole::freshnessChanged, this, &Instance::freshnessChanged);
    connect(m_client.get(), &ClientRole::noticeChanged, this, &Instance::noticeChanged);
    connect(m_client.get(), &ClientRole::primaryWebChanged, this, [this](const WebPlace &place) {
        m_primaryWeb = place;
        emit primaryWebChanged(place);
    });
}

Result<void> Instance::openStore()
{
    m_store = std::make_unique<StoreWorker>(
        store::Store::Options{m_options.databasePath, m_role, true, &*m_ending}, m_local->path(),
        m_clock);
    m_store->moveToThread(&m_threads.store);
    const auto opened = waitFor(m_store.get(), [this] { return m_store->open(); });
    if (!opened)
        return opened.error();
    m_board = opened->board;
    connectStore();
    if (m_primary)
        m_primary->start(m_store.get(), *opened);
    else
        m_client->start(m_store.get(), *opened);
    return {};
}

Result<void> Instance::serveControl()
{
    m_control = std::make_unique<net::ControlServer>(
        [this](const QByteArray &request, const net::ControlServer::Answer &answer) {
            const auto reply = [answer](const QJsonObject &object) { answer(toLine(object)); };
            if (request == "status")
                status().then(this, reply);
            else if (request == "rejoin" && m_client)
                m_client->rejoin().then(this, reply);
            else
                reply({});
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
    m_auditor->moveToThread(&m_threads.snapshot);
    connect(m_store.get(), &StoreWorker::auditDue, m_auditor.get(), &AuditReader::read);
    connect(m_auditor.get(), &AuditReader::readingDone, m_store.get(), &StoreWorker::concludeAudit);
}

} // namespace keg::service
