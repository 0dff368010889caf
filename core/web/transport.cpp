// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/transport.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace keg::web {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::chrono::milliseconds GraceTime{1'000}; ///< from the end of a wait to the end of all
constexpr std::chrono::milliseconds LingerTime{2'000};
constexpr std::size_t ReadSize = 16 * 1024;

auto into(error_code &error)
{
    return asio::redirect_error(asio::use_awaitable, error);
}

bool isNotYet(const error_code &error)
{
    return error == asio::error::would_block || error == asio::error::try_again
        || error == asio::error::interrupted;
}

} // namespace

Transport::Transport(tcp::socket socket)
    : m_socket(std::move(socket))
    , m_watch(m_socket.get_executor())
    , m_alarm(m_socket.get_executor())
{
    error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(tcp::no_delay(true), ignored);
}

void Transport::close()
{
    error_code ignored;
    m_isClosed = true;
    m_end = TimePoint::max();
    m_socket.close(ignored);
    m_watch.cancel();
    m_alarm.cancel();
}

asio::awaitable<std::optional<char>> Transport::firstByte()
{
    char first = 0;
    const bool isThere = co_await succeed([this, &first] {
        error_code error;
        m_socket.receive(asio::buffer(&first, 1), tcp::socket::message_peek, error);
        return isNotYet(error) ? Progress::WantsToRead : error ? Progress::Over : Progress::Done;
    });
    co_return isThere ? std::optional(first) : std::nullopt;
}

asio::awaitable<bool> Transport::shakeHands(const TlsContext &context)
{
    m_tls = std::make_unique<TlsSession>(context, m_socket.native_handle());
    co_return co_await succeed([this] { return m_tls->shakeHands(); });
}

asio::awaitable<bool> Transport::read(QByteArray &bytes)
{
    co_await pause(); // who has much to say is no reason to keep others waiting
    co_return co_await succeed(
        [this, &bytes] { return m_tls ? m_tls->read(bytes) : readSome(bytes); });
}

asio::awaitable<bool> Transport::write(const char *data, qsizetype size)
{
    qsizetype written = 0;
    co_return co_await succeed([this, data, size, &written] {
        return m_tls ? m_tls->write(data, size, written) : writeAll(data, size, written);
    });
}

asio::awaitable<void> Transport::finish()
{
    if (isOver())
        co_return;
    expect(LingerTime);
    if (m_tls)
        co_await succeed([this] { return m_tls->shutDown(); });
    error_code ignored;
    m_socket.shutdown(tcp::socket::shutdown_send, ignored);
    bool hasMore = true;
    while (hasMore) {
        QByteArray dropped;
        hasMore = co_await succeed([this, &dropped] { return readSome(dropped); });
        co_await pause();
    }
}

asio::awaitable<void> Transport::pause()
{
    co_await asio::post(m_socket.get_executor(), asio::use_awaitable);
}

asio::awaitable<void> Transport::sleepUntil(TimePoint end)
{
    error_code ignored;
    m_alarm.expires_at(end);
    co_await m_alarm.async_wait(into(ignored));
}

void Transport::watchForLeaving()
{
    m_socket.async_wait(tcp::socket::wait_read,
                        [self = shared_from_this()](const error_code &) { self->close(); });
}

/// Tries until it is done, each time when the socket is ready for it. False: it failed, or was
/// late.
template<typename Attempt>
asio::awaitable<bool> Transport::succeed(Attempt attempt)
{
    error_code error;
    while (!error && !isOver()) {
        const Progress progress = attempt();
        if (progress == Progress::Done || progress == Progress::Over)
            co_return progress == Progress::Done;
        co_await m_socket.async_wait(progress == Progress::WantsToRead ? tcp::socket::wait_read
                                                                       : tcp::socket::wait_write,
                                     into(error));
    }
    co_return false;
}

Progress Transport::readSome(QByteArray &bytes)
{
    std::array<char, ReadSize> chunk; // NOLINT(*-member-init): zeros would be overwritten
    error_code error;
    const std::size_t size = m_socket.read_some(asio::buffer(chunk), error);
    bytes.append(chunk.data(), qsizetype(size));
    if (isNotYet(error))
        return Progress::WantsToRead;
    return error ? Progress::Over : Progress::Done;
}

Progress Transport::writeAll(const char *data, qsizetype size, qsizetype &written)
{
    error_code error;
    while (!error && written < size)
        written += qsizetype(
            m_socket.write_some(asio::buffer(data + written, std::size_t(size - written)), error));
    if (isNotYet(error))
        return Progress::WantsToWrite;
    return error ? Progress::Over : Progress::Done;
}

void Transport::expect(std::chrono::milliseconds limit)
{
    if (m_isClosed)
        return;
    m_isLate = false;
    m_end = steady_clock::now() + limit;
    watchEnd();
}

void Transport::expectNothing()
{
    m_isLate = false;
    m_end = TimePoint::max();
}

/// A request has several ends, of which none comes, so a timer that rings too early is left as it
/// is: it sees then what there is to wait for.
void Transport::watchEnd()
{
    if (m_end == TimePoint::max() || (m_isWatching && m_watch.expiry() <= m_end))
        return;
    m_isWatching = true;
    m_watch.expires_at(m_end);
    m_watch.async_wait([self = shared_from_this()](const error_code &error) {
        if (error)
            return; // closed, or set anew
        self->m_isWatching = false;
        if (self->m_end <= steady_clock::now())
            self->passEnd();
        self->watchEnd();
    });
}

void Transport::passEnd()
{
    if (m_isClosed)
        return;
    if (std::exchange(m_isLate, true))
        return close();
    error_code ignored;
    m_socket.cancel(ignored);
    m_end = steady_clock::now() + GraceTime;
}

} // namespace keg::web
