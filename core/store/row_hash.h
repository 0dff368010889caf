// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/changes.h"
#include "core/domain/position.h"

#include <QByteArray>

namespace keg::store {

/// The bytes that stand for a row in the state digest: docs/PROTOCOL.md, "State digest". The order
/// of `row.columns` does not matter.
QByteArray rowBytes(const RowImage &row);

/// BLAKE2b-128 of rowBytes(), to be summed up. Safe from any thread.
Digest rowHash(const RowImage &row);

} // namespace keg::store
