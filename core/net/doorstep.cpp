// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/doorstep.h"

#include "core/base/address_group.h"
#include "core/base/log.h"
#include "core/net/acceptor.h"
#include "core/net/socket_options.h"
#include "core/net/tls.h"

#include <QHostAddress>
#include <QMap>
#include <QNetworkProxy>
#include <QSocketNotifier>
#include <QSslSocket>

#include <algorithm>
#include <cerrno>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace keg::net {

namespace {

constexpr std::chrono::milliseconds LateInterval{250};
constexpr quint8 TlsHandshakeRecord = 0x16;

/// An IPv4 address as such, although the socket speaks IPv6.
QString plain(const QHostAddress &address)
{
    bool isIPv4 = false;
    const quint32 number = address.toIPv4Address(&isIPv4);
    return isIPv4 ? QHostAddress(number).toString() : address.toString();
}

QString addressOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (::getpeername(int(descriptor), address, &size) != 0)
        return {};
    return plain(QHostAddress(address));
}

/// Counts one less of that group.
void drop(QHash<QString, int> &counts, const QString &group)
{
    const auto count = counts.find(group);
    if (--*count == 0)
        counts.erase(count);
}

rlim_t descriptorLimit()
{
    rlimit descriptors{};
    return ::getrlimit(RLIMIT_NOFILE, &descriptors) == 0 ? descriptors.rlim_cur : 1'024;
}

/// As many as the process may have.
void raiseDescriptorLimit()
{
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0)
        return;
    descriptors.rlim_cur = descriptors.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &descriptors);
}

/// The lowest number that is free is given first, so a high one says that few are left. Some stay
/// for the database and others.
bool leavesDescriptors(qintptr descriptor)
{
    constexpr rlim_t ForOthers = 128;
    const rlim_t limit = descriptorLimit();
    return rlim_t(descriptor) + std::min(ForOthers, limit / 4) < limit;
}

} // namespace

Doorstep::Doorstep(const identity::Identity &identity, Limits limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_tls(tlsConfiguration(identity))
    , m_listener(this)
    , m_lateTimer(this)
{
    raiseDescriptorLimit();
    // All displays of a house come back at once: whoever does not fit in here waits for seconds.
    m_listener.setListenBacklogSize(m_limits.connections);
    m_listener.setProxy(QNetworkProxy::NoProxy);
    m_clock.start();
    m_lateTimer.setInterval(LateInterval);
    connect(&m_lateTimer, &QTimer::timeout, this, &Doorstep::endLate);
}

Doorstep::~Doorstep()
{
    for (auto &[descriptor, visitor] : m_visitors) {
        visitor.notifier.reset(); // a closed descriptor must not be watched
        ::close(int(descriptor));
    }
    const auto sockets = m_handshakes.keys();
    for (QSslSocket *socket : sockets)
        socket->disconnect(this);
}

Result<void> Doorstep::listen(const QString &address, quint16 port)
{
    const QHostAddress host
        = address.isEmpty() ? QHostAddress(QHostAddress::Any) : QHostAddress(address);
    if (host.isNull()) // which Qt would take for all addresses
        return Error{ErrorCode::Usage,
                     QStringLiteral("%1 is no IPv4 or IPv6 address").arg(address)};
    if (m_listener.listen(host, port)) {
        m_listener.pauseAccepting();
        m_acceptor = std::make_unique<Acceptor>(
            m_listener.socketDescriptor(), QStringLiteral("port %1").arg(m_listener.serverPort()),
            [this](qintptr visitor) { admit(visitor); });
        return {};
    }
    const QString where = address.isEmpty() ? QString() : address + QStringLiteral(" ");
    return Error{ErrorCode::Failed,
                 QStringLiteral("cannot listen on %1port %2: %3; stop what uses it or choose "
                                "another")
                     .arg(where)
                     .arg(port)
                     .arg(m_listener.errorString())};
}

void Doorstep::startAccepting()
{
    m_acceptor->start();
}

quint16 Doorstep::port() const
{
    return m_listener.serverPort();
}

void Doorstep::trust(const QString &address)
{
    letOut(address);
}

void Doorstep::leave(const QString &address, bool wasTrusted)
{
    --m_connections;
    if (!wasTrusted)
        letOut(address);
}

/// A stranger is inside no more.
void Doorstep::letOut(const QString &address)
{
    const QString group = addressGroup(address);
    --m_inside;
    drop(m_insidePerGroup, group);
    forgetStranger(group);
    // Queued: a machine may be in the middle of an event.
    QMetaObject::invokeMethod(this, &Doorstep::startHandshakes, Qt::QueuedConnection);
}

void Doorstep::admit(qintptr descriptor)
{
    const QString address = addressOf(descriptor);
    if (address.isEmpty()) { // has left already
        ::close(int(descriptor));
        return;
    }
    const QString group = addressGroup(address);
    if (!leavesDescriptors(descriptor) || m_connections >= m_limits.connections
        || m_strangersPerGroup.value(group) >= m_limits.strangersPerAddress
        || (m_strangers >= m_limits.strangers && !makeRoomFor(group)))
    {
        ::close(int(descriptor));
        return complain(address, QStringLiteral("refused: too many connections"));
    }
    ++m_connections;
    ++m_strangers;
    ++m_strangersPerGroup[group];
    Visitor visitor;
    visitor.address = address;
    visitor.group = group;
    visitor.since = m_clock.elapsed();
    visitor.notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    connect(visitor.notifier.get(), &QSocketNotifier::activated, this,
            [this, descriptor] { look(descriptor); });
    m_visitors.emplace(descriptor, std::move(visitor));
    if (!m_lateTimer.isActive())
        m_lateTimer.start();
}

/// Something has come, or the connection has ended.
void Doorstep::look(qintptr descriptor)
{
    quint8 first = 0;
    const auto count = ::recv(int(descriptor), &first, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0)
        return turnAway(descriptor, {});
    if (first != TlsHandshakeRecord)
        return turnAway(descriptor, QStringLiteral("it does not speak TLS"));
    Visitor &visitor = m_visitors.at(descriptor);
    visitor.hasSpoken = true;
    visitor.notifier->setEnabled(false);
    m_waiting.append(descriptor);
    if (m_insidePerGroup.value(visitor.group) < m_limits.insidePerAddress)
        startHandshakes();
}

/// Those first whose group has the fewest inside, so that no crowd keeps the others waiting.
void Doorstep::startHandshakes()
{
    const auto inside = [this](qintptr descriptor) {
        return m_insidePerGroup.value(m_visitors.at(descriptor).group);
    };
    while (!m_waiting.isEmpty() && m_inside < m_limits.inside) {
        const auto next = std::ranges::min_element(m_waiting, {}, inside);
        const qintptr descriptor = *next;
        if (inside(descriptor) >= m_limits.insidePerAddress)
            return;
        m_waiting.erase(next);
        shakeHands(descriptor);
    }
}

/// A visitor of the group that has the most gives way, if that is another one's crowd.
bool Doorstep::makeRoomFor(const QString &group)
{
    const auto most = std::max_element(m_strangersPerGroup.cbegin(), m_strangersPerGroup.cend());
    if (most == m_strangersPerGroup.cend() || *most <= m_strangersPerGroup.value(group) + 1)
        return false;
    const auto one = std::ranges::find_if(
        m_visitors, [&](const auto &entry) { return entry.second.group == most.key(); });
    if (one == m_visitors.end())
        return false;
    turnAway(one->first, QStringLiteral("others came, and its address has too many"));
    return true;
}

void Doorstep::shakeHands(qintptr descriptor)
{
    const QString address = endVisit(descriptor);
    auto *socket = new QSslSocket(this);
    m_handshakes.insert(socket, {address, m_clock.elapsed()});
    ++m_inside;
    ++m_insidePerGroup[addressGroup(address)];
    connect(socket, &QSslSocket::sslErrors, this, [socket](const QList<QSslError> &errors) {
        passOverIssuerNameAndDates(socket, errors);
    });
    connect(socket, &QSslSocket::encrypted, this, [this, socket] { complete(socket); });
    // Queued: it may happen within startServerEncryption().
    connect(
        socket, &QSslSocket::errorOccurred, this,
        [this, socket] {
            if (m_handshakes.contains(socket))
                fail(socket, socket->errorString());
        },
        Qt::QueuedConnection);
    socket->setSslConfiguration(m_tls);
    if (!socket->setSocketDescriptor(descriptor)) {
        ::close(int(descriptor));
        return fail(socket, socket->errorString());
    }
    setUp(socket);
    socket->startServerEncryption();
}

void Doorstep::complete(QSslSocket *socket)
{
    const MachineId machine = machineBehind(socket);
    if (machine.isNull())
        return fail(socket, QStringLiteral("it showed no certificate"));
    const QString address = m_handshakes.take(socket).address;
    socket->disconnect(this);
    emit entered(socket, address, machine);
}

void Doorstep::fail(QSslSocket *socket, const QString &reason)
{
    const QString address = m_handshakes.take(socket).address;
    complain(address, QStringLiteral("no TLS handshake: ") + reason);
    leave(address, false);
    socket->disconnect();
    socket->abort();
    socket->deleteLater();
}

void Doorstep::turnAway(qintptr descriptor, const QString &reason)
{
    const QString address = endVisit(descriptor);
    m_waiting.removeAll(descriptor);
    ::close(int(descriptor));
    --m_connections;
    forgetStranger(addressGroup(address));
    if (!reason.isEmpty())
        complain(address, QStringLiteral("turned away: ") + reason);
}

/// Its descriptor is the caller's from now on.
QString Doorstep::endVisit(qintptr descriptor)
{
    Visitor &visitor = m_visitors.at(descriptor);
    QString address = std::move(visitor.address);
    // The notifier may be the one that calls.
    visitor.notifier->setEnabled(false);
    visitor.notifier.release()->deleteLater();
    m_visitors.erase(descriptor);
    return address;
}

void Doorstep::endLate()
{
    const qint64 now = m_clock.elapsed();
    QMap<qintptr, QString> late;
    for (const auto &[descriptor, visitor] : m_visitors) {
        if (now - visitor.since >= m_limits.firstByteLimit.count())
            late.insert(descriptor,
                        visitor.hasSpoken ? QStringLiteral("too many shake hands")
                                          : QStringLiteral("it began no handshake in time"));
    }
    for (auto entry = late.cbegin(); entry != late.cend(); ++entry)
        turnAway(entry.key(), entry.value());
    QList<QSslSocket *> slow;
    for (auto entry = m_handshakes.cbegin(); entry != m_handshakes.cend(); ++entry) {
        if (now - entry->since >= m_limits.handshakeLimit.count())
            slow.append(entry.key());
    }
    for (QSslSocket *socket : slow)
        fail(socket, QStringLiteral("it took too long"));
    if (m_visitors.empty() && m_handshakes.isEmpty())
        m_lateTimer.stop();
}

void Doorstep::forgetStranger(const QString &group)
{
    --m_strangers;
    drop(m_strangersPerGroup, group);
}

void Doorstep::complain(const QString &address, const QString &reason)
{
    m_complaints.say(QStringLiteral("port %1 %2 %3").arg(port()).arg(address, reason),
                     milliseconds(m_clock.elapsed()));
}

} // namespace keg::net
