// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/identity/identity.h"

#include <QList>
#include <QSslError>

class QSslConfiguration;
class QSslSocket;

namespace keg::net {

/// TLS 1.3, this machine's certificate, and one asked of the other end.
QSslConfiguration tlsConfiguration(const identity::Identity &identity);

/// To be connected to sslErrors: certificates here are self-signed, and what they say of issuers,
/// names and dates decides nothing. Whatever else is wrong ends the handshake, above all a
/// certificate that is missing.
void passOverIssuerNameAndDates(QSslSocket *socket, const QList<QSslError> &errors);

/// Who has proved to be at the other end, once the handshake is over. Null: nobody has.
MachineId machineBehind(const QSslSocket *socket);

} // namespace keg::net
