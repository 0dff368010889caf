// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QBitArray>

namespace keg {

/// A QR code (ISO/IEC 18004) as a square of dark and light modules. A value.
class QrModules
{
public:
    /// Light modules that readers need on each side.
    static constexpr int QuietZone = 4;

    QrModules() = default;
    /// `dark` row by row, size * size of them.
    QrModules(int size, QBitArray dark)
        : m_size(size)
        , m_dark(std::move(dark))
    {}

    /// Modules a side, without the quiet zone; 0: no code.
    int size() const { return m_size; }
    /// Columns count from the left, rows from the top; false outside.
    bool isDark(int column, int row) const;

    bool operator==(const QrModules &) const = default;

private:
    int m_size = 0;
    QBitArray m_dark;
};

} // namespace keg
