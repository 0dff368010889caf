// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/web_interface.h"

#include "core/base/log.h"
#include "core/identity/web_certificate.h"
#include "core/service/joining.h"
#include "core/service/local_folder.h"
#include "core/web/api.h"
#include "core/web/authentication.h"
#include "core/web/discretion.h"
#include "core/web/error_page.h"
#include "core/web/server.h"
#include "core/web/workplace.h"

#include <QSysInfo>

namespace keg::web {

namespace {

using identity::WebCertificate;

constexpr std::chrono::hours RenewalInterval{24};

Result<QByteArray> certificateFor(const Settings &settings, const Clock &clock)
{
    if (!settings.certificateFile.isEmpty())
        return WebCertificate::loadOwn(settings.certificateFile, settings.keyFile);
    return WebCertificate::loadOrRenew(
        service::LocalFolder::pathFor(settings.databasePath),
        WebCertificate::namesOf(QSysInfo::machineHostName(),
                                service::joinHosts(settings.bindAddress)),
        clock.utcNow());
}

} // namespace

WebInterface::WebInterface(service::Instance &instance, const Clock &clock)
    : m_instance(instance)
    , m_clock(clock)
{
    QObject::connect(&m_renewal, &QTimer::timeout, &m_renewal, [this] { renewCertificate(); });
}

WebInterface::~WebInterface()
{
    stop();
}

void WebInterface::start(Settings settings)
{
    const QString address = settings.bindAddress;
    const quint16 port = settings.port;
    m_workplace = std::make_unique<Workplace>(
        m_instance, std::move(settings), m_clock,
        [this](std::function<void()> work) { m_server->post(std::move(work)); });
    m_authentication = std::make_unique<Authentication>(m_workplace->users, m_workplace->sessions,
                                                        m_workplace->settings.allowsPlain);
    m_discretion = std::make_unique<Discretion>(m_clock);
    m_server = std::make_unique<Server>(
        routes(*m_workplace),
        [this](Request &request, const Route &route) {
            return m_authentication->check(request, route);
        },
        Limits(),
        [this](const Request &request, Response response) {
            const auto whoAsks
                = [this](const Request &one) { return m_authentication->userOf(one); };
            return withErrorPage(m_workplace->pages, whoAsks, request,
                                 m_discretion->withoutDetail(request, std::move(response)));
        });
    if (const auto listening = m_server->listen(address, port); !listening) {
        qCWarning(logWeb).noquote() << "no web interface:" << listening.error().message;
        m_instance.setWebStatus(0, listening.error().message);
        return;
    }
    renewCertificate();
    m_renewal.start(RenewalInterval);
    observe();
    m_server->start();
    qCInfo(logWeb) << "the web interface is on port" << m_server->port();
}

void WebInterface::stop()
{
    m_renewal.stop();
    if (!m_workplace)
        return;
    m_workplace->ending.request();
    m_server->stop();
    m_workplace->passwords.end();
    m_workplace->accounts.end();
    m_workplace->files.end();
    m_workplace->deflating.end();
}

Router WebInterface::routes(Workplace &workplace)
{
    Router router;
    addMenuRoutes(router, workplace);
    addPageRoutes(router, workplace);
    if (!workplace.settings.isPrimary)
        return router;
    for (const auto add : {addTapRoutes, addBeerRoutes, addFileRoutes, addDisplayRoutes,
                           addAccountRoutes, addUserRoutes, addStatusRoutes, addSettingRoutes})
        add(router, workplace);
    return router;
}

/// Without one, guests are served, and nobody else from other machines.
void WebInterface::renewCertificate()
{
    const auto certificate = certificateFor(m_workplace->settings, m_clock);
    const auto used = certificate ? m_server->useCertificate(*certificate) : certificate.error();
    const QString error = used ? QString() : QStringLiteral("no HTTPS: ") + used.error().message;
    if (!used)
        qCWarning(logWeb).noquote() << error;
    m_instance.setWebStatus(m_server->port(), error);
}

void WebInterface::observe()
{
    Workplace *workplace = m_workplace.get();
    m_server->post(
        [workplace, sequence = m_instance.board().sequence] { workplace->takeCommit(sequence); });
    const auto follow = [this, workplace](const service::WebPlace &place) {
        m_server->post([workplace, place] { workplace->primaryWeb = place; });
    };
    follow(m_instance.primaryWeb());
    QObject::connect(&m_instance, &service::Instance::primaryWebChanged, &m_renewal, follow);
    m_instance.observeCommits([workplace](qint64 sequence) {
        workplace->toWebThread([workplace, sequence] { workplace->takeCommit(sequence); });
    });
}

} // namespace keg::web
