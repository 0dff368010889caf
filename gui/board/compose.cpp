// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/compose.h"

#include "gui/board/words.h"

#include <algorithm>

namespace keg {

namespace {

QRectF mirrored(const QRectF &rect, int boardWidth)
{
    return {boardWidth - rect.x() - rect.width(), rect.y(), rect.width(), rect.height()};
}

QRect mirrored(const QRect &rect, int boardWidth)
{
    return mirrored(QRectF(rect), boardWidth).toRect();
}

void mirror(QList<TextPicture> &texts, int boardWidth)
{
    for (TextPicture &text : texts) {
        text.rect = mirrored(text.rect, boardWidth);
        if (text.align != Align::Center)
            text.align = text.align == Align::Left ? Align::Right : Align::Left;
    }
}

void mirror(CardPicture &card, int boardWidth)
{
    card.rect = mirrored(card.rect, boardWidth);
    card.well = mirrored(card.well, boardWidth);
    if (card.glass)
        card.glass->rect = mirrored(card.glass->rect, boardWidth);
    mirror(card.texts, boardWidth);
}

void mirror(CodePicture &code, int boardWidth)
{
    code.panel = mirrored(code.panel, boardWidth);
    code.square = mirrored(code.square, boardWidth);
    if (code.caption) {
        QList<TextPicture> texts{*code.caption};
        mirror(texts, boardWidth);
        code.caption = texts.constFirst();
    }
}

void mirror(HeadPicture &head, int boardWidth)
{
    mirror(head.texts, boardWidth);
    head.rule = mirrored(head.rule, boardWidth);
    for (QRectF &dot : head.dots)
        dot = mirrored(dot, boardWidth);
}

/// One dot a page at the right end; numbers instead where the dots would not fit.
void addPages(HeadPicture &head, const BoardLayout &layout, int page, const Look &look, int &right)
{
    if (layout.pageCount < 2)
        return;
    const QRect &header = layout.header;
    head.page = page;
    const double size = layout.type.floor * 0.42;
    const double step = size * 2.1;
    const double width = step * (layout.pageCount - 1) + size;
    if (width <= header.width() * 0.25) {
        for (int i = 0; i < layout.pageCount; ++i) {
            head.dots.append(
                QRectF(right - width + i * step, header.center().y() - size / 2, size, size));
        }
        right -= int(width) + layout.type.floor;
        return;
    }
    const QString text = BoardWords(look.locale).page(page, layout.pageCount);
    const FittedText fitted = fitText(text, {Face::Strong, layout.type.floor, layout.type.floor, 1},
                                      QSizeF(header.width(), header.height()));
    const QSizeF room = fitted.size();
    head.texts.append(placeText(Role::Page, text, fitted,
                                {right - room.width(), header.center().y() - room.height() / 2},
                                look.theme.dim));
    right -= int(room.width()) + layout.type.floor;
}

/// Left of what stands at the right end already.
void addMark(HeadPicture &head, const BoardLayout &layout, Role role, const QString &text,
             const Look &look, int &right)
{
    const QRect &header = layout.header;
    const FittedText fitted = fitText(text, {Face::Text, layout.type.floor, layout.type.floor, 1},
                                      QSizeF(right - header.left(), header.height()));
    const QSizeF room = fitted.size();
    if (fitted.lines.isEmpty())
        return;
    head.texts.append(placeText(role, text, fitted,
                                {right - room.width(), header.center().y() - room.height() / 2},
                                look.theme.dim));
    right -= int(room.width()) + layout.type.floor;
}

/// At the left end; it is no more than an ornament, and left out where there is no room.
void addTitle(HeadPicture &head, const BoardLayout &layout, const Look &look, int right)
{
    const QRect &header = layout.header;
    const int size = layout.type.title;
    const QRect rule(header.x(), header.center().y() - size * 2 / 5, std::max(2, size / 6),
                     size * 4 / 5);
    const double left = header.x() + rule.width() + size / 2.0;
    const QString title = BoardWords(look.locale).title();
    const FittedText fitted = fitText(title, {Face::Display, size, layout.type.floor, 1},
                                      QSizeF(right - left, header.height()));
    if (fitted.lines.isEmpty() || fitted.isShortened)
        return;
    head.rule = rule;
    head.texts.append(placeText(Role::Title, title, fitted,
                                {left, header.center().y() - fitted.size().height() / 2},
                                look.theme.text));
}

} // namespace

TextPicture placeText(Role role, const QString &text, const FittedText &fitted,
                      const QPointF &topLeft, const QColor &color)
{
    return {role, text, fitted, QRectF(topLeft, fitted.size()), color, Align::Left};
}

CardPicture composeTap(const BoardTap &tap, int index, const BoardLayout &layout, const Look &look)
{
    const QRect rect = layout.cardRect(index);
    // The code narrows the last row.
    const int above = layout.cardRect(layout.firstTap(layout.pageOf(index))).width();
    CardPicture card = layout.kind == BoardLayout::Kind::List
        ? composeRow(tap, rect, layout.tapCount, layout.type, look)
        : composeCard(tap, rect, layout.rows == 1, layout.type, look, above);
    if (look.isMirrored())
        mirror(card, layout.size.width());
    return card;
}

HeadPicture composeHead(const BoardLayout &layout, int page, const Freshness &freshness,
                        const QDateTime &now, const Look &look, const Notice &notice)
{
    HeadPicture head;
    int right = layout.header.x() + layout.header.width();
    addPages(head, layout, page, look, right);
    const BoardWords words(look.locale);
    if (!freshness.isCurrent)
        addMark(head, layout, Role::Age, words.primaryAway(freshness.asOf, now), look, right);
    const QString news = words.news(notice);
    if (layout.kind != BoardLayout::Kind::Empty && !news.isEmpty())
        addMark(head, layout, Role::Words, news, look, right);
    addTitle(head, layout, look, right);
    if (layout.kind == BoardLayout::Kind::Empty)
        addWelcome(head, layout, notice, look);
    if (look.isMirrored())
        mirror(head, layout.size.width());
    return head;
}

PagePicture composePage(const Board &board, const BoardLayout &layout, int page,
                        const Freshness &freshness, const QDateTime &now, const Look &look,
                        const Notice &notice)
{
    PagePicture picture;
    picture.head = composeHead(layout, page, freshness, now, look, notice);
    // What is said in place of an empty board belongs to the head.
    picture.headRect = layout.header;
    if (layout.kind == BoardLayout::Kind::Empty)
        picture.headRect |= layout.body;
    for (int i = layout.firstTap(page); i < layout.firstTap(page + 1); ++i)
        picture.cards.append(composeTap(board.taps.at(i), i, layout, look));
    picture.code = composeCode(board.menuUrl, layout, look);
    if (picture.code && look.isMirrored())
        mirror(*picture.code, layout.size.width());
    return picture;
}

QString roleName(Role role)
{
    switch (role) {
    case Role::Title:
        return QStringLiteral("title");
    case Role::Age:
        return QStringLiteral("age");
    case Role::Page:
        return QStringLiteral("page");
    case Role::Sentence:
        return QStringLiteral("sentence");
    case Role::Words:
        return QStringLiteral("words");
    case Role::Hint:
        return QStringLiteral("hint");
    case Role::Machine:
        return QStringLiteral("machine");
    case Role::Number:
        return QStringLiteral("number");
    case Role::Name:
        return QStringLiteral("name");
    case Role::Style:
        return QStringLiteral("style");
    case Role::Brewery:
        return QStringLiteral("brewery");
    case Role::Abv:
        return QStringLiteral("abv");
    case Role::AbvLabel:
        return QStringLiteral("abvLabel");
    case Role::Ibu:
        return QStringLiteral("ibu");
    case Role::Gravity:
        return QStringLiteral("gravity");
    case Role::Description:
        return QStringLiteral("description");
    case Role::Vacant:
        return QStringLiteral("vacant");
    case Role::MenuCaption:
        return QStringLiteral("menuCaption");
    }
    return {};
}

} // namespace keg
