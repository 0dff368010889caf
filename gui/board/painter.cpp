// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/painter.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRadialGradient>

#include <algorithm>

namespace keg {

namespace {

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

double cornerRadius(const CardPicture &card)
{
    const double shorter = std::min(card.rect.width(), card.rect.height());
    return std::min(0.12 * shorter, 5 + 0.022 * shorter);
}

QPainterPath cardShape(const CardPicture &card, double inset)
{
    QPainterPath path;
    const QRectF rect = QRectF(card.rect).adjusted(inset, inset, -inset, -inset);
    path.addRoundedRect(rect, cornerRadius(card), cornerRadius(card));
    return path;
}

/// Light behind the glass: the colder the darker the beer, so that black stands out and gold glows.
void paintWell(QPainter &painter, const CardPicture &card, const Theme &theme)
{
    if (!card.glass || !card.glass->beer)
        return;
    const QRectF glass = card.glass->rect;
    const QColor &beer = *card.glass->beer;
    const double paleness = std::clamp((double(beer.lightnessF()) - 0.15) / 0.3, 0.0, 1.0);
    painter.save();
    painter.translate(glass.center());
    painter.scale(std::max(glass.width(), 0.48 * glass.height()) * 1.08, glass.height() * 0.72);
    const auto shine = [&](const QColor &color, double strength) {
        QRadialGradient light({0, 0}, 1);
        light.setColorAt(0, faded(color, strength));
        light.setColorAt(0.45, faded(color, strength * 0.62));
        light.setColorAt(0.8, faded(color, strength * 0.14));
        light.setColorAt(1, faded(color, 0));
        painter.fillRect(QRectF(-1, -1, 2, 2), light);
    };
    shine(theme.well, 1 - 0.55 * paleness);
    shine(beer, 0.30 * paleness);
    painter.restore();
}

void paintCardGround(QPainter &painter, const CardPicture &card, const Theme &theme)
{
    const QPainterPath shape = cardShape(card, 0.5);
    if (card.isVacant) {
        painter.setPen(QPen(theme.border, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shape);
        return;
    }
    QLinearGradient down(card.rect.topLeft(), card.rect.bottomLeft());
    down.setColorAt(0, theme.cardTop);
    down.setColorAt(1, theme.card);
    painter.fillPath(shape, down);
    painter.save();
    painter.setClipPath(shape, Qt::IntersectClip);
    paintWell(painter, card, theme);
    painter.restore();
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
}

void paintRowGround(QPainter &painter, const CardPicture &card, const Theme &theme)
{
    if (card.isVacant) {
        painter.setPen(QPen(theme.border, 1));
        painter.drawPath(cardShape(card, 0.5));
    } else {
        painter.fillPath(cardShape(card, 0), theme.card);
    }
}

void paintTexts(QPainter &painter, const QList<TextPicture> &texts)
{
    for (const TextPicture &text : texts) {
        painter.setPen(text.color);
        paintText(painter, text.fitted, text.rect.topLeft(), text.align);
    }
}

} // namespace

void paintGround(QPainter &painter, const CardPicture &card, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (card.kind == CardPicture::Kind::Row)
        paintRowGround(painter, card, theme);
    else
        paintCardGround(painter, card, theme);
    if (card.glass)
        paintGlass(painter, card.glass->rect, card.glass->shape, card.glass->beer, theme);
    painter.restore();
}

void paintGround(QPainter &painter, const CodePicture &code)
{
    painter.fillRect(code.square, Qt::white);
    const QPoint first
        = code.square.topLeft() + QPoint(1, 1) * (QrModules::QuietZone * code.module);
    for (int row = 0; row < code.modules.size(); ++row) {
        for (int column = 0; column < code.modules.size(); ++column) {
            if (code.modules.isDark(column, row)) {
                painter.fillRect(QRect(first + QPoint(column, row) * code.module,
                                       QSize(code.module, code.module)),
                                 Qt::black);
            }
        }
    }
}

void paintGround(QPainter &painter, const HeadPicture &head, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(head.rule, theme.accent);
    if (head.glass)
        paintGlass(painter, head.glass->rect, head.glass->shape, head.glass->beer, theme);
    painter.setPen(Qt::NoPen);
    for (qsizetype i = 0; i < head.dots.size(); ++i) {
        painter.setBrush(i == head.page ? theme.accent : theme.border);
        painter.drawEllipse(head.dots.at(i));
    }
    painter.restore();
}

void paintTexts(QPainter &painter, const CardPicture &card)
{
    painter.save();
    painter.setClipRect(card.rect, Qt::IntersectClip); // stacked accents stay on their card
    paintTexts(painter, card.texts);
    painter.restore();
}

void paintTexts(QPainter &painter, const HeadPicture &head)
{
    paintTexts(painter, head.texts);
}

void paintTexts(QPainter &painter, const CodePicture &code)
{
    if (code.caption)
        paintTexts(painter, QList<TextPicture>{*code.caption});
}

void paintPage(QPainter &painter, const PagePicture &page, const Theme &theme,
               const QRegion &region)
{
    for (const QRect &rect : region)
        painter.fillRect(rect, theme.background);
    if (region.intersects(page.headRect)) {
        paintGround(painter, page.head, theme);
        paintTexts(painter, page.head);
    }
    for (const CardPicture &card : page.cards) {
        if (region.intersects(card.rect)) {
            paintGround(painter, card, theme);
            paintTexts(painter, card);
        }
    }
    if (page.code && region.intersects(page.code->panel)) {
        paintGround(painter, *page.code);
        paintTexts(painter, *page.code);
    }
}

void paintHighlight(QPainter &painter, const CardPicture &card, double strength, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double width = std::max(2.0, card.rect.height() * 0.012);
    const QPainterPath shape = cardShape(card, width / 2);
    painter.fillPath(shape, faded(theme.accent, 0.06 * strength));
    painter.strokePath(shape, QPen(faded(theme.accent, strength), width));
    painter.restore();
}

} // namespace keg
