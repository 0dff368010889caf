// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

namespace keg::identity {

/// Bytes that nobody can guess, from the system's generator; `count` up to 256.
QByteArray randomBytes(qsizetype count);

} // namespace keg::identity
