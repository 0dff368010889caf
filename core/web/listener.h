// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/complaints.h"
#include "core/web/connection.h"

#include <QHash>

#include <set>

namespace keg::web {

/// A listening port and the connections that came to it. When places are short, those give way that
/// have not sent a whole request for the longest time, of the address that has the most. Lives in
/// the web thread once it accepts.
class Listener
{
public:
    Listener(boost::asio::io_context &context, Surroundings around);

    /// As Server::listen().
    Result<void> listen(const QString &address, quint16 port);
    quint16 port() const;
    void accept();
    /// Also ends all connections.
    void close();
    void useTls(std::shared_ptr<boost::asio::ssl::context> context);

private:
    using Socket = boost::asio::ip::tcp::socket;
    using Endpoint = boost::asio::ip::tcp::endpoint;

    boost::system::error_code open(const Endpoint &endpoint);
    void take(const boost::system::error_code &error, Socket socket);
    void rest(const boost::system::error_code &error);
    void admit(Socket socket);
    bool makeRoom(const QString &group);
    bool endOneOf(const QString &group);
    void countBodies(qint64 growth);
    void forget(Connection &connection);
    void complain(const QString &address, const QString &reason);

    const SystemClock m_clock;
    Surroundings m_around;
    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_rest;
    Complaints m_complaints{logWeb};
    std::set<std::shared_ptr<Connection>> m_connections;
    QHash<QString, int> m_perGroup; ///< of m_connections
    qint64 m_bodies = 0; ///< bytes
};

} // namespace keg::web
