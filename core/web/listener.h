// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/base/complaints.h"
#include "core/web/crowd.h"

namespace keg::web {

/// A listening port, through which connections come into the crowd. Lives in the web thread once it
/// accepts.
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
    void useTls(std::shared_ptr<TlsContext> context);

private:
    using Socket = boost::asio::ip::tcp::socket;
    using Endpoint = boost::asio::ip::tcp::endpoint;

    boost::system::error_code open(const Endpoint &endpoint);
    void take(const boost::system::error_code &error, Socket socket);
    void rest(const boost::system::error_code &error);
    void admit(Socket socket);
    void complain(const QString &address, const QString &reason);

    const SystemClock m_clock;
    Surroundings m_around;
    Crowd m_crowd;
    boost::asio::ip::tcp::acceptor m_acceptor;
    boost::asio::steady_timer m_rest;
    Complaints m_complaints{logWeb};
};

} // namespace keg::web
