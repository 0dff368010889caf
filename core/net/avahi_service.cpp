// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/avahi_service.h"

#include "core/base/log.h"
#include "core/net/neighbourhood.h"
#include "core/net/service_text.h"

#include <QDBusMetaType>
#include <QDBusObjectPath>

#include <optional>

namespace keg::net {

namespace {

// Avahi's numbers: avahi-common/defs.h, avahi-common/address.h.
constexpr int ServerRunning = 2;
constexpr int GroupEstablished = 2;
constexpr int GroupCollision = 3;
constexpr int GroupFailure = 4;
constexpr int IPv4 = 0;
constexpr int IPv6 = 1;

void giveUp(const QString &reason)
{
    qCDebug(logNet).noquote() << "Avahi does not publish this primary:" << reason;
}

struct Where
{
    int interface = AnyInterface;
    int protocol = AnyProtocol;
};

/// Where a primary that listens on this address is to be published; absent: nowhere.
std::optional<Where> whereFor(const QString &bindAddress)
{
    const QHostAddress address(bindAddress);
    Where where;
    if (address.isNull() || address == QHostAddress(QHostAddress::Any))
        return where;
    where.protocol = address.protocol() == QAbstractSocket::IPv4Protocol ? IPv4 : IPv6;
    const bool isOne = address != QHostAddress(QHostAddress::AnyIPv4)
        && address != QHostAddress(QHostAddress::AnyIPv6);
    if (!isOne)
        return where;
    const auto networks = Neighbourhood::current(bindAddress).broadcasts();
    if (networks.isEmpty())
        return {};
    where.interface = networks.constFirst().interface;
    return where;
}

} // namespace

AvahiService::AvahiService(QString bindAddress, QObject *parent)
    : QObject(parent)
    , m_bindAddress(std::move(bindAddress))
    , m_bus(this)
{
    qDBusRegisterMetaType<QByteArrayList>();
    connect(&m_bus, &AvahiBus::avahiUp, this, &AvahiService::createGroup);
    connect(&m_bus, &AvahiBus::avahiDown, this, [this] { m_group.clear(); });
}

void AvahiService::publish(const wire::Announce &words)
{
    m_words = words;
    m_serviceName = wire::announcedName(words.name);
    m_bus.start();
}

void AvahiService::createGroup()
{
    m_bus.subscribe("Server", "StateChanged", this, SLOT(takeServerState(int)));
    m_bus.subscribe("EntryGroup", "StateChanged", this,
                    SLOT(takeGroupState(int, QString, QDBusMessage)));
    m_bus.call(QStringLiteral("/"), "Server", "EntryGroupNew", {},
               [this](const QDBusMessage &made) {
                   if (isError(made))
                       return giveUp(made.errorMessage());
                   m_group = made.arguments().constFirst().value<QDBusObjectPath>().path();
                   m_bus.call(QStringLiteral("/"), "Server", "GetState", {},
                              [this](const QDBusMessage &told) {
                                  if (!isError(told))
                                      takeServerState(told.arguments().constFirst().toInt());
                              });
               });
}

/// While Avahi settles under which host name it speaks, it must not have our service, which would
/// point to the former one.
void AvahiService::takeServerState(int state)
{
    if (m_group.isEmpty())
        return;
    callGroup("Reset");
    if (state == ServerRunning)
        addService();
}

void AvahiService::addService()
{
    const auto where = whereFor(m_bindAddress);
    if (!where)
        return giveUp(QStringLiteral("no network has the address %1").arg(m_bindAddress));
    const QVariantList service{where->interface,
                               where->protocol,
                               NoFlags,
                               m_serviceName,
                               QString::fromLatin1(ServiceType),
                               QString(), // the domain: local
                               QString(), // the host: this one
                               QVariant::fromValue(m_words.notifyPort),
                               QVariant::fromValue(toServiceText(m_words))};
    callGroup("AddService", service, [this](const QDBusMessage &reply) { takeAdded(reply); });
}

void AvahiService::takeAdded(const QDBusMessage &reply)
{
    if (reply.errorName() == QLatin1String("org.freedesktop.Avahi.CollisionError"))
        return rename(); // with another one of this machine
    if (isError(reply))
        return giveUp(reply.errorMessage());
    callGroup("Commit");
}

void AvahiService::takeGroupState(int state, const QString &reason, const QDBusMessage &message)
{
    if (message.path() != m_group)
        return;
    if (state == GroupCollision)
        rename();
    else if (state == GroupFailure)
        giveUp(reason);
    else if (state == GroupEstablished)
        qCDebug(logNet).noquote() << "Avahi publishes this primary as" << m_serviceName;
}

void AvahiService::rename()
{
    m_bus.call(QStringLiteral("/"), "Server", "GetAlternativeServiceName", {m_serviceName},
               [this](const QDBusMessage &reply) {
                   if (isError(reply))
                       return giveUp(reply.errorMessage());
                   m_serviceName = reply.arguments().constFirst().toString();
                   callGroup("Reset");
                   addService();
               });
}

void AvahiService::callGroup(const char *method, const QVariantList &arguments,
                             const AvahiBus::Answer &answer)
{
    m_bus.call(m_group, "EntryGroup", method, arguments, answer);
}

} // namespace keg::net
