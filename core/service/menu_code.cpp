// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/menu_code.h"

#include "core/interchange/qr_code.h"

namespace keg::service {

QrModules menuCode(const QString &url)
{
    const auto code = interchange::QrCode::of(url);
    return code ? code->modules() : QrModules();
}

} // namespace keg::service
