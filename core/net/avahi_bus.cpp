// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/avahi_bus.h"

#include "core/base/log.h"

#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>
#include <QUuid>

#include <unistd.h>

namespace keg::net {

namespace {

constexpr std::chrono::seconds RetryTime{60};
constexpr QLatin1String Avahi("org.freedesktop.Avahi");
constexpr QLatin1String Bus("org.freedesktop.DBus");

/// The socket of the system bus; empty if it is reached in another way, which no system has.
QString busSocket()
{
    const QString address = qEnvironmentVariable(
        "DBUS_SYSTEM_BUS_ADDRESS", QStringLiteral("unix:path=/run/dbus/system_bus_socket"));
    const QString beginning = QStringLiteral("unix:path=");
    return address.startsWith(beginning) ? address.mid(beginning.size()).section(u',', 0, 0)
                                         : QString();
}

QString fullName(const char *interface)
{
    return Avahi + u'.' + QLatin1String(interface);
}

} // namespace

AvahiBus::AvahiBus(QObject *parent)
    : QObject(parent)
    , m_name(QUuid::createUuid().toString())
    , m_probe(this)
    , m_retry(this)
{
    m_retry.setInterval(RetryTime);
    m_retry.callOnTimeout(this, &AvahiBus::lookForBus);
    connect(&m_probe, &QLocalSocket::connected, this, &AvahiBus::greetBus);
    connect(&m_probe, &QLocalSocket::readyRead, this, &AvahiBus::connectToBus);
    connect(&m_probe, &QLocalSocket::errorOccurred, this,
            [this] { missing(m_probe.errorString()); });
}

AvahiBus::~AvahiBus()
{
    m_probe.disconnect(this);
    delete m_watcher;
    QDBusConnection::disconnectFromBus(m_name);
}

void AvahiBus::start()
{
    m_retry.start();
    lookForBus();
}

void AvahiBus::lookForBus()
{
    if (m_watcher && connection().isConnected())
        return;
    if (m_watcher) {
        takeOwner(QString());
        delete std::exchange(m_watcher, nullptr);
        QDBusConnection::disconnectFromBus(m_name);
    }
    m_probe.abort();
    m_probe.connectToServer(busSocket());
}

/// QtDBus connects synchronously. So first somebody else asks whether the bus answers at all; it
/// may be starting, or hang.
void AvahiBus::greetBus()
{
    const QByteArray user = QByteArray::number(::geteuid()).toHex();
    m_probe.write(QByteArray(1, '\0') + "AUTH EXTERNAL " + user + "\r\n");
}

void AvahiBus::connectToBus()
{
    m_probe.abort();
    if (!QDBusConnection::connectToBus(QDBusConnection::SystemBus, m_name).isConnected())
        return missing(connection().lastError().message());
    m_watcher = new QDBusServiceWatcher(Avahi, connection(),
                                        QDBusServiceWatcher::WatchForOwnerChange, this);
    connect(m_watcher, &QDBusServiceWatcher::serviceOwnerChanged, this,
            [this](const QString &, const QString &, const QString &owner) { takeOwner(owner); });
    auto question = QDBusMessage::createMethodCall(Bus, QStringLiteral("/org/freedesktop/DBus"),
                                                   Bus, QStringLiteral("GetNameOwner"));
    question << QString(Avahi);
    auto *pending = new QDBusPendingCallWatcher(connection().asyncCall(question), m_watcher);
    connect(pending, &QDBusPendingCallWatcher::finished, this, [this, pending] {
        if (pending->isError())
            missing(pending->error().message());
        else
            takeOwner(pending->reply().arguments().constFirst().toString());
        pending->deleteLater();
    });
}

void AvahiBus::takeOwner(const QString &owner)
{
    if (owner == m_owner)
        return;
    if (!std::exchange(m_owner, owner).isEmpty())
        emit avahiDown();
    if (m_owner.isEmpty())
        return;
    m_isMissingTold = false;
    emit avahiUp();
}

void AvahiBus::missing(const QString &what)
{
    if (!std::exchange(m_isMissingTold, true))
        qCDebug(logNet).noquote() << "no Avahi here:" << what;
}

void AvahiBus::call(const QString &path, const char *interface, const char *method,
                    const QVariantList &arguments, const Answer &answer)
{
    auto question
        = QDBusMessage::createMethodCall(Avahi, path, fullName(interface), QLatin1String(method));
    question.setArguments(arguments);
    question.setAutoStartService(false);
    auto *pending = new QDBusPendingCallWatcher(connection().asyncCall(question), this);
    connect(pending, &QDBusPendingCallWatcher::finished, this,
            [this, pending, answer, owner = m_owner] {
                pending->deleteLater();
                if (answer && owner == m_owner)
                    answer(pending->reply());
            });
}

void AvahiBus::subscribe(const char *interface, const char *signal, QObject *receiver,
                         const char *slot)
{
    connection().connect(Avahi, QString(), fullName(interface), QLatin1String(signal), receiver,
                         slot);
}

QDBusConnection AvahiBus::connection() const
{
    return QDBusConnection(m_name);
}

bool isError(const QDBusMessage &reply)
{
    return reply.type() == QDBusMessage::ErrorMessage;
}

} // namespace keg::net
