// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/limits.h"
#include "core/web/mailbox.h"
#include "core/web/request_reader.h"
#include "core/web/server.h"

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace keg::web {

class Connection;

/// What all connections of a server share; outlives them.
struct Surroundings
{
    Router router;
    Gate gate;
    Limits limits;
    std::shared_ptr<boost::asio::ssl::context> tls; ///< null: plain only
    std::shared_ptr<Mailbox> mailbox;
    std::function<void(Connection &)> ended; ///< the last call, in the end of the connection
    std::function<void(Connection &, qint64 bytes)> bodyGrew; ///< negative: shrank
    std::function<void(const Connection &, const QString &)> complain;
};

/// One client: finds out whether it speaks TLS, then reads a request, has it answered and writes
/// the answer, again and again. Lives in the web thread, and keeps itself alive until it has ended.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    Connection(boost::asio::ip::tcp::socket socket, const QString &address, Surroundings &around);

    void start();
    /// Ends it soon, whatever it does.
    void close();

    const QString &address() const { return m_address; }
    const QString &group() const { return m_group; }
    /// It has not sent its next request, or not all of it.
    bool isWaiting() const { return m_isWaiting; }
    /// When it began to wait.
    TimePoint since() const { return m_since; }
    /// Bytes of the present request's.
    qint64 bodySize() const { return m_bodySize; }

private:
    template<typename T>
    using Awaitable = boost::asio::awaitable<T>;

    Awaitable<void> run();
    Awaitable<void> serveTls();
    template<typename Stream>
    Awaitable<void> serve(Stream &stream);
    template<typename Stream>
    Awaitable<bool> exchange(Stream &stream);
    template<typename Stream>
    Awaitable<bool> awaitRequest(Stream &stream);
    template<typename Stream>
    Awaitable<bool> readHeader(Stream &stream, RequestReader &reader);
    template<typename Stream>
    Awaitable<bool> readBody(Stream &stream, RequestReader &reader);
    template<typename Stream>
    Awaitable<bool> fill(Stream &stream);
    template<typename Stream>
    Awaitable<bool> write(Stream &stream, Response response, bool isKeptAlive, bool hasBody);
    template<typename Stream>
    Awaitable<void> feed(Stream &stream, std::shared_ptr<Channel> channel);
    template<typename Stream>
    Awaitable<bool> writeBytes(Stream &stream, QByteArray bytes);
    template<typename Stream>
    Awaitable<bool> refuse(Stream &stream, Response response);
    Awaitable<Response> answer(const Route &route, Request request);
    Awaitable<void> sleepUntil(TimePoint end);
    Awaitable<void> linger();

    Request requestOf(const RequestReader &reader) const;
    std::optional<Response> refusalOf(RequestReader &reader, Request &request, const Route *&route);
    void watchForLeaving();
    void takeAnswer(quint64 request, Response response);
    void countBody(qint64 size);
    void beginToWait();
    void expect(std::chrono::milliseconds limit);
    void watchDeadline();
    void passDeadline();
    bool isOver() const { return m_isLate || m_isClosed; }

    Surroundings &m_around;
    boost::asio::ip::tcp::socket m_socket;
    boost::asio::steady_timer m_deadline;
    boost::asio::steady_timer m_alarm; ///< ends sleepUntil()
    const QString m_address;
    const QString m_group; ///< addressGroup() of it
    QByteArray m_bytes; ///< read, and not yet understood
    std::optional<Response> m_answer;
    TimePoint m_since;
    quint64 m_request = 0; ///< counts them, so that a late answer meets no later one
    qint64 m_bodySize = 0;
    bool m_isWaiting = true;
    bool m_isSecure = false;
    bool m_isFresh = true; ///< nothing was answered yet
    bool m_isLate = false; ///< the deadline has passed
    bool m_isClosed = false;
};

} // namespace keg::web
