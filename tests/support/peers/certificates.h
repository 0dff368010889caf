// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QSslConfiguration>

namespace keg::test {

enum class KeyKind { P256, P384, Rsa };

/// A certificate unlike those that our machines make.
struct OddCertificate
{
    KeyKind kind = KeyKind::P256;
    QDateTime from = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime to = QDateTime::currentDateTimeUtc().addDays(1);
    bool isIssuedByAnother = false; ///< false: self-signed
};

/// Fills a column of them, a row for each thing that is odd: what a certificate says of dates and
/// issuers, and how its key works, decides nothing.
void addOddCertificates();

/// The TLS of a machine that shows such a certificate, made now.
QSslConfiguration machineWith(const OddCertificate &certificate);

} // namespace keg::test

Q_DECLARE_METATYPE(keg::test::OddCertificate)
