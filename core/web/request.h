// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/identity/users.h"
#include "core/web/headers.h"

#include <QHash>
#include <QJsonObject>
#include <QUrlQuery>

#include <optional>

namespace keg::web {

/// What one client asks for, checked and decoded. A value.
struct Request
{
    QByteArray method; ///< in capitals; GET where HEAD was asked
    QString path; ///< decoded, from the slash on
    QHash<QString, QString> parameters; ///< by the names in the route's pattern
    QUrlQuery query;
    Headers headers;
    QByteArray body;
    QByteArray host; ///< as the client calls us, with port; empty: it did not say
    QString address; ///< the client's, without port
    bool isSecure = false; ///< came by TLS
    std::optional<identity::User> user; ///< who asks; the gate's to say

    /// What the client calls this machine: a name, or an address without brackets; empty: it did
    /// not say.
    QString hostName() const;
    /// They want errors as JSON and no pages.
    bool isForPrograms() const;
    /// Null: the client sent no such cookie.
    QByteArray cookie(QByteArrayView name) const;
    /// The body. Errors: Refused, for an answer of 400: it is no JSON, or no object.
    Result<QJsonObject> jsonObject() const;
};

} // namespace keg::web
