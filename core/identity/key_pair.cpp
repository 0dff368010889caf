// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/key_pair.h"

#include "core/identity/random.h"

#include <QString>

#include <array>
#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace keg::identity {

namespace {

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
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Buffer = std::unique_ptr<BIO, Freer<BIO_free>>;

constexpr char Curve[] = "P-256";
constexpr char CurveInOpenssl[] = "prime256v1";
constexpr char From[] = "19700101000000Z";
constexpr char Until[] = "99991231235959Z"; // RFC 5280's way to say: never
constexpr int SerialSize = 16;

/// OpenSSL keeps its errors for each thread, where those of TLS would find ours.
struct ErrorQueue
{
    ErrorQueue() = default;
    ~ErrorQueue() { ERR_clear_error(); }
    ErrorQueue(const ErrorQueue &) = delete;
    ErrorQueue &operator=(const ErrorQueue &) = delete;
};

Error opensslError(const QString &what)
{
    std::array<char, 256> reason{};
    ERR_error_string_n(ERR_peek_error(), reason.data(), reason.size());
    return {ErrorCode::Failed,
            QStringLiteral("%1: %2; look whether OpenSSL is installed as it should be")
                .arg(what, QString::fromLatin1(reason.data()))};
}

Error damaged(const QString &what)
{
    return {ErrorCode::Damaged, what};
}

/// Encrypted PEM is not ours; without this OpenSSL asks on the terminal.
int noPassword(char * /*buffer*/, int /*size*/, int /*writing*/, void * /*data*/)
{
    return -1;
}

Buffer reader(const QByteArray &bytes)
{
    return Buffer(BIO_new_mem_buf(bytes.constData(), int(bytes.size())));
}

QByteArray contentOf(const Buffer &buffer)
{
    char *data = nullptr;
    const long length = BIO_get_mem_data(buffer.get(), &data);
    return {data, qsizetype(length)};
}

bool setSerial(X509 *certificate)
{
    QByteArray bytes = randomBytes(SerialSize);
    bytes[0] = char((bytes[0] & 0x3f) | 0x40); // positive, and always as long
    const Number number(
        BN_bin2bn(reinterpret_cast<const unsigned char *>(bytes.constData()), SerialSize, nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

bool setDates(X509 *certificate)
{
    return ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), From) == 1
        && ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), Until) == 1;
}

bool setNames(X509 *certificate)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                      reinterpret_cast<const unsigned char *>("KegDisplay"), -1, -1,
                                      0)
        == 1
        && X509_set_issuer_name(certificate, name) == 1;
}

Certificate selfSigned(EVP_PKEY *key)
{
    Certificate certificate(X509_new());
    X509 *made = certificate.get();
    if (made && X509_set_version(made, X509_VERSION_3) == 1 && setSerial(made) && setDates(made)
        && setNames(made) && X509_set_pubkey(made, key) == 1
        && X509_sign(made, key, EVP_sha256()) > 0)
        return certificate;
    return {};
}

bool isOnCurve(EVP_PKEY *key)
{
    std::array<char, 32> name{};
    return EVP_PKEY_is_a(key, "EC") == 1
        && EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1
        && qstrcmp(name.data(), CurveInOpenssl) == 0;
}

/// Whether the private half fits the public one.
bool isWhole(EVP_PKEY *key)
{
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    return context && EVP_PKEY_pairwise_check(context.get()) == 1;
}

Result<KeyPair> written(EVP_PKEY *key, X509 *certificate)
{
    const Buffer keyPem(BIO_new(BIO_s_mem()));
    const Buffer certificatePem(BIO_new(BIO_s_mem()));
    const Buffer certificateDer(BIO_new(BIO_s_mem()));
    if (keyPem && certificatePem && certificateDer
        && PEM_write_bio_PKCS8PrivateKey(keyPem.get(), key, nullptr, nullptr, 0, nullptr, nullptr)
            == 1
        && PEM_write_bio_X509(certificatePem.get(), certificate) == 1
        && i2d_X509_bio(certificateDer.get(), certificate) == 1)
        return KeyPair{contentOf(keyPem), contentOf(certificatePem), contentOf(certificateDer)};
    return opensslError(QStringLiteral("a key cannot be written as text"));
}

} // namespace

Result<KeyPair> KeyPair::generate()
{
    const ErrorQueue queue;
    const Key key(EVP_EC_gen(Curve));
    if (!key)
        return opensslError(QStringLiteral("no key can be made"));
    const Certificate certificate = selfSigned(key.get());
    if (!certificate)
        return opensslError(QStringLiteral("no certificate can be made"));
    return written(key.get(), certificate.get());
}

Result<KeyPair> KeyPair::fromPem(const QByteArray &pem)
{
    const ErrorQueue queue;
    const Key key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, noPassword, nullptr));
    if (!key)
        return damaged(QStringLiteral("its key cannot be read"));
    if (!isOnCurve(key.get()))
        return damaged(QStringLiteral("its key is not of the kind P-256"));
    if (!isWhole(key.get()))
        return damaged(QStringLiteral("the two halves of its key do not fit together"));
    const Certificate certificate(
        PEM_read_bio_X509(reader(pem).get(), nullptr, noPassword, nullptr));
    if (!certificate)
        return damaged(QStringLiteral("its certificate cannot be read"));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return damaged(QStringLiteral("its key does not fit its certificate"));
    if (X509_verify(certificate.get(), key.get()) != 1)
        return damaged(QStringLiteral("the signature of its certificate is wrong"));
    return written(key.get(), certificate.get());
}

} // namespace keg::identity
