// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace keg::identity {

/// A private key on P-256 and the certificate that it signed for itself.
struct KeyPair
{
    QByteArray keyPem; ///< PKCS 8, not encrypted
    QByteArray certificatePem;
    QByteArray certificateDer;

    /// A new one. The certificate is from 1970 to 9999 whatever the clock says, and has a random
    /// serial number. Errors: Failed.
    static Result<KeyPair> generate();

    /// From both blocks of PEM in one text, the key not encrypted. Errors: Damaged, and the message
    /// is a clause for PrivateFile::damaged(): one cannot be read, is not on P-256 or not signed
    /// with the key, or they do not fit.
    static Result<KeyPair> fromPem(const QByteArray &pem);
};

} // namespace keg::identity
