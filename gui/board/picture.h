// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/qr_modules.h"
#include "gui/board/glass.h"
#include "gui/board/textfit.h"

#include <QColor>
#include <QList>
#include <QRect>
#include <QString>

#include <optional>

namespace keg {

/// What a text says; its name in the layout JSON is roleName().
enum class Role {
    Title,
    Age,
    Page,
    Sentence,
    Words,
    Hint,
    Machine,
    Number,
    Name,
    Style,
    Brewery,
    Abv,
    AbvLabel,
    Ibu,
    Gravity,
    Description,
    Vacant,
    MenuCaption,
};

QString roleName(Role role);

/// One text in its place.
struct TextPicture
{
    Role role = Role::Name;
    QString text; ///< as it was given
    FittedText fitted;
    QRectF rect; ///< just around the letters' lines
    QColor color;
    Align align = Align::Left;

    bool operator==(const TextPicture &) const = default;
};

/// One glass in its place.
struct GlassPicture
{
    QRectF rect;
    GlassShape shape = GlassShape::Pint;
    std::optional<QColor> beer; ///< none: the glass is empty

    bool operator==(const GlassPicture &) const = default;
};

/// One tap, ready to be painted.
struct CardPicture
{
    enum class Kind { Card, Row };

    Kind kind = Kind::Card;
    int tap = 0; ///< its number
    QRect rect;
    bool isVacant = false;
    QRect well; ///< the lit part behind the glass
    std::optional<GlassPicture> glass;
    QList<TextPicture> texts;

    bool operator==(const CardPicture &) const = default;
};

/// What stands above the taps, and the one sentence of a board without any.
struct HeadPicture
{
    QList<TextPicture> texts;
    QRect rule; ///< a short line of colour before the title
    std::optional<GlassPicture> glass; ///< of a board without taps
    QList<QRectF> dots; ///< one for each page
    int page = 0; ///< whose dot is lit

    bool operator==(const HeadPicture &) const = default;
};

/// The QR code of the menu.
struct CodePicture
{
    QString url; ///< what it says
    QrModules modules;
    QRect panel; ///< all that is its own
    QRect square; ///< the code with its quiet zone
    int module = 0; ///< pixels a side of each
    std::optional<TextPicture> caption;

    bool operator==(const CodePicture &) const = default;
};

/// One page of a board, ready to be painted.
struct PagePicture
{
    HeadPicture head;
    QRect headRect;
    QList<CardPicture> cards;
    std::optional<CodePicture> code;
};

} // namespace keg
