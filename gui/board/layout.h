// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QRect>
#include <QSize>

namespace keg {

/// What is known of the screen that a board hangs on.
struct Screen
{
    QSize size; ///< pixels
    double diagonalMm = 0; ///< 0: unknown
    double distanceM = 0; ///< from the screen to the eye; 0: unknown

    bool operator==(const Screen &) const = default;
};

/// Sizes of type in pixels.
struct TypeSizes
{
    int floor = 0; ///< no text is smaller
    int title = 0; ///< the board's head line
    int name = 0;
    int abv = 0; ///< tap numbers too
    int style = 0; ///< brewery too
    int description = 0;

    bool operator==(const TypeSizes &) const = default;
};

/// Where the QR code of the menu lies.
struct CodePlace
{
    QRect panel; ///< all that the cards leave to it; empty: there is no code
    QRect square; ///< the code with its quiet zone
    QRect caption; ///< the room for a line or two about it
    int module = 0; ///< pixels a side of each
    bool isCaptionBeside = false; ///< at its left; else above it

    bool operator==(const CodePlace &) const = default;
};

/// Where everything of a board lies, in pixels and left to right; whoever paints a right-to-left
/// language mirrors it. Pure geometry: knows how many taps there are, not what pours from them.
struct BoardLayout
{
    enum class Kind {
        Empty, ///< no taps: one sentence
        Cards, ///< row by row
        List, ///< 24 taps and more: narrow rows, column by column
    };

    Kind kind = Kind::Empty;
    QSize size; ///< of the whole board
    QRect header;
    QRect body;
    int tapCount = 0;
    int pageCount = 1;
    int columns = 0; ///< of the fullest row
    int rows = 0;
    int gap = 0; ///< between cards
    TypeSizes type;
    CodePlace code;
    int lastRowWidth = 0; ///< of cards: less than the body's where the code is at their end

    int firstTap(int page) const; ///< index of the first tap on a page; both count from 0
    int tapsOnPage(int page) const;
    int pageOf(int tap) const;
    QRect cardRect(int tap) const; ///< on its page, by the tap's index from 0

    bool operator==(const BoardLayout &) const = default;
};

/// The grids of the design: in landscape 1x1, 2x1, 3x1, 2x2, 3x2, 4x2 and 4x3, in portrait one
/// column to six taps and two to twelve, from 24 taps a list; more pages where the type would fall
/// below the floor. Each row fills the whole width.
///
/// `codeSize`: modules a side of a QR code without its quiet zone, 0: none. It stands where the
/// last row or column ends, in portrait below the cards; it is left out where a camera could not
/// read it without its taking more of the screen than it may.
BoardLayout layoutBoard(const Screen &screen, int tapCount, int codeSize = 0);

/// The smallest type for a screen, in pixels: 2.2 % of its shorter side, or where size and distance
/// are known a cap height of 1.7 mm per metre (a cap is 0.7 em) if that is more.
int typeFloor(const Screen &screen);

} // namespace keg
