// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/srm.h"
#include "gui/board/compose.h"
#include "gui/board/words.h"

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

constexpr int NameLines = 2;
constexpr int DescriptionLines = 3;
constexpr int ShortestDescription = 28; // letters; three words and an ellipsis say nothing

/// How a card's glass, words and facts lie to each other.
enum class Shape {
    Beside, ///< glass | words over facts
    Tall, ///< glass over words over facts
    Banner, ///< glass | words | facts
};

Shape shapeFor(const QRect &rect, bool isOnlyRow, int leastWidth)
{
    const double aspect = double(std::max(rect.width(), leastWidth)) / rect.height();
    if (aspect < (isOnlyRow ? 1.2 : 0.8))
        return Shape::Tall;
    return aspect > 2.2 ? Shape::Banner : Shape::Beside;
}

qsizetype shownLength(const FittedText &text)
{
    qsizetype length = 0;
    for (const TextLine &line : text.lines)
        length += line.text.size();
    return length;
}

/// One card in the making, from left to right.
class CardComposer
{
public:
    CardComposer(const BoardTap &tap, const QRect &rect, bool isOnlyRow, int leastWidth,
                 const TypeSizes &type, const Look &look)
        : m_tap(tap)
        , m_type(type)
        , m_look(look)
        , m_words(look.locale)
        , m_isOnlyRow(isOnlyRow)
        , m_shape(shapeFor(rect, isOnlyRow, leastWidth))
        , m_padding(std::clamp(0.42 * type.name, 0.42 * type.floor, 0.11 * rect.height()))
    {
        m_card.tap = tap.number;
        m_card.rect = rect;
        m_card.isVacant = !tap.beer;
    }

    CardPicture compose();

private:
    QRectF takeWell(QRectF &room) const;
    void composeWell(const QRectF &room);
    void composeVacant(const QRectF &room);
    double composeWords(const QRectF &room);
    void composeFacts(const QRectF &room);
    void composeBanner(const QRectF &room);
    void composeFactsColumn(QRectF &room, bool withIbu);

    void moveTexts(qsizetype from, qsizetype to, double down);
    FittedText fit(const QString &text, Face face, int size, const QSizeF &room,
                   int maxLines = 1) const;
    FittedText fitLine(const QString &text, Face face, int size, const QSizeF &room) const;
    bool addFact(Role role, const QString &text, Face face, int size, const QColor &color,
                 QRectF &room);
    bool hasFacts() const;

    const BoardTap &m_tap;
    const TypeSizes &m_type;
    const Look &m_look;
    BoardWords m_words;
    bool m_isOnlyRow;
    Shape m_shape;
    double m_padding;
    CardPicture m_card;
    bool m_hasDropped = false; ///< there was no room for something that goes after IBU
};

CardPicture CardComposer::compose()
{
    QRectF room = m_card.rect;
    const QRectF well = takeWell(room);
    m_card.well = well.toAlignedRect();
    composeWell(well);
    if (!m_tap.beer) {
        composeVacant(room);
        return m_card;
    }
    if (m_shape == Shape::Banner) {
        composeBanner(room);
        return m_card;
    }
    const qsizetype first = m_card.texts.size();
    const double slack = composeWords(room.adjusted(0, 0, 0, hasFacts() ? -1.2 * m_type.abv : 0));
    const qsizetype facts = m_card.texts.size();
    composeFacts(room);
    if (m_isOnlyRow && m_shape == Shape::Beside) {
        // On a card of a whole screen's height, words and facts meet in the middle.
        moveTexts(first, facts, 0.42 * slack);
        moveTexts(facts, m_card.texts.size(), -0.42 * slack);
    }
    return m_card;
}

/// Words and a column of facts; without the bitterness, if that leaves no room for more.
void CardComposer::composeBanner(const QRectF &room)
{
    const CardPicture begun = m_card;
    for (const bool withIbu : {true, false}) {
        m_card = begun;
        QRectF rest = room;
        composeFactsColumn(rest, withIbu);
        const qsizetype first = m_card.texts.size();
        const double slack = composeWords(rest);
        moveTexts(first, m_card.texts.size(), slack / 2);
        if (!m_hasDropped)
            return;
    }
}

/// Cuts the glass's part off the card and leaves the room for words and facts.
QRectF CardComposer::takeWell(QRectF &room) const
{
    QRectF well = room;
    if (m_shape == Shape::Tall) {
        well.setHeight((room.width() < 0.7 * room.height() ? 0.53 : 0.48) * room.height());
        room.setTop(well.bottom());
        room.adjust(m_padding, 0, -m_padding, -m_padding);
        return well;
    }
    well.setWidth(std::clamp(0.44 * room.height(), 0.15 * room.width(), 0.28 * room.width()));
    room.setLeft(well.right());
    const double vertical = (m_shape == Shape::Banner ? 0.5 : 0.8) * m_padding;
    room.adjust(m_padding, vertical, -m_padding, -vertical);
    return well;
}

/// The glass, under the tap's number.
void CardComposer::composeWell(const QRectF &room)
{
    const double inset = m_shape == Shape::Tall ? m_padding : 0.65 * m_padding;
    QRectF inner = room.adjusted(inset, 0.8 * m_padding, -inset, -0.8 * m_padding);
    const QString number = m_words.tapNumber(m_tap.number);
    const FittedText fitted = fit(number, Face::Display, m_type.name, inner.size());
    m_card.texts.append(placeText(Role::Number, number, fitted, inner.topLeft(),
                                  m_tap.beer ? m_look.theme.accent : m_look.theme.dim));
    if (m_shape == Shape::Tall)
        inner.adjust(fitted.size().width(), 0, -fitted.size().width(), 0);
    else
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
    QRectF rest = room;
    const auto add
        = [&](Role role, const QString &text, const FittedText &fitted, const QColor &color) {
              m_card.texts.append(placeText(role, text, fitted, rest.topLeft(), color));
              rest.setTop(rest.top() + fitted.size().height());
          };
    // The name leaves one line for the style, and no more.
    const double styleLine
        = fit(beer.style, Face::Strong, m_type.style, rest.size()).size().height();
    const FittedText name = fit(beer.name, Face::Display, m_type.name,
                                {rest.width(), rest.height() - styleLine}, NameLines);
    add(Role::Name, beer.name, name, m_look.theme.text);
    const int second = std::min(m_type.style, name.pixelSize); // never larger than the name
    const FittedText style = fitLine(beer.style, Face::Strong, second, rest.size());
    if (!style.lines.isEmpty())
        add(Role::Style, beer.style, style, m_look.theme.accent);

    const FittedText brewery = fitLine(beer.brewery, Face::Text, second, rest.size());
    m_hasDropped = brewery.isShortened && brewery.lines.isEmpty();
    if (!brewery.lines.isEmpty())
        add(Role::Brewery, beer.brewery, brewery, m_look.theme.dim);
    if (m_hasDropped || beer.description.isEmpty())
        return std::max(0.0, rest.height());

    const double gap = 0.2 * m_type.description;
    const FittedText description = fitText(
        beer.description, {Face::Text, m_type.description, m_type.description, DescriptionLines},
        {rest.width(), rest.height() - 2 * gap});
    m_hasDropped = description.isShortened && shownLength(description) < ShortestDescription;
    if (!m_hasDropped) {
        rest.setTop(rest.top() + gap);
        add(Role::Description, beer.description, description, m_look.theme.dim);
        rest.setTop(rest.top() + gap);
    }
    return std::max(0.0, rest.height());
}

/// Strength, bitterness and gravities on one base line at the foot of the room.
void CardComposer::composeFacts(const QRectF &room)
{
    const Beer &beer = *m_tap.beer;
    const Theme &theme = m_look.theme;
    QRectF rest = room;
    if (beer.abv) {
        addFact(Role::Abv, m_words.abv(*beer.abv), Face::Display, m_type.abv, theme.text, rest);
        rest.setLeft(rest.left() + 0.2 * m_type.abv);
        addFact(Role::AbvLabel, m_words.abvLabel(), Face::Strong, m_type.description, theme.dim,
                rest);
        rest.setLeft(rest.left() + 0.38 * m_type.abv);
    }
    if (m_hasDropped)
        return;
    if (beer.ibu
        && !addFact(Role::Ibu, m_words.ibu(*beer.ibu), Face::Strong, m_type.description, theme.dim,
                    rest))
    {
        return;
    }
    rest.setLeft(rest.left() + 0.38 * m_type.abv);
    const QString gravity = m_words.gravity(beer);
    if (!gravity.isEmpty())
        addFact(Role::Gravity, gravity, Face::Text, m_type.description, theme.dim, rest);
}

/// Takes its part from the left of the room; says whether there was room for all of it.
bool CardComposer::addFact(Role role, const QString &text, Face face, int size, const QColor &color,
                           QRectF &room)
{
    const FittedText fitted = fit(text, face, size, room.size());
    if (fitted.lines.isEmpty() || fitted.isShortened)
        return false;
    const double base = room.bottom() - 0.13 * m_type.abv;
    m_card.texts.append(
        placeText(role, text, fitted, {room.left(), base - fitted.firstBaseline()}, color));
    room.setLeft(room.left() + fitted.size().width());
    return true;
}

/// Strength over bitterness at the right of a banner; takes its part from the room.
void CardComposer::composeFactsColumn(QRectF &room, bool withIbu)
{
    const Beer &beer = *m_tap.beer;
    struct Fact
    {
        Role role;
        QString text;
        FittedText fitted;
        QColor color;
    };
    QList<Fact> facts;
    const QSizeF most(0.4 * room.width(), room.height() / 2);
    const auto add = [&](Role role, const QString &text, Face face, int size, const QColor &color) {
        const FittedText fitted = fit(text, face, size, most);
        if (!fitted.lines.isEmpty())
            facts.append({role, text, fitted, color});
    };
    if (beer.abv) {
        add(Role::Abv, m_words.abv(*beer.abv), Face::Display, m_type.name, m_look.theme.text);
        add(Role::AbvLabel, m_words.abvLabel(), Face::Strong, m_type.description, m_look.theme.dim);
    }
    if (beer.ibu && withIbu)
        add(Role::Ibu, m_words.ibu(*beer.ibu), Face::Strong, m_type.description, m_look.theme.dim);
    double width = 0;
    double height = 0;
    for (const Fact &fact : std::as_const(facts)) {
        width = std::max(width, fact.fitted.size().width());
        height += fact.fitted.size().height();
    }
    while (facts.size() > 1 && height > room.height()) {
        height -= facts.constLast().fitted.size().height();
        facts.removeLast();
    }
    double top = room.center().y() - height / 2;
    for (const Fact &fact : std::as_const(facts)) {
        const QSizeF size = fact.fitted.size();
        m_card.texts.append(placeText(fact.role, fact.text, fact.fitted,
                                      {room.right() - size.width(), top}, fact.color));
        top += size.height();
    }
    room.setRight(room.right() - width - (facts.isEmpty() ? 0 : m_padding));
}

void CardComposer::moveTexts(qsizetype from, qsizetype to, double down)
{
    for (qsizetype i = from; i < to; ++i)
        m_card.texts[i].rect.translate(0, down);
}

FittedText CardComposer::fit(const QString &text, Face face, int size, const QSizeF &room,
                             int maxLines) const
{
    return fitText(text, {face, size, m_type.floor, maxLines}, room);
}

/// A style or brewery: on one line if it need not shrink much, else on two if there is room.
FittedText CardComposer::fitLine(const QString &text, Face face, int size, const QSizeF &room) const
{
    if (text.isEmpty())
        return {};
    const int slightlySmaller = std::max(m_type.floor, int(0.85 * size));
    const FittedText one = fitText(text, {face, size, slightlySmaller, 1}, room);
    return one.isShortened ? fit(text, face, size, room, 2) : one;
}

bool CardComposer::hasFacts() const
{
    const Beer &beer = *m_tap.beer;
    return beer.abv || beer.ibu || beer.originalGravity || beer.finalGravity;
}

} // namespace

CardPicture composeCard(const BoardTap &tap, const QRect &rect, bool isOnlyRow,
                        const TypeSizes &type, const Look &look, int leastWidth)
{
    return CardComposer(tap, rect, isOnlyRow, leastWidth, type, look).compose();
}

} // namespace keg
