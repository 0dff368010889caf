// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QStringList>

namespace keg::identity {

/// The certificate and key with which the web interface speaks HTTPS. Browsers compare names and
/// dates; nobody pins it, and it has nothing to do with Identity. Each function gives the text of
/// both as PEM, the key first and not encrypted, and may be called in any thread.
class WebCertificate
{
public:
    static constexpr int ValidDays = 397; ///< as long as browsers let one be, and a day
    static constexpr int RenewedDays = 30; ///< before its end

    /// What the machine of that name and these addresses may be called: `host`, the same in
    /// ".local", localhost, and the addresses with those of the loopback.
    static QStringList namesOf(const QString &host, const QStringList &addresses);

    /// The one in `folder`, LocalFolder's, which it signs for itself, for `names`: host names, the
    /// first of which it is named after, and IP addresses; others are passed over. A new one, with
    /// a new key and a line in the log, if there is none, it lacks a name, it ends within
    /// RenewedDays, it has not begun, or cannot be used. To be called again every day, and when the
    /// machine's clock or addresses have changed. One that cannot be written is logged and used all
    /// the same. Errors: Failed.
    static Result<QByteArray> loadOrRenew(const QString &folder, const QStringList &names,
                                          const QDateTime &now);

    /// The owner's own: `certFile` has the certificate and then those between it and its root, both
    /// files are PEM and may be the same. Errors: NotFound; Refused, naming the file, for what
    /// cannot be read or used, an encrypted key, and two that do not belong together.
    static Result<QByteArray> loadOwn(const QString &certFile, const QString &keyFile);
};

} // namespace keg::identity
