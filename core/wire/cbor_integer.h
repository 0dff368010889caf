// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <optional>

class QCborStreamReader;

namespace keg::wire {

/// The integer at the reader; absent if 64 bits with a sign do not hold it, which CBOR's may
/// exceed in both directions.
std::optional<qint64> integerAt(const QCborStreamReader &reader);

} // namespace keg::wire
