// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/qr_rows.h"

#include "core/interchange/qr_code.h"

namespace keg::web {

Result<QJsonArray> qrRows(const QString &text)
{
    const auto code = interchange::QrCode::of(text);
    if (!code)
        return code.error();
    QJsonArray rows;
    for (int row = 0; row < code->size(); ++row) {
        QString modules;
        for (int column = 0; column < code->size(); ++column)
            modules += code->isDark(column, row) ? u'1' : u'0';
        rows.append(modules);
    }
    return rows;
}

} // namespace keg::web
