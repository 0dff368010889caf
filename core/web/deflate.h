// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QByteArray>

namespace keg::web {

constexpr int BestCompression = 9;
constexpr int QuickCompression = 5;

/// "deflate" as RFC 9110 has it: a zlib stream.
QByteArray deflated(const QByteArray &bytes, int level = QuickCompression);

} // namespace keg::web
