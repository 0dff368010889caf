// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/web/request.h"

#include <QList>

namespace keg::web {

/// One field of a form.
struct FormField
{
    QString name;
    QString fileName; ///< null: it is no file
    QByteArray content; ///< inside of `body`
    QByteArray body; ///< of the request, kept for `content`
};

/// The fields of a body of multipart/form-data (RFC 7578). Errors: Refused, what is wrong with it.
Result<QList<FormField>> readForm(const QByteArray &contentType, const QByteArray &body);

/// The first field of that name; null: there is none.
const FormField *findField(const QList<FormField> &fields, const QString &name);

} // namespace keg::web
