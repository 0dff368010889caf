// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/form.h"

namespace keg::web {

namespace {

QString decoded(QByteArray text)
{
    text.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text));
}

} // namespace

QHash<QString, QString> readUrlEncoded(const QByteArray &body)
{
    QHash<QString, QString> fields;
    const QByteArrayList pairs = body.split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (equals > 0)
            fields.insert(decoded(pair.first(equals)), decoded(pair.sliced(equals + 1)));
    }
    return fields;
}

} // namespace keg::web
