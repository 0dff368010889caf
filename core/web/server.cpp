// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/server.h"

#include "core/web/listener.h"

#include <QThread>

#include <csignal>

namespace keg::web {

namespace asio = boost::asio;

namespace {

/// OpenSSL writes to sockets whose other side may be gone, which must not kill the program.
void refuseBrokenPipe()
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

} // namespace

class Server::Private
{
public:
    Private(Router router, Gate gate, const Limits &limits, Present present)
        : mailbox(std::make_shared<Mailbox>(context))
        , listener(context,
                   {std::move(router),
                    std::move(gate),
                    limits,
                    nullptr,
                    mailbox,
                    nullptr,
                    {},
                    std::move(present)})
    {}

    asio::io_context context{1}; ///< used by one thread at a time
    std::shared_ptr<Mailbox> mailbox;
    Listener listener;
    std::unique_ptr<QThread> thread; ///< null: not started, or stopped
};

Server::Server(Router router, Gate gate, Limits limits, Present present)
    : m_private(
        std::make_unique<Private>(std::move(router), std::move(gate), limits, std::move(present)))
{}

Server::~Server()
{
    stop();
}

Result<void> Server::useCertificate(const QByteArray &pem)
{
    const Result<std::shared_ptr<TlsContext>> tls = TlsContext::fromPem(pem);
    if (!tls)
        return tls.error();
    Listener *listener = &m_private->listener;
    m_private->mailbox->post([listener, tls = *tls] { listener->useTls(tls); });
    return {};
}

Result<void> Server::listen(const QString &address, quint16 port)
{
    return m_private->listener.listen(address, port);
}

quint16 Server::port() const
{
    return m_private->listener.port();
}

void Server::start()
{
    Private *self = m_private.get();
    asio::post(self->context, [self] { self->listener.accept(); });
    self->thread.reset(QThread::create([self] {
        refuseBrokenPipe();
        self->context.run();
    }));
    self->thread->setObjectName(QStringLiteral("web"));
    self->thread->start();
}

void Server::post(std::function<void()> work)
{
    m_private->mailbox->post(std::move(work));
}

void Server::stop()
{
    Private *self = m_private.get();
    self->mailbox->close();
    if (!self->thread)
        return;
    asio::post(self->context, [self] { self->listener.close(); });
    self->thread->wait();
    self->thread.reset();
}

} // namespace keg::web
