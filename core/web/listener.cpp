// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/listener.h"

#include "core/base/address_group.h"

#include <algorithm>
#include <utility> // Boost 1.74's awaitable.hpp forgets it

#include <boost/asio/ip/v6_only.hpp>

namespace keg::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds RestTime{1};

/// An IPv4 address as such, although the socket speaks IPv6.
QString plain(const asio::ip::address &address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        const auto v4 = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
        return QString::fromStdString(v4.to_string());
    }
    return QString::fromStdString(address.to_string());
}

Error cannotListen(const QString &address, quint16 port, const error_code &error)
{
    const QString where = address.isEmpty() ? QString() : address + QStringLiteral(" ");
    return {ErrorCode::Failed,
            QStringLiteral("cannot listen on %1port %2: %3; stop what uses it or choose another")
                .arg(where)
                .arg(port)
                .arg(QString::fromStdString(error.message()))};
}

/// Of one that came, not of the port.
bool isOfOneConnection(const error_code &error)
{
    return error == asio::error::connection_aborted || error == asio::error::interrupted
        || error == asio::error::connection_reset;
}

} // namespace

Listener::Listener(asio::io_context &context, Surroundings around)
    : m_around(std::move(around))
    , m_acceptor(context)
    , m_rest(context)
{
    m_around.ended = [this](Connection &connection) { forget(connection); };
    m_around.bodyGrew = [this](Connection &, qint64 growth) { countBodies(growth); };
    m_around.complain = [this](const Connection &connection, const QString &reason) {
        complain(connection.address(), reason);
    };
}

Result<void> Listener::listen(const QString &address, quint16 port)
{
    error_code error;
    if (!address.isEmpty()) {
        const auto host = asio::ip::make_address(address.toStdString(), error);
        if (error)
            return Error{ErrorCode::Usage,
                         QStringLiteral("%1 is no IPv4 or IPv6 address").arg(address)};
        error = open(Endpoint(host, port));
    } else {
        error = open(Endpoint(tcp::v6(), port));
        if (error == asio::error::address_family_not_supported) // IPv6 is switched off
            error = open(Endpoint(tcp::v4(), port));
    }
    if (error)
        return cannotListen(address, port, error);
    return {};
}

error_code Listener::open(const Endpoint &endpoint)
{
    error_code error;
    m_acceptor.close(error);
    m_acceptor.open(endpoint.protocol(), error);
    if (error)
        return error;
    m_acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (endpoint.address() == asio::ip::address_v6::any())
        m_acceptor.set_option(asio::ip::v6_only(false), error);
    m_acceptor.bind(endpoint, error);
    if (!error)
        m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

quint16 Listener::port() const
{
    error_code error;
    const Endpoint endpoint = m_acceptor.local_endpoint(error);
    return error ? quint16(0) : endpoint.port();
}

void Listener::useTls(std::shared_ptr<asio::ssl::context> context)
{
    m_around.tls = std::move(context);
}

void Listener::accept()
{
    if (!m_acceptor.is_open())
        return;
    m_acceptor.async_accept(
        [this](const error_code &error, Socket socket) { take(error, std::move(socket)); });
}

void Listener::take(const error_code &error, Socket socket)
{
    if (!m_acceptor.is_open())
        return;
    if (error && !isOfOneConnection(error))
        return rest(error);
    if (!error)
        admit(std::move(socket));
    accept();
}

/// The connections wait: they would be there again at once.
void Listener::rest(const error_code &error)
{
    complain({},
             QStringLiteral("cannot accept connections: %1 - it tries again every second; if "
                            "this goes on, give the program more open files (LimitNOFILE) or "
                            "the machine more memory")
                 .arg(QString::fromStdString(error.message())));
    m_rest.expires_after(RestTime);
    m_rest.async_wait([this](const error_code &) { accept(); });
}

void Listener::admit(Socket socket)
{
    error_code error;
    const Endpoint peer = socket.remote_endpoint(error);
    if (error) // has left already
        return;
    const QString address = plain(peer.address());
    const QString group = addressGroup(address);
    if (!makeRoom(group))
        return complain(address, QStringLiteral("turned away: too many are served"));
    socket.set_option(tcp::no_delay(true), error);
    const auto connection = std::make_shared<Connection>(std::move(socket), address, m_around);
    m_connections.insert(connection);
    ++m_perGroup[group];
    connection->start();
}

/// For one more of that group.
bool Listener::makeRoom(const QString &group)
{
    if (m_perGroup.value(group) >= m_around.limits.connectionsPerAddress)
        return endOneOf(group);
    if (int(m_connections.size()) < m_around.limits.connections)
        return true;
    const auto most = std::max_element(m_perGroup.cbegin(), m_perGroup.cend());
    return most != m_perGroup.cend() && endOneOf(most.key());
}

/// Whoever has kept us waiting for the longest time. False: all of them are being answered.
bool Listener::endOneOf(const QString &group)
{
    std::shared_ptr<Connection> oldest;
    for (const auto &connection : m_connections) {
        if (connection->group() == group && connection->isWaiting()
            && (!oldest || connection->since() < oldest->since()))
            oldest = connection;
    }
    if (!oldest)
        return false;
    complain(oldest->address(),
             QStringLiteral("turned away: others came, and it had sent no whole request"));
    forget(*oldest);
    oldest->close();
    return true;
}

/// The largest gives way: an honest body is rarely that.
void Listener::countBodies(qint64 growth)
{
    m_bodies += growth;
    if (growth <= 0 || m_bodies <= m_around.limits.bodies)
        return;
    const auto largest = std::ranges::max_element(
        m_connections, {}, [](const auto &connection) { return connection->bodySize(); });
    if (largest == m_connections.end())
        return;
    const std::shared_ptr<Connection> one = *largest;
    complain(one->address(), QStringLiteral("turned away: all bodies together were too large"));
    one->close();
}

/// It may be on its way out still.
void Listener::forget(Connection &connection)
{
    if (m_connections.erase(connection.shared_from_this()) == 0)
        return;
    const auto count = m_perGroup.find(connection.group());
    if (--*count == 0)
        m_perGroup.erase(count);
}

void Listener::close()
{
    error_code ignored;
    m_acceptor.close(ignored);
    m_rest.cancel();
    for (const auto &connection : m_connections)
        connection->close();
}

void Listener::complain(const QString &address, const QString &reason)
{
    m_complaints.say(QStringLiteral("port %1 %2 %3").arg(port()).arg(address, reason),
                     m_clock.monotonic());
}

} // namespace keg::web
