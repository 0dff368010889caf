// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace keg::identity::openssl {

template<auto Free>
struct Freer
{
    template<typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Buffer = std::unique_ptr<BIO, Freer<BIO_free>>;

/// OpenSSL keeps its errors for each thread, where those of TLS would find ours. Whoever calls
/// OpenSSL has one of these meanwhile.
struct ErrorQueue
{
    ErrorQueue() = default;
    ~ErrorQueue();
    ErrorQueue(const ErrorQueue &) = delete;
    ErrorQueue &operator=(const ErrorQueue &) = delete;
};

/// What OpenSSL last complained of.
QString lastReason();
/// Failed: `what` did not work, for that reason.
Error failure(const QString &what);

/// `bytes` must outlive it.
Buffer reader(const QByteArray &bytes);
Buffer writer();
QByteArray contentOf(const Buffer &buffer);

/// The first key in the text; null: none can be read. `isEncrypted` tells that a password would be
/// needed; nobody is asked for one.
Key readKey(const QByteArray &pem, bool *isEncrypted = nullptr);
/// The next certificate; null: there is none that can be read.
Certificate readCertificate(const Buffer &pem);

/// PKCS 8, not encrypted. Empty: it cannot be written.
QByteArray pemOf(EVP_PKEY *key);
/// Empty: it cannot be written.
QByteArray pemOf(X509 *certificate);

/// A new one on P-256; null: none can be made.
Key newKey();
/// A random one of 127 bits.
bool setSerial(X509 *certificate);

} // namespace keg::identity::openssl
