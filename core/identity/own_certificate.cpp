// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/base/file_owner.h"
#include "core/identity/openssl_objects.h"
#include "core/identity/web_certificate.h"

#include <QFile>
#include <QFileInfo>

#include <openssl/err.h>
#include <openssl/pem.h>

namespace keg::identity {

namespace {

using namespace openssl;

constexpr qint64 SizeLimit = 256 * 1024;

Error refusal(const QString &message)
{
    return {ErrorCode::Refused, message};
}

/// `option` names the file.
Result<QByteArray> contentOfFile(const QString &path, const QString &option)
{
    if (!QFileInfo::exists(path))
        return Error{ErrorCode::NotFound,
                     QStringLiteral("there is no file %1, which %2 names").arg(path, option)};
    QFile file(path);
    if (!QFileInfo(path).isFile()) // some would keep us waiting
        return refusal(QStringLiteral("%1, which %2 names, is no file").arg(path, option));
    if (!file.open(QFile::ReadOnly))
        return refusal(QStringLiteral("%1 cannot be read: %2; it belongs to user %3: let the user "
                                      "who runs kegdisplay read it")
                           .arg(path, file.errorString(), ownerOf(path)));
    const QByteArray content = file.read(SizeLimit + 1);
    if (content.size() > SizeLimit)
        return refusal(QStringLiteral("%1 is larger than %2 KiB: name a file of PEM with %3")
                           .arg(path)
                           .arg(SizeLimit / 1024)
                           .arg(option));
    return content;
}

/// A certificate and those between it and its root.
struct Chain
{
    Certificate own;
    QByteArray pem; ///< of all
};

Result<Chain> chainIn(const QString &path)
{
    const auto content = contentOfFile(path, QStringLiteral("--web-cert"));
    if (!content)
        return content.error();
    const Buffer buffer = reader(*content);
    Chain chain;
    while (Certificate next = readCertificate(buffer)) {
        chain.pem += pemOf(next.get());
        if (!chain.own)
            chain.own = std::move(next);
    }
    const bool isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!isAtEnd)
        return refusal(QStringLiteral("a certificate in %1 is damaged: %2; get the file again")
                           .arg(path, lastReason()));
    if (!chain.own)
        return refusal(QStringLiteral("%1 holds no certificate: it must be PEM, with a line "
                                      "-----BEGIN CERTIFICATE-----")
                           .arg(path));
    return chain;
}

Result<Key> keyIn(const QString &path)
{
    const auto content = contentOfFile(path, QStringLiteral("--web-key"));
    if (!content)
        return content.error();
    bool isEncrypted = false;
    Key key = readKey(*content, &isEncrypted);
    if (key)
        return key;
    if (isEncrypted)
        return refusal(QStringLiteral("the key in %1 is encrypted, and nobody is there to be asked "
                                      "for its password: 'openssl pkey -in %1 -out FILE' writes it "
                                      "without one; keep that file to its owner")
                           .arg(path));
    return refusal(QStringLiteral("%1 holds no key that can be read: it must be PEM, with a line "
                                  "-----BEGIN PRIVATE KEY-----")
                       .arg(path));
}

} // namespace

Result<QByteArray> WebCertificate::loadOwn(const QString &certFile, const QString &keyFile)
{
    const ErrorQueue queue;
    const auto chain = chainIn(certFile);
    if (!chain)
        return chain.error();
    const auto key = keyIn(keyFile);
    if (!key)
        return key.error();
    if (X509_check_private_key(chain->own.get(), key->get()) != 1)
        return refusal(QStringLiteral("the key in %1 does not belong to the first certificate in "
                                      "%2: name the two that were made together; the web "
                                      "interface's own certificate comes first")
                           .arg(keyFile, certFile));
    return pemOf(key->get()) + chain->pem;
}

} // namespace keg::identity
