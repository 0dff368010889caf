// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/net/tls.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>

#include <algorithm>

namespace keg::net {

namespace {

bool isOfNoConcern(const QSslError &error)
{
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::CertificateUntrusted:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::HostNameMismatch:
    case QSslError::CertificateNotYetValid:
    case QSslError::CertificateExpired:
        return true;
    default:
        return false;
    }
}

} // namespace

QSslConfiguration tlsConfiguration(const identity::Identity &identity)
{
    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_3OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    configuration.setCaCertificates({});
    configuration.setLocalCertificate(QSslCertificate(identity.certificatePem(), QSsl::Pem));
    configuration.setPrivateKey(QSslKey(identity.keyPem(), QSsl::Ec, QSsl::Pem));
    return configuration;
}

void passOverIssuerNameAndDates(QSslSocket *socket, const QList<QSslError> &errors)
{
    if (std::all_of(errors.cbegin(), errors.cend(), isOfNoConcern))
        socket->ignoreSslErrors(errors);
}

MachineId machineBehind(const QSslSocket *socket)
{
    const QSslCertificate certificate = socket->peerCertificate();
    if (!socket->isEncrypted() || certificate.isNull())
        return {};
    return identity::Identity::idOf(certificate.toDer());
}

} // namespace keg::net
