// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/listener.h"

#include "core/base/address_group.h"

#include <algorithm>

#include <sys/resource.h>

#include <boost/asio/ip/v6_only.hpp>

namespace keg::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::chrono::seconds RestTime{1};
constexpr int SendBuffer = 128 * 1024; ///< bytes

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

/// The database, replication and what else the program opens keep the other half.
Limits withDescriptors(Limits limits)
{
    rlimit most{};
    if (::getrlimit(RLIMIT_NOFILE, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
        limits.connections = int(std::min<rlim_t>(rlim_t(limits.connections), most.rlim_cur / 2));
    return limits;
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
    , m_crowd(withDescriptors(m_around.limits),
              [this](const QString &address, const QString &reason) { complain(address, reason); })
    , m_acceptor(context)
    , m_rest(context)
{
    m_around.crowd = &m_crowd;
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
    // What slow readers keep in the kernel's memory; the sockets of clients inherit it.
    m_acceptor.set_option(asio::socket_base::send_buffer_size(SendBuffer), error);
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

void Listener::useTls(std::shared_ptr<TlsContext> context)
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
    if (!m_crowd.makeRoom(addressGroup(address)))
        return complain(address, QStringLiteral("turned away: too many are served"));
    const auto connection = std::make_shared<Connection>(std::move(socket), address, m_around);
    m_crowd.add(connection);
    connection->start();
}

void Listener::close()
{
    error_code ignored;
    m_acceptor.close(ignored);
    m_rest.cancel();
    m_crowd.closeAll();
}

void Listener::complain(const QString &address, const QString &reason)
{
    m_complaints.say(QStringLiteral("port %1 %2 %3").arg(port()).arg(address, reason),
                     m_clock.monotonic());
}

} // namespace keg::web
