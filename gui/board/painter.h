// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "gui/board/picture.h"

class QPainter;
class QRegion;

namespace keg {

// Painting in two layers, so that the contrast of a text can be measured on what lies behind it.

/// The card, its light and its glass.
void paintGround(QPainter &painter, const CardPicture &card, const Theme &theme);
/// The code, black on white in any theme: cameras want it so.
void paintGround(QPainter &painter, const CodePicture &code);
/// The rule and the page dots.
void paintGround(QPainter &painter, const HeadPicture &head, const Theme &theme);

void paintTexts(QPainter &painter, const CardPicture &card);
void paintTexts(QPainter &painter, const HeadPicture &head);
void paintTexts(QPainter &painter, const CodePicture &code);

/// What of a page touches the region, on the theme's background.
void paintPage(QPainter &painter, const PagePicture &page, const Theme &theme,
               const QRegion &region);

/// What tells that a beer is new; strength 1 to 0.
void paintHighlight(QPainter &painter, const CardPicture &card, double strength,
                    const Theme &theme);

} // namespace keg
