// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/srm.h"
#include "gui/board/compose.h"
#include "gui/board/words.h"

#include <algorithm>

namespace keg {

namespace {

/// One row of the list in the making, from left to right: number, glass, name and style, strength.
class RowComposer
{
public:
    RowComposer(const BoardTap &tap, const QRect &rect, int tapCount, const TypeSizes &type,
                const Look &look)
        : m_tap(tap)
        , m_type(type)
        , m_look(look)
        , m_words(look.locale)
        , m_tapCount(tapCount)
        , m_room(rect)
    {
        m_card.kind = CardPicture::Kind::Row;
        m_card.tap = tap.number;
        m_card.rect = rect;
        m_card.isVacant = !tap.beer;
        const double padding = 0.45 * type.floor;
        m_room.adjust(padding, 0, -padding, 0);
    }

    CardPicture compose();

private:
    FittedText fit(const QString &text, Face face, int size, double width) const;
    void add(Role role, const QString &text, const FittedText &fitted, const QPointF &at,
             const QColor &color);
    void composeNumber();
    void composeGlass();
    void composeStrength();
    void composeNames();
    void composeInOneLine(const FittedText &name);

    const BoardTap &m_tap;
    const TypeSizes &m_type;
    const Look &m_look;
    BoardWords m_words;
    int m_tapCount; ///< numbers take the room of the widest
    QRectF m_room; ///< what is still free
    CardPicture m_card;
};

FittedText RowComposer::fit(const QString &text, Face face, int size, double width) const
{
    return fitText(text, {face, size, m_type.floor, 1}, {width, m_room.height()});
}

void RowComposer::add(Role role, const QString &text, const FittedText &fitted, const QPointF &at,
                      const QColor &color)
{
    m_card.texts.append(placeText(role, text, fitted, at, color));
}

CardPicture RowComposer::compose()
{
    composeNumber();
    composeGlass();
    if (!m_tap.beer) {
        const QString text = m_words.vacant();
        const FittedText fitted = fit(text, Face::Text, m_type.style, m_room.width());
        add(Role::Vacant, text, fitted,
            {m_room.left(), m_room.center().y() - fitted.size().height() / 2}, m_look.theme.dim);
        return m_card;
    }
    composeStrength();
    composeNames();
    return m_card;
}

/// Right-aligned in the width of the widest number, so that names begin at one edge.
void RowComposer::composeNumber()
{
    const QString text = m_words.tapNumber(m_tap.number);
    const QString widest = m_words.tapNumber(m_tapCount);
    const FittedText fitted = fit(text, Face::Display, m_type.abv, m_room.width());
    const double column
        = std::max(fit(widest, Face::Display, m_type.abv, m_room.width()).size().width(),
                   fitted.size().width());
    add(Role::Number, text, fitted,
        {m_room.left() + column - fitted.size().width(),
         m_room.center().y() - fitted.size().height() / 2},
        m_tap.beer ? m_look.theme.accent : m_look.theme.dim);
    m_room.setLeft(m_room.left() + column + 0.6 * m_type.floor);
}

void RowComposer::composeGlass()
{
    // Pints only: so small, shapes are noise and a straight edge of glasses is calm.
    const double height = 0.82 * m_card.rect.height();
    GlassPicture glass;
    if (m_tap.beer)
        glass.beer = QColor::fromRgb(beerColor(m_tap.beer->color));
    glass.rect = QRectF(m_room.left(), m_room.center().y() - height / 2,
                        height * glassAspect(glass.shape), height);
    m_card.well = m_card.rect;
    m_card.glass = glass;
    m_room.setLeft(glass.rect.right() + 0.6 * m_type.floor);
}

void RowComposer::composeStrength()
{
    if (!m_tap.beer->abv)
        return;
    const QString text = m_words.abv(*m_tap.beer->abv);
    const FittedText fitted = fit(text, Face::Display, m_type.abv, m_room.width());
    const QSizeF size = fitted.size();
    add(Role::Abv, text, fitted,
        {m_room.right() - size.width(), m_room.center().y() - size.height() / 2},
        m_look.theme.text);
    m_room.setRight(m_room.right() - size.width() - 0.6 * m_type.floor);
}

/// The name over the style where the row is high enough, before it where it is not.
void RowComposer::composeNames()
{
    const Beer &beer = *m_tap.beer;
    const FittedText name = fit(beer.name, Face::Display, m_type.name, m_room.width());
    const FittedText style
        = fit(beer.style, Face::Strong, std::min(m_type.style, name.pixelSize), m_room.width());
    const double height = name.size().height() + style.size().height();
    if (style.lines.isEmpty() || height > 0.94 * m_card.rect.height()) {
        composeInOneLine(name);
        return;
    }
    const double top = m_room.center().y() - height / 2;
    add(Role::Name, beer.name, name, {m_room.left(), top}, m_look.theme.text);
    add(Role::Style, beer.style, style, {m_room.left(), top + name.size().height()},
        m_look.theme.accent);
}

void RowComposer::composeInOneLine(const FittedText &name)
{
    const Beer &beer = *m_tap.beer;
    const double top = m_room.center().y() - name.size().height() / 2;
    add(Role::Name, beer.name, name, {m_room.left(), top}, m_look.theme.text);
    m_room.setLeft(m_room.left() + name.size().width() + 0.6 * m_type.floor);
    if (m_room.width() < 3.0 * m_type.floor)
        return;
    const FittedText style = fit(beer.style, Face::Strong, m_type.style, m_room.width());
    if (style.lines.isEmpty())
        return;
    // On the name's base line, but letters of a higher script stay in their row.
    const double base = top + name.firstBaseline() - style.firstBaseline();
    const double lowest = m_room.bottom() - style.size().height();
    add(Role::Style, beer.style, style,
        {m_room.left(), std::max(m_room.top(), std::min(base, lowest))}, m_look.theme.accent);
}

} // namespace

CardPicture composeRow(const BoardTap &tap, const QRect &rect, int tapCount, const TypeSizes &type,
                       const Look &look)
{
    return RowComposer(tap, rect, tapCount, type, look).compose();
}

} // namespace keg
