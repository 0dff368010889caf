// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/deflate.h"

namespace keg::web {

namespace {

constexpr qsizetype LengthOfQt = 4; // what qCompress() puts before the zlib stream

} // namespace

QByteArray deflated(const QByteArray &bytes, int level)
{
    return qCompress(bytes, level).sliced(LengthOfQt);
}

} // namespace keg::web
