// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"
#include "core/domain/board.h"

#include <QImage>
#include <QJsonArray>

namespace keg {

/// How `board PNG` wants its picture.
struct RenderOptions
{
    QSize size{1920, 1080}; ///< pixels
    QString theme = QStringLiteral("dark");
    int page = 1; ///< 1 is the first
    double screenMm = 0; ///< diagonal of the screen; 0: unknown, the percentages of the height rule
    double distanceM = 0; ///< from the screen to the eye; 0: unknown
    QDateTime now; ///< UTC, for the age of an old copy; invalid: the present moment
};

/// A board as picture, and every text and picture in it as JSON objects.
///
/// Each object has "kind", "role", "tap" (its number; 0: the board's own) and "rect" [x, y, width,
/// height] in pixels. Kind "text", role title, age, page, sentence, number, name, style, brewery,
/// abv, abvLabel, ibu, gravity, description, vacant or menuCaption, also has "text" (as it was
/// given), "shown" (with line breaks), "lines", "pixelSize", "color", "background" (the worst pixel
/// behind it), "contrast" (WCAG ratio of these two) and "shortened". Kind "picture", role glass,
/// has "color" (of the beer; null: empty), "outline", "contrast" (of the outline on its light),
/// "pixelSize" (its height) and "shortened"; role menuCode has "text" (what it says), "color" and
/// "background" with their "contrast", "pixelSize" (its height), "moduleSize" and "shortened". Kind
/// "area" is a card or a pageDot.
struct RenderedBoard
{
    QImage image;
    QJsonArray layout;
    int pageCount = 1;
};

/// Paints a board without a display server; the same data gives the same bytes. In the language
/// of installLanguage(). Needs a QGuiApplication (offscreen will do) and initBoardResources().
/// Errors: Usage (unknown theme, size out of range), NotFound (no such page).
Result<RenderedBoard> renderBoard(const Board &board, const Freshness &freshness,
                                  const RenderOptions &options);

} // namespace keg
