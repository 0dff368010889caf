// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/openssl_objects.h"

#include "core/identity/random.h"

#include <QString>

#include <array>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

namespace keg::identity::openssl {

namespace {

using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;

constexpr char Curve[] = "P-256";
constexpr int SerialSize = 16;

/// Without this OpenSSL asks on the terminal.
int noPassword(char * /*buffer*/, int /*size*/, int /*writing*/, void *isEncrypted)
{
    *static_cast<bool *>(isEncrypted) = true;
    return -1;
}

} // namespace

ErrorQueue::~ErrorQueue()
{
    ERR_clear_error();
}

QString lastReason()
{
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_peek_error(), reason.data(), reason.size());
    return QString::fromLatin1(reason.data());
}

Error failure(const QString &what)
{
    return {ErrorCode::Failed,
            QStringLiteral("%1: %2; look whether OpenSSL is installed as it should be")
                .arg(what, lastReason())};
}

Buffer reader(const QByteArray &bytes)
{
    return Buffer(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

Buffer writer()
{
    return Buffer(BIO_new(BIO_s_mem()));
}

QByteArray contentOf(const Buffer &buffer)
{
    char *data = nullptr;
    const long length = BIO_get_mem_data(buffer.get(), &data);
    return {data, qsizetype(length)};
}

Key readKey(const QByteArray &pem, bool *isEncrypted)
{
    bool isAsked = false;
    Key key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, noPassword, &isAsked));
    if (isEncrypted)
        *isEncrypted = isAsked;
    return key;
}

Certificate readCertificate(const Buffer &pem)
{
    bool isAsked = false;
    return Certificate(PEM_read_bio_X509(pem.get(), nullptr, noPassword, &isAsked));
}

QByteArray pemOf(EVP_PKEY *key)
{
    const Buffer pem = writer();
    const bool isWritten = pem
        && PEM_write_bio_PKCS8PrivateKey(pem.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
            == 1;
    return isWritten ? contentOf(pem) : QByteArray();
}

QByteArray pemOf(X509 *certificate)
{
    const Buffer pem = writer();
    return pem && PEM_write_bio_X509(pem.get(), certificate) == 1 ? contentOf(pem) : QByteArray();
}

Key newKey()
{
    return Key(EVP_EC_gen(Curve));
}

bool setSerial(X509 *certificate)
{
    QByteArray bytes = randomBytes(SerialSize);
    bytes[0] = char((bytes[0] & 0x3f) | 0x40); // positive, and always as long
    const Number number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), SerialSize, nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

} // namespace keg::identity::openssl
