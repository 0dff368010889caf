// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/tls_session.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility> // Boost 1.74's awaitable.hpp forgets it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace keg::web {

/// One client's socket, plain or TLS, and the deadline of whatever waits for it. While something
/// waits no buffer is held. Lives in the web thread.
class Transport : public std::enable_shared_from_this<Transport>
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    template<typename T>
    using Awaitable = boost::asio::awaitable<T>;

    explicit Transport(boost::asio::ip::tcp::socket socket);

    boost::asio::any_io_executor executor() { return m_socket.get_executor(); }
    /// Whatever waits, or will wait, after that time from now ends, and all is closed a moment
    /// later, if nothing else is expected until then.
    void expect(std::chrono::milliseconds limit);
    void expectNothing();
    void close();
    bool isClosed() const { return m_isClosed; }
    bool isLate() const { return m_isLate; }
    bool isSecure() const { return m_tls != nullptr; }

    /// Looks at it only. Absent: there is none, or not in time.
    Awaitable<std::optional<char>> firstByte();
    Awaitable<bool> shakeHands(const TlsContext &context);
    /// Appends some bytes. False: none will come, or not in time.
    Awaitable<bool> read(QByteArray &bytes);
    /// `data` must stay. False: they cannot be sent, or not in time.
    Awaitable<bool> write(const char *data, qsizetype size);
    /// Tells the client that nothing follows, and waits for it to leave: closing at once would
    /// destroy an answer that the client, busy with sending, has not read yet.
    Awaitable<void> finish();
    /// Lets others have their turn.
    Awaitable<void> pause();
    /// Or until wake(), or close(): whoever sleeps looks then what has become of the world.
    Awaitable<void> sleepUntil(TimePoint end);
    void wake() { m_alarm.cancel(); }
    /// Closes when the client leaves, or sends anything.
    void watchForLeaving();
    /// Why there was no TLS.
    QString problem() const { return m_tls->problem(); }

private:
    template<typename Attempt>
    Awaitable<bool> succeed(Attempt attempt);
    Progress readSome(QByteArray &bytes);
    Progress writeAll(const char *data, qsizetype size, qsizetype &written);
    void watchEnd();
    void passEnd();
    bool isOver() const { return m_isLate || m_isClosed; }

    boost::asio::ip::tcp::socket m_socket;
    boost::asio::steady_timer m_watch; ///< rings at m_end or earlier
    TimePoint m_end = TimePoint::max(); ///< of what is expected
    bool m_isWatching = false;
    boost::asio::steady_timer m_alarm; ///< ends sleepUntil()
    std::unique_ptr<TlsSession> m_tls; ///< null: plain
    bool m_isLate = false; ///< the end has passed
    bool m_isClosed = false;
};

} // namespace keg::web
