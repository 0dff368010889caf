// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

namespace keg::bench {

/// Nanoseconds on a clock that all processes of this machine share.
qint64 now();

} // namespace keg::bench
