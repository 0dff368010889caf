// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/service/menu_code.h"
#include "gui/board/compose.h"
#include "gui/board/words.h"

namespace keg {

namespace {

/// None: it does not fit whole, and half a caption says nothing.
std::optional<TextPicture> composeCaption(const CodePlace &place, const TypeSizes &type,
                                          const Look &look)
{
    const QString text = BoardWords(look.locale).menu();
    const int size = place.isCaptionBeside ? type.title : type.floor;
    const QRectF room = place.caption;
    const FittedText fitted = fitText(text, {Face::Strong, size, type.floor, 2}, room.size());
    if (fitted.lines.isEmpty() || fitted.isShortened)
        return {};
    const QSizeF taken = fitted.size();
    const double left = place.isCaptionBeside ? room.right() - taken.width()
                                              : room.center().x() - taken.width() / 2;
    const double top = place.isCaptionBeside ? room.center().y() - taken.height() / 2
                                             : room.bottom() - taken.height();
    TextPicture caption = placeText(Role::MenuCaption, text, fitted, {left, top}, look.theme.text);
    caption.align = place.isCaptionBeside ? Align::Right : Align::Center;
    return caption;
}

} // namespace

std::optional<CodePicture> composeCode(const QString &url, const BoardLayout &layout,
                                       const Look &look)
{
    if (layout.code.panel.isEmpty())
        return {};
    CodePicture code;
    code.url = url;
    code.modules = service::menuCode(url);
    code.panel = layout.code.panel;
    code.square = layout.code.square;
    code.module = layout.code.module;
    code.caption = composeCaption(layout.code, layout.type, look);
    return code;
}

BoardLayout layoutOf(const Board &board, const Screen &screen)
{
    return layoutBoard(screen, int(board.taps.size()), service::menuCode(board.menuUrl).size());
}

} // namespace keg
