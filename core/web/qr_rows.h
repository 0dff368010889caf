// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QJsonArray>

namespace keg::web {

/// A text as a QR code: rows of "1" for a dark module and "0" for a light one, without the quiet
/// zone. Errors: as interchange::QrCode::of().
Result<QJsonArray> qrRows(const QString &text);

} // namespace keg::web
