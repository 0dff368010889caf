// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/identity/key_pair.h"

#include "core/identity/openssl_objects.h"

#include <QString>

#include <array>

namespace keg::identity {

namespace {

using namespace openssl;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;

constexpr char CurveInOpenssl[] = "prime256v1";
constexpr char From[] = "19700101000000Z";
constexpr char Until[] = "99991231235959Z"; // RFC 5280's way to say: never

Error damaged(const QString &what)
{
    return {ErrorCode::Damaged, what};
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
    const Buffer der = writer();
    const KeyPair pair{pemOf(key), pemOf(certificate),
                       der && i2d_X509_bio(der.get(), certificate) == 1 ? contentOf(der)
                                                                        : QByteArray()};
    if (pair.keyPem.isEmpty() || pair.certificatePem.isEmpty() || pair.certificateDer.isEmpty())
        return failure(QStringLiteral("a key cannot be written as text"));
    return pair;
}

} // namespace

Result<KeyPair> KeyPair::generate()
{
    const ErrorQueue queue;
    const Key key = newKey();
    if (!key)
        return failure(QStringLiteral("no key can be made"));
    const Certificate certificate = selfSigned(key.get());
    if (!certificate)
        return failure(QStringLiteral("no certificate can be made"));
    return written(key.get(), certificate.get());
}

Result<KeyPair> KeyPair::fromPem(const QByteArray &pem)
{
    const ErrorQueue queue;
    const Key key = readKey(pem);
    if (!key)
        return damaged(QStringLiteral("its key cannot be read"));
    if (!isOnCurve(key.get()))
        return damaged(QStringLiteral("its key is not of the kind P-256"));
    if (!isWhole(key.get()))
        return damaged(QStringLiteral("the two halves of its key do not fit together"));
    const Certificate certificate = readCertificate(reader(pem));
    if (!certificate)
        return damaged(QStringLiteral("its certificate cannot be read"));
    if (X509_check_private_key(certificate.get(), key.get()) != 1)
        return damaged(QStringLiteral("its key does not fit its certificate"));
    if (X509_verify(certificate.get(), key.get()) != 1)
        return damaged(QStringLiteral("the signature of its certificate is wrong"));
    return written(key.get(), certificate.get());
}

} // namespace keg::identity
