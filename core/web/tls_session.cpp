// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/tls_session.h"

#include <algorithm>
#include <array>
#include <limits>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace keg::web {

namespace {

constexpr std::size_t RecordSize = 16 * 1024; ///< the longest of TLS

QString textOf(unsigned long number)
{
    std::array<char, 256> text{};
    ERR_error_string_n(number, text.data(), text.size());
    return QString::fromLatin1(text.data());
}

Error unusable()
{
    return {ErrorCode::Damaged,
            QStringLiteral("the certificate of the web interface cannot be used: %1")
                .arg(textOf(ERR_get_error()))};
}

template<auto Function>
struct FreedBy
{
    template<typename T>
    void operator()(T *pointer) const
    {
        Function(pointer);
    }
};

using Bio = std::unique_ptr<BIO, FreedBy<BIO_free>>;

Bio bioOf(const QByteArray &bytes)
{
    return Bio(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

bool useCertificate(SSL_CTX *context, const QByteArray &pem)
{
    const std::unique_ptr<X509, FreedBy<X509_free>> certificate(
        PEM_read_bio_X509(bioOf(pem).get(), nullptr, nullptr, nullptr));
    return certificate && SSL_CTX_use_certificate(context, certificate.get()) == 1;
}

bool useKey(SSL_CTX *context, const QByteArray &pem)
{
    char noPassword[] = "";
    const std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>> key(
        PEM_read_bio_PrivateKey(bioOf(pem).get(), nullptr, nullptr, noPassword));
    return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1
        && SSL_CTX_check_private_key(context) == 1;
}

void setRules(SSL_CTX *context)
{
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context,
                        SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET
                            | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Nothing is remembered of those that left: a full handshake costs less than half a
    // millisecond.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_mode(context,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE
                         | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // A client that sends no data, only messages of TLS, must not keep a read going.
    SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
}

} // namespace

void TlsContext::Free::operator()(SSL_CTX *context) const
{
    SSL_CTX_free(context);
}

Result<std::shared_ptr<TlsContext>> TlsContext::fromPem(const QByteArray &pem)
{
    ERR_clear_error();
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (!context)
        return unusable();
    const std::shared_ptr<TlsContext> result(new TlsContext(context));
    setRules(context);
    if (!useCertificate(context, pem) || !useKey(context, pem))
        return unusable();
    return result;
}

void TlsSession::Free::operator()(SSL *session) const
{
    SSL_free(session);
}

TlsSession::TlsSession(const TlsContext &context, int socket)
    : m_session(SSL_new(context.m_context.get()))
{
    m_isBroken = !m_session || SSL_set_fd(m_session.get(), socket) != 1;
}

Progress TlsSession::shakeHands()
{
    if (m_isBroken)
        return Progress::Over;
    ERR_clear_error();
    return progressOf(SSL_accept(m_session.get()));
}

Progress TlsSession::read(QByteArray &bytes)
{
    if (m_isBroken)
        return Progress::Over;
    std::array<char, RecordSize> chunk{};
    ERR_clear_error();
    std::size_t size = 0;
    const int result = SSL_read_ex(m_session.get(), chunk.data(), chunk.size(), &size);
    bytes.append(chunk.data(), qsizetype(size));
    return progressOf(result);
}

Progress TlsSession::write(const char *data, qsizetype size, qsizetype &written)
{
    while (!m_isBroken && written < size) {
        ERR_clear_error();
        std::size_t taken = 0;
        const Progress progress = progressOf(
            SSL_write_ex(m_session.get(), data + written, std::size_t(size - written), &taken));
        written += qsizetype(taken);
        if (progress != Progress::Done)
            return progress;
    }
    return m_isBroken ? Progress::Over : Progress::Done;
}

Progress TlsSession::shutDown()
{
    if (m_isBroken)
        return Progress::Over;
    ERR_clear_error();
    const int result = SSL_shutdown(m_session.get());
    return result == 0 ? Progress::Done : progressOf(result); // 0: the other has not said it yet
}

QString TlsSession::problem() const
{
    return m_problem == 0 ? QStringLiteral("the client left") : textOf(m_problem);
}

Progress TlsSession::progressOf(int result)
{
    switch (SSL_get_error(m_session.get(), result)) {
    case SSL_ERROR_NONE:
        return Progress::Done;
    case SSL_ERROR_WANT_READ:
        return Progress::WantsToRead;
    case SSL_ERROR_WANT_WRITE:
        return Progress::WantsToWrite;
    case SSL_ERROR_ZERO_RETURN:
        return Progress::Over; // the other side said so; we may still answer
    default:
        m_problem = ERR_peek_error();
        ERR_clear_error();
        m_isBroken = true;
        return Progress::Over;
    }
}

} // namespace keg::web
