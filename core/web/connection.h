// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/limits.h"
#include "core/web/mailbox.h"
#include "core/web/request_reader.h"
#include "core/web/server.h"
#include "core/web/transport.h"

namespace keg::web {

class Connection;
class Crowd;

/// What all connections of a server share; outlives them.
struct Surroundings
{
    Router router;
    Gate gate;
    Limits limits;
    std::shared_ptr<TlsContext> tls; ///< null: plain only
    std::shared_ptr<Mailbox> mailbox;
    Crowd *crowd = nullptr;
    std::function<void(const Connection &, const QString &)> complain;
    Present present; ///< empty: answers stay as they are
};

/// One client: finds out whether it speaks TLS, then reads a request, has it answered and writes
/// the answer, again and again. Lives in the web thread, and keeps itself alive until it has ended.
class Connection : public std::enable_shared_from_this<Connection>
{
public:
    using TimePoint = Transport::TimePoint;
    /// Those that are missed least come first.
    enum class Doing {
        StreamingToGuest,
        Idle, ///< answered, and nothing of another request has come
        Waiting, ///< the client has not sent all of its request
        Writing,
        StreamingToStaff,
        Answering ///< a handler is at work
    };

    Connection(boost::asio::ip::tcp::socket socket, const QString &address, Surroundings &around);

    void start();
    /// Ends it soon, whatever it does.
    void close();
    /// Reads no more of its request, and answers that too much is being done.
    void giveWay();

    const QString &address() const { return m_address; }
    const QString &group() const { return m_group; }
    Doing doing() const { return m_doing; }
    /// When it began to do that, or came on with it.
    TimePoint since() const { return m_since; }
    /// Bytes of the present request's.
    qint64 bodySize() const { return m_bodySize; }
    /// Bytes in memory of what is being written.
    qint64 answerSize() const { return m_output.size(); }

private:
    template<typename T>
    using Awaitable = Transport::Awaitable<T>;

    /// What the gate has let pass, and may not any more.
    struct Permit
    {
        Request request;
        const Route *route;
    };

    Awaitable<void> run();
    Awaitable<bool> secure();
    Awaitable<bool> exchange();
    Awaitable<bool> awaitRequest();
    Awaitable<bool> readHeader(RequestReader &reader);
    Awaitable<bool> readBody(RequestReader &reader);
    Awaitable<Response> answer(const Route &route, const Request &request);
    Awaitable<bool> write(Response response, bool isKeptAlive, bool hasBody);
    Awaitable<bool> writePayload(SharedPayload payload);
    Awaitable<bool> writeBytes(QByteArray bytes);
    Awaitable<bool> refuse(Response response);
    Awaitable<void> feed(std::shared_ptr<Channel> channel);

    Request requestOf(const RequestReader &reader) const;
    std::optional<Response> refusalOf(RequestReader &reader, Request &request, const Route *&route);
    bool mayRead() const;
    Response presented(const Request &request, Response response) const;
    void takeAnswer(quint64 request, Response response);
    void begin(Doing doing);
    void countBody(qint64 size);
    void hold(const QByteArray &output);

    Surroundings &m_around;
    const std::shared_ptr<Transport> m_transport;
    const QString m_address;
    const QString m_group; ///< addressGroup() of it
    QByteArray m_input; ///< read, and not yet understood
    QByteArray m_output; ///< counted; empty: nothing is being written
    std::optional<Response> m_answer;
    std::optional<Permit> m_permit; ///< to read a stream; absent: it is for anybody, or none
    Doing m_doing = Doing::Waiting;
    TimePoint m_since;
    quint64 m_request = 0; ///< counts them, so that a late answer meets no later one
    qint64 m_bodySize = 0;
    bool m_givesWay = false;
    bool m_isFresh = true; ///< nothing was answered yet
};

} // namespace keg::web
