// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "tests/support/peers/certificates.h"

#include "tests/support/peers/tls_socket.h"

#include <QSslCertificate>
#include <QSslKey>
#include <QTest>

#include <memory>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace keg::test {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key makeKey(KeyKind kind)
{
    switch (kind) {
    case KeyKind::P256:
        return {EVP_EC_gen("P-256"), &EVP_PKEY_free};
    case KeyKind::P384:
        return {EVP_EC_gen("P-384"), &EVP_PKEY_free};
    case KeyKind::Rsa:
        return {EVP_RSA_gen(2048), &EVP_PKEY_free};
    }
    Q_UNREACHABLE();
}

/// What `write` writes.
template<typename Write>
QByteArray pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> buffer(BIO_new(BIO_s_mem()), &BIO_free);
    if (write(buffer.get()) != 1)
        qFatal("OpenSSL cannot write PEM");
    char *data = nullptr;
    const long size = BIO_get_mem_data(buffer.get(), &data);
    return {data, size};
}

QByteArray certificatePem(const OddCertificate &wanted, EVP_PKEY *key, EVP_PKEY *issuer)
{
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509 *x509 = certificate.get();
    X509_set_version(x509, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    ASN1_TIME_set(X509_getm_notBefore(x509), time_t(wanted.from.toSecsSinceEpoch()));
    ASN1_TIME_set(X509_getm_notAfter(x509), time_t(wanted.to.toSecsSinceEpoch()));
    const auto name = [](X509_NAME *field, const char *text) {
        X509_NAME_add_entry_by_txt(field, "CN", MBSTRING_UTF8,
                                   reinterpret_cast<const unsigned char *>(text), -1, -1, 0);
    };
    name(X509_get_subject_name(x509), "odd");
    name(X509_get_issuer_name(x509), key == issuer ? "odd" : "another");
    X509_set_pubkey(x509, key);
    if (X509_sign(x509, issuer, EVP_sha256()) == 0)
        qFatal("OpenSSL cannot sign");
    return pem([x509](BIO *buffer) { return PEM_write_bio_X509(buffer, x509); });
}

} // namespace

void addOddCertificates()
{
    QTest::addColumn<OddCertificate>("certificate");
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime epoch = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    const auto dated = [](const char *name, const QDateTime &from, const QDateTime &to) {
        QTest::newRow(name) << OddCertificate{KeyKind::P256, from, to};
    };
    dated("of 1970", epoch, epoch.addDays(1));
    dated("expired", now.addYears(-2), now.addSecs(-1));
    dated("not yet valid", now.addDays(1), now.addYears(2));
    dated("expired before it is valid", now.addYears(2), now.addYears(-2));
    QTest::newRow("P-384") << OddCertificate{KeyKind::P384};
    QTest::newRow("RSA") << OddCertificate{KeyKind::Rsa};
    OddCertificate issued;
    issued.isIssuedByAnother = true;
    QTest::newRow("issued by another") << issued;
}

QSslConfiguration machineWith(const OddCertificate &certificate)
{
    const Key key = makeKey(certificate.kind);
    const Key another = makeKey(KeyKind::P256);
    const QByteArray keyPem = pem([&](BIO *buffer) {
        return PEM_write_bio_PKCS8PrivateKey(buffer, key.get(), nullptr, nullptr, 0, nullptr,
                                             nullptr);
    });
    EVP_PKEY *issuer = certificate.isIssuedByAnother ? another.get() : key.get();
    QSslConfiguration tls = newMachine();
    tls.setPrivateKey(QSslKey(keyPem, certificate.kind == KeyKind::Rsa ? QSsl::Rsa : QSsl::Ec));
    tls.setLocalCertificate(
        QSslCertificate(certificatePem(certificate, key.get(), issuer), QSsl::Pem));
    return tls;
}

} // namespace keg::test
