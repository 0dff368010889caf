// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QColor>
#include <QStringList>

namespace keg {

/// The colours of a board, read from resources/themes/<name>.json.
struct Theme
{
    QColor background; ///< of the screen
    QColor card; ///< of a card, at its foot
    QColor cardTop; ///< of a card, at its head
    QColor border; ///< of a card, and lines between rows
    QColor well; ///< the light behind a glass, so that dark beers stand out
    QColor text;
    QColor dim; ///< text of second rank
    QColor accent; ///< tap numbers, strengths, what is new
    QColor glass; ///< rim and highlights of a glass
    QColor foam;

    bool operator==(const Theme &) const = default;
};

QStringList themeNames();

/// Errors: Usage (no theme of that name), Damaged (a colour is missing or no colour, or text in it
/// would have less than 7:1 contrast).
Result<Theme> loadTheme(const QString &name);

/// The same from the text of a file; `name` is for the error.
Result<Theme> parseTheme(const QByteArray &json, const QString &name);

/// Contrast of two colours after WCAG 2, 1 to 21; transparency is ignored.
double contrastRatio(const QColor &a, const QColor &b);

} // namespace keg
