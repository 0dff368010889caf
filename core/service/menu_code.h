// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/qr_modules.h"

#include <QString>

namespace keg::service {

/// The QR code of Board::menuUrl; of size 0 if that is empty or no code can hold it.
QrModules menuCode(const QString &url);

} // namespace keg::service
