// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/connection.h"

#include "core/base/address_group.h"

#include <algorithm>
#include <array>
#include <utility> // Boost 1.74's awaitable.hpp forgets it

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace keg::web {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr char TlsHandshakeRecord = 0x16;
constexpr std::size_t ReadSize = 4 * 1024;
constexpr qsizetype WriteSize = 64 * 1024;
constexpr std::chrono::milliseconds LingerTime{2'000};
constexpr std::chrono::milliseconds GraceTime{1'000}; ///< from the end of a wait to the end of all

Response tooSlow()
{
    return Response::error(408, QStringLiteral("the request came too slowly; send it again"));
}

auto into(error_code &error)
{
    return asio::redirect_error(asio::use_awaitable, error);
}

asio::const_buffer bufferOf(const QByteArray &bytes, qsizetype from, qsizetype size)
{
    return {bytes.constData() + from, std::size_t(size)};
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, const QString &address, Surroundings &around)
    : m_around(around)
    , m_socket(std::move(socket))
    , m_deadline(m_socket.get_executor())
    , m_alarm(m_socket.get_executor())
    , m_address(address)
    , m_group(addressGroup(address))
    , m_since(steady_clock::now())
{}

void Connection::start()
{
    const auto whole = [](std::shared_ptr<Connection> self) -> asio::awaitable<void> {
        co_await self->run();
        self->close();
        self->m_around.ended(*self);
    };
    asio::co_spawn(m_socket.get_executor(), whole(shared_from_this()), asio::detached);
}

void Connection::close()
{
    error_code ignored;
    m_isClosed = true;
    m_socket.close(ignored);
    m_deadline.cancel();
    m_alarm.cancel();
}

asio::awaitable<void> Connection::run()
{
    expect(m_around.limits.headerTime);
    error_code error;
    char first = 0;
    co_await m_socket.async_receive(asio::buffer(&first, 1), asio::socket_base::message_peek,
                                    into(error));
    if (error || isOver())
        co_return;
    if (first != TlsHandshakeRecord)
        co_await serve(m_socket);
    else if (m_around.tls)
        co_await serveTls();
    else
        m_around.complain(*this, QStringLiteral("speaks TLS, which is not served here"));
    if (!isOver())
        co_await linger();
}

asio::awaitable<void> Connection::serveTls()
{
    const std::shared_ptr<asio::ssl::context> context = m_around.tls; // may be renewed meanwhile
    asio::ssl::stream<asio::ip::tcp::socket &> stream(m_socket, *context);
    m_isSecure = true;
    error_code error;
    co_await stream.async_handshake(asio::ssl::stream_base::server, into(error));
    if (error || isOver()) {
        const QString reason = QString::fromStdString(error.message());
        m_around.complain(*this, QStringLiteral("no TLS handshake: ") + reason);
        co_return;
    }
    co_await serve(stream);
    if (isOver())
        co_return;
    expect(LingerTime);
    co_await stream.async_shutdown(into(error));
}

template<typename Stream>
asio::awaitable<void> Connection::serve(Stream &stream)
{
    bool goesOn = true;
    while (goesOn) {
        goesOn = co_await exchange(stream);
        countBody(0);
    }
}

/// One request and its answer. Whether another one may follow.
template<typename Stream>
asio::awaitable<bool> Connection::exchange(Stream &stream)
{
    beginToWait();
    const bool hasBegun = co_await awaitRequest(stream);
    if (!hasBegun)
        co_return false;
    auto reader = std::make_unique<RequestReader>(m_around.limits.headerSize);
    const bool hasHeader = co_await readHeader(stream, *reader);
    if (!hasHeader)
        co_return false;
    Request request = requestOf(*reader);
    const Route *route = nullptr;
    std::optional<Response> refusal = refusalOf(*reader, request, route);
    if (refusal) {
        const bool mayStay = reader->isKeptAlive() && reader->isComplete();
        co_return co_await write(stream, *std::move(refusal), mayStay, reader->method() != "HEAD");
    }
    const bool hasBody = co_await readBody(stream, *reader);
    if (!hasBody)
        co_return false;
    m_isWaiting = false;
    request.body = reader->body();
    const bool isKeptAlive = reader->isKeptAlive();
    const bool isHead = reader->method() == "HEAD";
    reader.reset();
    Response response = co_await answer(*route, std::move(request));
    co_return co_await write(stream, std::move(response), isKeptAlive, !isHead);
}

/// Until its first bytes are here.
template<typename Stream>
asio::awaitable<bool> Connection::awaitRequest(Stream &stream)
{
    if (!m_bytes.isEmpty())
        co_return true;
    expect(m_isFresh ? m_around.limits.headerTime : m_around.limits.idleTime);
    co_return co_await fill(stream);
}

template<typename Stream>
asio::awaitable<bool> Connection::readHeader(Stream &stream, RequestReader &reader)
{
    expect(m_around.limits.headerTime);
    reader.takeHeader(m_bytes);
    while (!reader.hasHeader() && !reader.failure()) {
        const bool hasMore = co_await fill(stream);
        if (!hasMore && m_isLate)
            co_await refuse(stream, tooSlow());
        if (!hasMore)
            co_return false;
        reader.takeHeader(m_bytes);
    }
    if (reader.failure())
        co_await refuse(stream, *reader.failure());
    co_return !reader.failure();
}

template<typename Stream>
asio::awaitable<bool> Connection::readBody(Stream &stream, RequestReader &reader)
{
    if (reader.waitsForContinue()) {
        const bool isWritten = co_await writeBytes(stream, "HTTP/1.1 100 Continue\r\n\r\n");
        if (!isWritten)
            co_return false;
    }
    expect(m_around.limits.bodyTime);
    reader.takeBody(m_bytes);
    while (!reader.isComplete() && !reader.failure()) {
        const bool hasMore = co_await fill(stream);
        if (!hasMore && m_isLate)
            co_await refuse(stream, tooSlow());
        if (!hasMore)
            co_return false;
        reader.takeBody(m_bytes);
        countBody(reader.bodySize());
    }
    if (reader.failure())
        co_await refuse(stream, *reader.failure());
    co_return !reader.failure();
}

/// Some more bytes. False: none will come, or not in time.
template<typename Stream>
asio::awaitable<bool> Connection::fill(Stream &stream)
{
    if (isOver())
        co_return false;
    std::array<char, ReadSize> chunk;
    error_code error;
    const std::size_t size = co_await stream.async_read_some(asio::buffer(chunk), into(error));
    m_bytes.append(chunk.data(), qsizetype(size));
    co_return !error && !isOver();
}

Request Connection::requestOf(const RequestReader &reader) const
{
    Request request;
    request.method = reader.method() == "HEAD" ? QByteArrayLiteral("GET") : reader.method();
    request.path = u'/' + reader.target().parts.join(u'/');
    request.query = reader.target().query;
    request.headers = reader.headers();
    request.host = request.headers.value("Host");
    request.address = m_address;
    request.isSecure = m_isSecure;
    return request;
}

/// Absent: `route` answers the request when its body is here.
std::optional<Response> Connection::refusalOf(RequestReader &reader, Request &request,
                                              const Route *&route)
{
    auto found = m_around.router.find(request.method, reader.target().parts);
    if (auto *response = std::get_if<Response>(&found))
        return *std::move(response);
    auto &match = std::get<Router::Match>(found);
    route = match.route;
    request.parameters = std::move(match.parameters);
    if (std::optional<Response> response = m_around.gate(request, *route))
        return response;
    reader.limitBody(route->bodyLimit);
    return reader.failure();
}

asio::awaitable<Response> Connection::answer(const Route &route, Request request)
{
    m_answer.reset();
    m_deadline.expires_at(TimePoint::max());
    const auto post = [mailbox = m_around.mailbox, weak = weak_from_this(),
                       number = ++m_request](Response response) {
        mailbox->post([weak, number, response = std::move(response)]() mutable {
            if (const auto self = weak.lock())
                self->takeAnswer(number, std::move(response));
        });
    };
    route.handler(request, Completion(post));
    const TimePoint end = steady_clock::now() + m_around.limits.answerTime;
    while (!m_answer && !m_isClosed && steady_clock::now() < end)
        co_await sleepUntil(end);
    if (m_answer)
        co_return *std::move(m_answer);
    ++m_request;
    co_return Response::error(503, QStringLiteral("this took too long; try again in a minute"));
}

void Connection::takeAnswer(quint64 request, Response response)
{
    if (request != m_request)
        return;
    m_answer = std::move(response);
    m_alarm.cancel();
}

/// Or until m_alarm is cancelled: whoever sleeps looks then what has become of the world.
asio::awaitable<void> Connection::sleepUntil(TimePoint end)
{
    error_code ignored;
    m_alarm.expires_at(end);
    co_await m_alarm.async_wait(into(ignored));
}

template<typename Stream>
asio::awaitable<bool> Connection::write(Stream &stream, Response response, bool isKeptAlive,
                                        bool hasBody)
{
    m_isFresh = false;
    const std::shared_ptr<Channel> channel = response.channel;
    QByteArray bytes = headerBytes(response, isKeptAlive && !channel);
    if (hasBody)
        bytes += response.body;
    response = {};
    const bool isWritten = co_await writeBytes(stream, std::move(bytes));
    if (isWritten && hasBody && channel)
        co_await feed(stream, channel);
    co_return isWritten &&isKeptAlive && !channel;
}

template<typename Stream>
asio::awaitable<void> Connection::feed(Stream &stream, std::shared_ptr<Channel> channel)
{
    beginToWait();
    watchForLeaving();
    const auto subscription = channel->subscribe([this] { m_alarm.cancel(); });
    quint64 told = 0;
    bool goesOn = co_await writeBytes(stream, "retry: 2000\n\n");
    while (goesOn) {
        const TimePoint end = steady_clock::now() + m_around.limits.streamInterval;
        m_deadline.expires_at(TimePoint::max());
        while (channel->revision() == told && !m_isClosed && steady_clock::now() < end)
            co_await sleepUntil(end);
        const bool isNew = channel->revision() != std::exchange(told, channel->revision());
        goesOn = co_await writeBytes(stream, isNew ? channel->newest() : ":\n\n");
    }
}

/// Or for bytes that nobody may send now.
void Connection::watchForLeaving()
{
    m_socket.async_wait(asio::ip::tcp::socket::wait_read,
                        [self = shared_from_this()](const error_code &) { self->close(); });
}

template<typename Stream>
asio::awaitable<bool> Connection::writeBytes(Stream &stream, QByteArray bytes)
{
    for (qsizetype from = 0; from < bytes.size() && !m_isClosed; from += WriteSize) {
        expect(m_around.limits.writeTime);
        const qsizetype size = std::min(WriteSize, bytes.size() - from);
        error_code error;
        co_await asio::async_write(stream, bufferOf(bytes, from, size), into(error));
        if (error || isOver())
            co_return false;
    }
    co_return !m_isClosed;
}

/// Whoever sends such things has lost the thread: the connection ends. False, always.
template<typename Stream>
asio::awaitable<bool> Connection::refuse(Stream &stream, Response response)
{
    co_await write(stream, std::move(response), false, true);
    co_return false;
}

/// Closing at once would destroy an answer that the client, busy with sending, has not read yet.
asio::awaitable<void> Connection::linger()
{
    expect(LingerTime);
    error_code error;
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    m_bytes.clear();
    bool hasMore = true;
    while (hasMore) {
        hasMore = co_await fill(m_socket);
        m_bytes.clear();
    }
}

void Connection::countBody(qint64 size)
{
    const qint64 growth = size - std::exchange(m_bodySize, size);
    if (growth != 0)
        m_around.bodyGrew(*this, growth);
}

void Connection::beginToWait()
{
    m_isWaiting = true;
    m_since = steady_clock::now();
}

/// From now on. Whatever waits is cancelled then, and all is closed a moment later.
void Connection::expect(std::chrono::milliseconds limit)
{
    if (m_isClosed)
        return;
    m_isLate = false;
    m_deadline.expires_after(limit);
    watchDeadline();
}

void Connection::watchDeadline()
{
    m_deadline.async_wait([self = shared_from_this()](const error_code &error) {
        if (!error && self->m_deadline.expiry() <= steady_clock::now())
            self->passDeadline();
    });
}

void Connection::passDeadline()
{
    if (m_isClosed)
        return;
    if (std::exchange(m_isLate, true))
        return close();
    error_code ignored;
    m_socket.cancel(ignored);
    m_deadline.expires_after(GraceTime);
    watchDeadline();
}

} // namespace keg::web
