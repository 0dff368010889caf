// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/connection.h"

#include "core/base/address_group.h"
#include "core/web/crowd.h"
#include "core/web/failure.h"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace keg::web {

namespace asio = boost::asio;
using std::chrono::steady_clock;

namespace {

constexpr char TlsHandshakeRecord = 0x16;
constexpr qsizetype WriteSize = 64 * 1024;
constexpr qint64 PayloadSize = 16 * 1024; // many may read slowly, and each holds one
constexpr qsizetype SmallBody = 16 * 1024; ///< bytes; sent with its header at once

Response tookTooLong()
{
    return Response::error(503,
                           QStringLiteral("this took too long, and may be done or not; look what "
                                          "there is before you try again"),
                           Reason{"took_too_long"});
}

Response tooSlow()
{
    return Response::error(408, QStringLiteral("the request came too slowly; send it again"),
                           Reason{"too_slow"});
}

} // namespace

Connection::Connection(asio::ip::tcp::socket socket, const QString &address, Surroundings &around)
    : m_around(around)
    , m_transport(std::make_shared<Transport>(std::move(socket)))
    , m_address(address)
    , m_group(addressGroup(address))
    , m_since(steady_clock::now())
{}

void Connection::start()
{
    const auto whole = [](std::shared_ptr<Connection> self) -> asio::awaitable<void> {
        co_await self->run();
        self->close();
        self->m_around.crowd->forget(*self);
    };
    asio::co_spawn(m_transport->executor(), whole(shared_from_this()), asio::detached);
}

void Connection::close()
{
    m_transport->close();
    hold({});
}

void Connection::giveWay()
{
    m_givesWay = true;
    countBody(0);
    m_transport->expect(std::chrono::milliseconds(0));
}

asio::awaitable<void> Connection::run()
{
    m_transport->expect(m_around.limits.headerTime);
    const std::optional<char> first = co_await m_transport->firstByte();
    if (!first)
        co_return;
    bool goesOn = true;
    if (first == TlsHandshakeRecord)
        goesOn = co_await secure();
    while (goesOn) {
        goesOn = co_await exchange();
        countBody(0);
    }
    m_input.clear();
    co_await m_transport->finish();
}

asio::awaitable<bool> Connection::secure()
{
    const std::shared_ptr<TlsContext> context = m_around.tls; // may be renewed meanwhile
    if (!context) {
        m_around.complain(*this, QStringLiteral("speaks TLS, which is not served here"));
        co_return false;
    }
    const bool isSecure = co_await m_transport->shakeHands(*context);
    const QString problem
        = m_transport->isLate() ? QStringLiteral("it took too long") : m_transport->problem();
    if (!isSecure)
        m_around.complain(*this, QStringLiteral("no TLS handshake: ") + problem);
    co_return isSecure;
}

/// One request and its answer. Whether another one may follow.
asio::awaitable<bool> Connection::exchange()
{
    begin(m_isFresh ? Doing::Waiting : Doing::Idle);
    const bool hasBegun = co_await awaitRequest();
    if (!hasBegun)
        co_return false;
    begin(Doing::Waiting);
    auto reader = std::make_unique<RequestReader>(m_around.limits.headerSize);
    const bool hasHeader = co_await readHeader(*reader);
    if (!hasHeader)
        co_return false;
    Request request = requestOf(*reader);
    const Route *route = nullptr;
    std::optional<Response> refusal = refusalOf(*reader, request, route);
    if (refusal) {
        const bool mayStay = reader->isKeptAlive() && reader->isComplete();
        Response response = presented(request, *std::move(refusal));
        co_return co_await write(std::move(response), mayStay, reader->method() != "HEAD");
    }
    const bool hasBody = co_await readBody(*reader);
    if (!hasBody)
        co_return false;
    request.body = reader->body();
    if (!request.body.isEmpty()) // who was let in when it began may have been shut out meanwhile
        refusal = m_around.gate(request, *route);
    const bool isKeptAlive = reader->isKeptAlive();
    const bool isHead = reader->method() == "HEAD";
    reader.reset();
    Response response;
    if (refusal)
        response = *std::move(refusal);
    else
        response = co_await answer(*route, request);
    request.body.clear();
    countBody(0);
    response = presented(request, std::move(response));
    if (response.channel && route->access != Access::Anybody)
        m_permit = Permit{std::move(request), route};
    co_return co_await write(std::move(response), isKeptAlive, !isHead);
}

/// Until its first bytes are here.
asio::awaitable<bool> Connection::awaitRequest()
{
    if (!m_input.isEmpty())
        co_return true;
    m_transport->expect(m_isFresh ? m_around.limits.headerTime : m_around.limits.idleTime);
    co_return co_await m_transport->read(m_input);
}

asio::awaitable<bool> Connection::readHeader(RequestReader &reader)
{
    m_transport->expect(m_around.limits.headerTime);
    reader.takeHeader(m_input);
    while (!reader.hasHeader() && !reader.failure()) {
        const bool hasMore = co_await m_transport->read(m_input);
        if (!hasMore && m_transport->isLate())
            co_await refuse(tooSlow());
        if (!hasMore)
            co_return false;
        reader.takeHeader(m_input);
    }
    if (reader.failure())
        co_await refuse(*reader.failure());
    co_return !reader.failure();
}

asio::awaitable<bool> Connection::readBody(RequestReader &reader)
{
    if (reader.waitsForContinue()) {
        const QByteArray goOn("HTTP/1.1 100 Continue\r\n\r\n");
        const bool isWritten = co_await writeBytes(goOn);
        if (!isWritten)
            co_return false;
        begin(Doing::Waiting);
    }
    m_transport->expect(m_around.limits.bodyTime);
    reader.takeBody(m_input);
    while (!reader.isComplete() && !reader.failure()) {
        const bool hasMore = co_await m_transport->read(m_input);
        if (!hasMore && m_transport->isLate()) {
            Response refusal = m_givesWay ? busy() : tooSlow();
            co_await refuse(std::move(refusal));
        }
        if (!hasMore)
            co_return false;
        reader.takeBody(m_input);
        countBody(reader.bodySize());
    }
    if (reader.failure())
        co_await refuse(*reader.failure());
    co_return !reader.failure();
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
    request.isSecure = m_transport->isSecure();
    return request;
}

/// Absent: `route` answers the request when its body is here.
std::optional<Response> Connection::refusalOf(RequestReader &reader, Request &request,
                                              const Route *&route)
{
    auto found = m_around.router.find(request.method, reader.target().parts);
    if (auto *response = std::get_if<Response>(&found))
        return std::move(*response);
    auto &match = std::get<Router::Match>(found);
    route = match.route;
    request.parameters = std::move(match.parameters);
    if (std::optional<Response> response = m_around.gate(request, *route))
        return response;
    reader.limitBody(route->bodyLimit);
    return reader.failure();
}

asio::awaitable<Response> Connection::answer(const Route &route, const Request &request)
{
    begin(Doing::Answering);
    m_transport->expectNothing();
    m_answer.reset();
    const auto post = [mailbox = m_around.mailbox, weak = weak_from_this(),
                       number = ++m_request](Response response) {
        mailbox->post([weak, number, response = std::move(response)]() mutable {
            if (const auto self = weak.lock())
                self->takeAnswer(number, std::move(response));
        });
    };
    const TimePoint end = steady_clock::now() + m_around.limits.answerTime;
    const auto isAwaited = std::make_shared<std::atomic<bool>>(true);
    route.handler(request, Completion(post, isAwaited));
    while (!m_answer && !m_transport->isClosed() && steady_clock::now() < end)
        co_await m_transport->sleepUntil(end);
    *isAwaited = false;
    ++m_request; // what comes now comes too late
    if (m_answer)
        co_return *std::exchange(m_answer, {});
    co_return tookTooLong();
}

Response Connection::presented(const Request &request, Response response) const
{
    return m_around.present ? m_around.present(request, std::move(response)) : response;
}

void Connection::takeAnswer(quint64 request, Response response)
{
    if (request != m_request)
        return;
    m_answer = std::move(response);
    m_transport->wake();
}

asio::awaitable<bool> Connection::write(Response response, bool isKeptAlive, bool hasBody)
{
    m_isFresh = false;
    const std::shared_ptr<Channel> channel = response.channel;
    const SharedPayload payload = hasBody ? response.payload : nullptr;
    const bool mayStay = isKeptAlive && !channel;
    QByteArray header = headerBytes(response, mayStay);
    QByteArray body = hasBody ? std::move(response.body) : QByteArray();
    response = {};
    if (body.size() <= SmallBody)
        header += std::exchange(body, {});
    begin(Doing::Writing);
    hold(body.isEmpty() ? header : body);
    bool isWritten = co_await writeBytes(std::exchange(header, {}));
    if (isWritten)
        isWritten = co_await writeBytes(std::exchange(body, {}));
    hold({});
    if (isWritten && payload)
        isWritten = co_await writePayload(payload);
    if (isWritten && hasBody && channel)
        co_await feed(channel);
    co_return isWritten &&mayStay;
}

asio::awaitable<bool> Connection::writeBytes(QByteArray bytes)
{
    bool goesOn = true;
    for (qsizetype from = 0; goesOn && from < bytes.size(); from += WriteSize) {
        if (from > 0)
            co_await m_transport->pause();
        begin(Doing::Writing);
        m_transport->expect(m_around.limits.writeTime);
        const qsizetype size = std::min(WriteSize, bytes.size() - from);
        goesOn = co_await m_transport->write(bytes.constData() + from, size);
    }
    co_return goesOn;
}

/// What cannot be read any more ends the connection, so that the client sees that it lacks
/// something.
asio::awaitable<bool> Connection::writePayload(SharedPayload payload)
{
    bool goesOn = true;
    for (qint64 from = 0; goesOn && from < payload->size(); from += PayloadSize) {
        const auto part = payload->read(from, PayloadSize);
        if (!part)
            co_return false;
        const QByteArray bytes = *part;
        goesOn = co_await writeBytes(bytes);
    }
    co_return goesOn;
}

/// Whoever sends such things has lost the thread: the connection ends. False, always.
asio::awaitable<bool> Connection::refuse(Response response)
{
    co_await write(std::move(response), false, true);
    co_return false;
}

/// The gate is asked again before each event: who has logged out, or is no user any more, hears
/// nothing else.
asio::awaitable<void> Connection::feed(std::shared_ptr<Channel> channel)
{
    m_transport->watchForLeaving();
    const auto subscription = channel->subscribe([this] { m_transport->wake(); });
    quint64 told = 0;
    const QByteArray greeting("retry: 2000\n\n");
    bool goesOn = co_await writeBytes(greeting);
    const Doing doing = m_permit ? Doing::StreamingToStaff : Doing::StreamingToGuest;
    begin(doing);
    const TimePoint beginning = m_since;
    while (goesOn) {
        const TimePoint end = steady_clock::now() + m_around.limits.streamInterval;
        m_transport->expectNothing();
        while (channel->revision() == told && mayRead() && !m_transport->isClosed()
               && steady_clock::now() < end)
            co_await m_transport->sleepUntil(end);
        if (!mayRead())
            co_return;
        const bool isNew = channel->revision() != std::exchange(told, channel->revision());
        const QByteArray news = isNew ? channel->newest() : QByteArrayLiteral(":\n\n");
        goesOn = co_await writeBytes(news);
        m_doing = doing;
        m_since = beginning;
    }
}

/// What comes of a stream.
bool Connection::mayRead() const
{
    if (!m_permit)
        return true;
    Request again = m_permit->request;
    again.user.reset();
    return !m_around.gate(again, *m_permit->route);
}

void Connection::begin(Doing doing)
{
    m_doing = doing;
    m_since = steady_clock::now();
}

void Connection::countBody(qint64 size)
{
    const qint64 growth = size - std::exchange(m_bodySize, size);
    if (growth != 0)
        m_around.crowd->countBodies(growth);
}

/// Keeps count of what is in memory for this client: `output`, and no more what was before.
void Connection::hold(const QByteArray &output)
{
    const QByteArray before
        = std::exchange(m_output, m_transport->isClosed() ? QByteArray() : output);
    if (!before.isEmpty())
        m_around.crowd->dropAnswer(before);
    if (!m_output.isEmpty())
        m_around.crowd->holdAnswer(m_output);
}

} // namespace keg::web
