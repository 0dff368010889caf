// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/server.h"

#include "core/web/listener.h"

#include <QThread>

#include <utility> // Boost 1.74's awaitable.hpp forgets it

#include <boost/asio/ssl.hpp>

namespace keg::web {

namespace asio = boost::asio;
using boost::system::error_code;

class Server::Private
{
public:
    Private(Router router, Gate gate, const Limits &limits)
        : mailbox(std::make_shared<Mailbox>(context))
        , listener(context,
                   {std::move(router), std::move(gate), limits, nullptr, mailbox, {}, {}, {}})
    {}

    asio::io_context context{1}; ///< used by one thread at a time
    std::shared_ptr<Mailbox> mailbox;
    Listener listener;
    std::unique_ptr<QThread> thread; ///< null: not started, or stopped
};

Server::Server(Router router, Gate gate, Limits limits)
    : m_private(std::make_unique<Private>(std::move(router), std::move(gate), limits))
{}

Server::~Server()
{
    stop();
}

Result<void> Server::useCertificate(const QByteArray &pem)
{
    using Context = asio::ssl::context;
    const auto tls = std::make_shared<Context>(Context::tls_server);
    const asio::const_buffer bytes(pem.constData(), std::size_t(pem.size()));
    error_code error;
    tls->set_options(Context::no_tlsv1 | Context::no_tlsv1_1 | Context::no_compression, error);
    if (!error)
        tls->use_certificate_chain(bytes, error);
    if (!error)
        tls->use_private_key(bytes, Context::pem, error);
    if (error)
        return Error{ErrorCode::Damaged,
                     QStringLiteral("the certificate of the web interface cannot be used: %1")
                         .arg(QString::fromStdString(error.message()))};
    Listener *listener = &m_private->listener;
    m_private->mailbox->post([listener, tls] { listener->useTls(tls); });
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
    self->thread.reset(QThread::create([self] { self->context.run(); }));
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
