// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/qr_modules.h"

#include <QString>

namespace keg::interchange {

/// A text as a QR code. A value.
class QrCode
{
public:
    static constexpr int QuietZone = QrModules::QuietZone;

    /// How the characters on a terminal stand out.
    enum class Colors {
        LightOnDark,
        DarkOnLight,
        Own, ///< black on white by escape sequences, whatever the terminal's are
    };

    /// The smallest one that holds the text in UTF-8, made for screens: it bears the loss of 7 %.
    /// Errors: Refused if the text is empty, too long (about 2900 bytes) or has a zero in it.
    static Result<QrCode> of(const QString &text);

    const QrModules &modules() const { return m_modules; }
    int size() const { return m_modules.size(); }
    bool isDark(int column, int row) const { return m_modules.isDark(column, row); }

    /// Lines of half blocks with the quiet zone: a module is a column wide and half a line high.
    QString toTerminal(Colors colors) const;

private:
    explicit QrCode(QrModules modules)
        : m_modules(std::move(modules))
    {}

    QString line(int row, bool isInkDark) const;

    QrModules m_modules;
};

} // namespace keg::interchange
