// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QBitArray>
#include <QString>

namespace keg::interchange {

/// A text as a QR code (ISO/IEC 18004): a square of dark and light modules. A value.
class QrCode
{
public:
    /// Light modules that readers need on each side.
    static constexpr int QuietZone = 4;

    /// How the characters on a terminal stand out.
    enum class Colors {
        LightOnDark,
        DarkOnLight,
        Own, ///< black on white by escape sequences, whatever the terminal's are
    };

    /// The smallest one that holds the text in UTF-8, made for screens: it bears the loss of 7 %.
    /// Errors: Refused if the text is empty, too long (about 2900 bytes) or has a zero in it.
    static Result<QrCode> of(const QString &text);

    /// Modules a side, without the quiet zone.
    int size() const { return m_size; }
    /// Columns count from the left, rows from the top; false outside.
    bool isDark(int column, int row) const;

    /// Lines of half blocks with the quiet zone: a module is a column wide and half a line high.
    QString toTerminal(Colors colors) const;

private:
    QrCode(int size, QBitArray modules)
        : m_size(size)
        , m_modules(std::move(modules))
    {}

    QString line(int row, bool isInkDark) const;

    int m_size;
    QBitArray m_modules; // row by row
};

} // namespace keg::interchange
