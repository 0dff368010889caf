// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/avahi_browser.h"

#include "core/base/log.h"
#include "core/net/service_text.h"

#include <QDBusArgument>
#include <QHostAddress>
#include <QNetworkInterface>

namespace keg::net {

namespace {

constexpr std::chrono::seconds RepetitionTime{30}; // the finder forgets who is silent

/// With its interface, if it means something only there.
QString hostOf(const QString &address, int interface)
{
    QHostAddress host(address);
    if (host.protocol() == QAbstractSocket::IPv6Protocol && host.isLinkLocal())
        host.setScopeId(QNetworkInterface::interfaceNameFromIndex(interface));
    return host.toString();
}

} // namespace

AvahiBrowser::AvahiBrowser(QObject *parent)
    : QObject(parent)
    , m_bus(this)
    , m_repetition(this)
{
    connect(&m_bus, &AvahiBus::avahiUp, this, &AvahiBrowser::browse);
    connect(&m_bus, &AvahiBus::avahiDown, this, [this] { m_services.clear(); });
    m_repetition.setInterval(RepetitionTime);
    m_repetition.callOnTimeout(this, [this] {
        for (const Service &service : std::as_const(m_services))
            resolve(service);
    });
}

void AvahiBrowser::start()
{
    m_bus.start();
    m_repetition.start();
}

void AvahiBrowser::browse()
{
    // First, since the services that Avahi knows are told before the browser's path is.
    m_bus.subscribe("ServiceBrowser", "ItemNew", this,
                    SLOT(addService(int, int, QString, QString, QString)));
    m_bus.subscribe("ServiceBrowser", "ItemRemove", this,
                    SLOT(removeService(int, int, QString, QString, QString)));
    const QVariantList wanted{AnyInterface, AnyProtocol, QString::fromLatin1(ServiceType),
                              QString(), NoFlags};
    m_bus.call(QStringLiteral("/"), "Server", "ServiceBrowserNew", wanted,
               [](const QDBusMessage &reply) {
                   if (isError(reply))
                       qCDebug(logNet).noquote()
                           << "Avahi does not look for primaries:" << reply.errorMessage();
               });
}

void AvahiBrowser::addService(int interface, int protocol, const QString &name, const QString &type,
                              const QString &domain)
{
    const Service service{interface, protocol, name, type, domain};
    if (m_services.size() >= ServiceLimit || m_services.contains(service))
        return;
    m_services.append(service);
    resolve(service);
}

void AvahiBrowser::removeService(int interface, int protocol, const QString &name,
                                 const QString &type, const QString &domain)
{
    m_services.removeOne({interface, protocol, name, type, domain});
}

/// Avahi answers from memory while what it has heard is fresh, and asks the network otherwise.
void AvahiBrowser::resolve(const Service &service)
{
    const QVariantList question{service.interface,
                                service.protocol,
                                service.name,
                                service.type,
                                service.domain,
                                service.protocol, // addresses
                                NoFlags};
    m_bus.call(QStringLiteral("/"), "Server", "ResolveService", question,
               [this](const QDBusMessage &reply) { take(reply); });
}

void AvahiBrowser::take(const QDBusMessage &resolved)
{
    // interface, protocol, name, type, domain, host, address protocol, address, port, text, flags
    const QVariantList fields = resolved.arguments();
    if (isError(resolved) || fields.size() != 11)
        return;
    const auto text = qdbus_cast<QByteArrayList>(fields.at(9));
    const auto words = fromServiceText(text, quint16(fields.at(8).toUInt()));
    if (!words)
        return;
    emit found({words->primary,
                words->name,
                hostOf(fields.at(7).toString(), fields.at(0).toInt()),
                words->notifyPort,
                words->snapshotPort,
                words->databaseId,
                {}});
}

} // namespace keg::net
