// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <memory>

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace keg::web {

/// What came of one try on a socket that never blocks.
enum class Progress { Done, WantsToRead, WantsToWrite, Over };

/// Certificate, key and rules for the sessions of a server.
class TlsContext
{
public:
    /// `pem` holds private key and certificate. Errors: Damaged.
    static Result<std::shared_ptr<TlsContext>> fromPem(const QByteArray &pem);

private:
    friend class TlsSession;
    struct Free
    {
        void operator()(SSL_CTX *context) const;
    };
    explicit TlsContext(SSL_CTX *context)
        : m_context(context)
    {}

    std::unique_ptr<SSL_CTX, Free> m_context;
};

/// The server's side of TLS on a socket that never blocks: OpenSSL reads and writes it itself,
/// because Asio's ssl::stream keeps 68 KB of buffers for each, used or not. Whoever calls must not
/// have SIGPIPE killing it.
class TlsSession
{
public:
    /// `socket` must be open at each call.
    TlsSession(const TlsContext &context, int socket);

    Progress shakeHands();
    /// Appends to `bytes` what is there, up to 16 KiB.
    Progress read(QByteArray &bytes);
    /// `written` grows by what was taken of `size`; all of it: Done.
    Progress write(const char *data, qsizetype size, qsizetype &written);
    /// Tells the other side that nothing follows.
    Progress shutDown();
    /// What ended it.
    QString problem() const;

private:
    Progress progressOf(int result);

    struct Free
    {
        void operator()(SSL *session) const;
    };
    std::unique_ptr<SSL, Free> m_session;
    unsigned long m_problem = 0; ///< OpenSSL's number
    bool m_isBroken = false;
};

} // namespace keg::web
