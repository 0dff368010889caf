// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/qr_modules.h"

namespace keg {

bool QrModules::isDark(int column, int row) const
{
    const bool isInside = column >= 0 && column < m_size && row >= 0 && row < m_size;
    return isInside && m_dark.testBit(qsizetype(row) * m_size + column);
}

} // namespace keg
