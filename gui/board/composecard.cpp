// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/srm.h"
#include "gui/board/compose.h"
#include "gui/board/words.h"

#include <algorithm>

namespace keg {

namespace {

constexpr double TallAspect = 0.8; // narrower cards have their glass above the words
constexpr int NameLines = 2;
constexpr int DescriptionLines = 3;

/// One card in the making, from left to right.
class CardComposer
{
public:
    CardComposer(const BoardTap &tap, const QRect &rect, const TypeSizes &type, const Look &look)
        : m_tap(tap)
        , m_type(type)
        , m_look(look)
        , m_words(look.locale)
        , m_padding(std::clamp(0.42 * type.name, 0.5 * type.floor, 0.11 * rect.height()))
        , m_isTall(rect.width() < TallAspect * rect.height())
    {
        m_card.tap = tap.number;
        m_card.rect = rect;
        m_card.isVacant = !tap.beer;
    }

    CardPicture compose(bool isAlone);

private:
    FittedText fit(const QString &text, Face face, int size, const QSizeF &room,
                   int maxLines = 1) const;
    double wellWidth() const;
    QRectF wordsRoom() const;
    void composeVacant(const QRectF &room);
    double composeWords(const QRectF &room);
    void composeFacts(const QRectF &room);
    bool addFact(Role role, const QString &text, Face face, int size, const QColor &color,
                 QRectF &room);
    void composeWell(double wordsTop);
    bool hasFacts() const;
    double factsHeight() const;

    const BoardTap &m_tap;
    const TypeSizes &m_type;
    const Look &m_look;
    BoardWords m_words;
    double m_padding;
    bool m_isTall;
    CardPicture m_card;
    bool m_hasDropped = false; ///< there was no room for something that goes before IBU
};

FittedText CardComposer::fit(const QString &text, Face face, int size, const QSizeF &room,
                             int maxLines) const
{
    return fitText(text, {face, size, m_type.floor, maxLines}, room);
}

double CardComposer::wellWidth() const
{
    const double width = m_card.rect.width();
    return m_isTall ? width : std::clamp(0.44 * m_card.rect.height(), 0.15 * width, 0.30 * width);
}

QRectF CardComposer::wordsRoom() const
{
    const QRectF inner
        = QRectF(m_card.rect).adjusted(m_padding, m_padding * 0.8, -m_padding, -m_padding * 0.8);
    if (m_isTall)
        return inner.adjusted(0, 0.4 * inner.height(), 0, 0);
    return inner.adjusted(wellWidth(), 0, 0, 0);
}

bool CardComposer::hasFacts() const
{
    const Beer &beer = *m_tap.beer;
    return beer.abv || beer.ibu || beer.originalGravity || beer.finalGravity;
}

double CardComposer::factsHeight() const
{
    return hasFacts() ? fit(m_words.abv(0), Face::Display, m_type.abv, {1e6, 1e6}).lineHeight : 0;
}

CardPicture CardComposer::compose(bool isAlone)
{
    const QRectF room = wordsRoom();
    double wordsTop = room.top();
    if (!m_tap.beer) {
        composeVacant(room);
        composeWell(wordsTop);
        return m_card;
    }
    const double slack = composeWords(room.adjusted(0, 0, 0, -factsHeight()));
    const qsizetype words = m_card.texts.size();
    composeFacts(room);
    // What is not needed goes to a tall card's glass; on a large card the words move together.
    double wordsDown = 0;
    double factsUp = 0;
    if (m_isTall) {
        wordsDown = slack;
        wordsTop += slack;
    } else if (isAlone) {
        wordsDown = factsUp = 0.42 * slack;
    }
    for (qsizetype i = 0; i < m_card.texts.size(); ++i)
        m_card.texts[i].rect.translate(0, i < words ? wordsDown : -factsUp);
    composeWell(wordsTop);
    return m_card;
}

void CardComposer::composeVacant(const QRectF &room)
{
    const QString text = m_words.vacant();
    const FittedText fitted = fit(text, Face::Strong, m_type.style, room.size(), 2);
    m_card.texts.append(placeText(Role::Vacant, text, fitted,
                                  {room.left(), room.center().y() - fitted.size().height() / 2},
                                  m_look.theme.dim));
}

/// Name, style, brewery and description from the top of the room; returns the height left over.
double CardComposer::composeWords(const QRectF &room)
{
    const Beer &beer = *m_tap.beer;
    QPointF at = room.topLeft();
    double left = room.height();
    const auto add
        = [&](Role role, const QString &text, const FittedText &fitted, const QColor &color) {
              m_card.texts.append(placeText(role, text, fitted, at, color));
              at.ry() += fitted.size().height();
              left -= fitted.size().height();
          };
    const auto space = [&](double height) {
        at.ry() += height;
        left -= height;
    };
    const FittedText style = beer.style.isEmpty()
        ? FittedText()
        : fit(beer.style, Face::Strong, m_type.style, room.size());
    const FittedText name = fit(beer.name, Face::Display, m_type.name,
                                {room.width(), left - style.size().height()}, NameLines);
    add(Role::Name, beer.name, name, m_look.theme.text);
    if (!beer.style.isEmpty())
        add(Role::Style, beer.style, style, m_look.theme.accent);
    if (!beer.brewery.isEmpty()) {
        const FittedText brewery
            = fit(beer.brewery, Face::Text, m_type.style, {room.width(), left});
        m_hasDropped = brewery.lines.isEmpty();
        if (!m_hasDropped)
            add(Role::Brewery, beer.brewery, brewery, m_look.theme.dim);
    }
    if (!beer.description.isEmpty() && !m_hasDropped) {
        const double gap = 0.4 * m_type.description;
        const FittedText description = fit(beer.description, Face::Text, m_type.description,
                                           {room.width(), left - 2 * gap}, DescriptionLines);
        m_hasDropped = description.lines.isEmpty();
        if (!m_hasDropped) {
            space(gap);
            add(Role::Description, beer.description, description, m_look.theme.dim);
            space(gap);
        }
    }
    return std::max(0.0, left);
}

/// Strength, bitterness and gravities on one base line at the foot of the room.
void CardComposer::composeFacts(const QRectF &room)
{
    const Beer &beer = *m_tap.beer;
    const Theme &theme = m_look.theme;
    QRectF rest = room;
    rest.setTop(room.bottom() - factsHeight());
    if (beer.abv) {
        addFact(Role::Abv, m_words.abv(*beer.abv), Face::Display, m_type.abv, theme.text, rest);
        rest.adjust(0.22 * m_type.abv, 0, 0, 0);
        addFact(Role::AbvLabel, m_words.abvLabel(), Face::Strong, m_type.description, theme.dim,
                rest);
        rest.adjust(0.6 * m_type.abv, 0, 0, 0);
    }
    if (m_hasDropped)
        return;
    if (beer.ibu
        && !addFact(Role::Ibu, m_words.ibu(*beer.ibu), Face::Strong, m_type.description, theme.dim,
                    rest))
    {
        return;
    }
    rest.adjust(0.6 * m_type.abv, 0, 0, 0);
    const QString gravity = m_words.gravity(beer);
    if (!gravity.isEmpty())
        addFact(Role::Gravity, gravity, Face::Text, m_type.description, theme.dim, rest);
}

/// Takes its part from the left of the room; says whether there was room for all of it.
bool CardComposer::addFact(Role role, const QString &text, Face face, int size, const QColor &color,
                           QRectF &room)
{
    const FittedText fitted = fit(text, face, size, {room.width(), room.height() * 2});
    if (room.width() <= 0 || fitted.isShortened)
        return false;
    const double base = room.bottom() - 0.26 * m_type.abv;
    m_card.texts.append(
        placeText(role, text, fitted, {room.left(), base - fitted.firstBaseline()}, color));
    room.setLeft(room.left() + fitted.size().width());
    return true;
}

/// The glass in its light, under the tap's number.
void CardComposer::composeWell(double wordsTop)
{
    QRectF well = m_card.rect;
    if (m_isTall)
        well.setBottom(wordsTop - m_padding * 0.5);
    else
        well.setWidth(wellWidth());
    m_card.well = well.toAlignedRect();

    const double inset = m_isTall ? m_padding : 0.65 * m_padding;
    QRectF inner = well.adjusted(inset, 0.8 * m_padding, -inset, -0.8 * m_padding);
    const QString number = m_words.tapNumber(m_tap.number);
    const FittedText fitted = fit(number, Face::Display, m_type.name, inner.size());
    m_card.texts.append(placeText(Role::Number, number, fitted, inner.topLeft(),
                                  m_tap.beer ? m_look.theme.accent : m_look.theme.dim));
    if (!m_isTall)
        inner.setTop(inner.top() + fitted.size().height() + 0.1 * m_padding);

    GlassPicture glass;
    if (m_tap.beer) {
        glass.shape = glassForStyle(m_tap.beer->style);
        glass.beer = QColor::fromRgb(beerColor(m_tap.beer->color));
    }
    const double height = std::min(inner.height(), inner.width() / glassAspect(glass.shape));
    if (height < m_type.floor)
        return;
    glass.rect = QRectF(0, 0, height * glassAspect(glass.shape), height);
    glass.rect.moveCenter(inner.center());
    glass.rect.moveBottom(inner.bottom());
    m_card.glass = glass;
}

} // namespace

CardPicture composeCard(const BoardTap &tap, const QRect &rect, bool isAlone, const TypeSizes &type,
                        const Look &look)
{
    return CardComposer(tap, rect, type, look).compose(isAlone);
}

} // namespace keg
