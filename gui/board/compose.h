// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/board.h"
#include "core/domain/notice.h"
#include "gui/board/layout.h"
#include "gui/board/picture.h"

#include <QDateTime>
#include <QLocale>

namespace keg {

/// How a board looks and speaks.
struct Look
{
    Theme theme;
    QLocale locale;
    bool isMotionReduced = false; ///< pages change at once, nothing glows

    bool isMirrored() const { return locale.textDirection() == Qt::RightToLeft; }
};

/// The picture of the tap at an index of the board: what is said, how large, where, and what is
/// left out when room is short (gravities, IBU, description, brewery, in this order).
CardPicture composeTap(const BoardTap &tap, int index, const BoardLayout &layout, const Look &look);

/// `notice` stands on a board without taps, and on others if somebody has to do something. `now` is
/// UTC; it decides whether the mark of an old copy needs a date.
HeadPicture composeHead(const BoardLayout &layout, int page, const Freshness &freshness,
                        const QDateTime &now, const Look &look, const Notice &notice = {});

/// The code of an address in the place that the layout has for it; none: it has none.
std::optional<CodePicture> composeCode(const QString &url, const BoardLayout &layout,
                                       const Look &look);

/// layoutBoard() with the code of the board's menu.
BoardLayout layoutOf(const Board &board, const Screen &screen);

/// `layout` is that of layoutOf().
PagePicture composePage(const Board &board, const BoardLayout &layout, int page,
                        const Freshness &freshness, const QDateTime &now, const Look &look,
                        const Notice &notice = {});

/// What a board without taps says, and what helps to set its display up.
void addWelcome(HeadPicture &head, const BoardLayout &layout, const Notice &notice,
                const Look &look);

// The two kinds of composeTap(), both laid out from left to right. A card that is less than the
// least width is ordered as if it had that: like others beside which it stands.
CardPicture composeCard(const BoardTap &tap, const QRect &rect, bool isOnlyRow,
                        const TypeSizes &type, const Look &look, int leastWidth = 0);
CardPicture composeRow(const BoardTap &tap, const QRect &rect, int tapCount, const TypeSizes &type,
                       const Look &look);

/// A text that begins at a point, in the room it was fitted to.
TextPicture placeText(Role role, const QString &text, const FittedText &fitted,
                      const QPointF &topLeft, const QColor &color);

} // namespace keg
