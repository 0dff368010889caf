// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "gui/board/fonts.h"

#include <QList>
#include <QPointF>
#include <QSizeF>
#include <QString>

class QPainter;

namespace keg {

/// How a text may be set.
struct TextStyle
{
    Face face = Face::Text;
    int pixelSize = 0; ///< the size to begin with
    int floor = 0; ///< the smallest size to shrink to
    int maxLines = 1;
};

struct TextLine
{
    QString text;
    double width = 0; ///< pixels

    bool operator==(const TextLine &) const = default;
};

/// A text broken into lines that fit.
struct FittedText
{
    Face face = Face::Text;
    int pixelSize = 0;
    double lineHeight = 0; ///< pixels
    QList<TextLine> lines; ///< empty: there was no room for even one
    bool isRightToLeft = false; ///< by its own letters
    bool isShortened = false; ///< ends with an ellipsis

    QSizeF size() const;
    double firstBaseline() const; ///< pixels from the top
    bool operator==(const FittedText &) const = default;
};

/// Sets a text into `room`: at first in as many lines as it may have, then smaller down to the
/// floor, then with an ellipsis. Lines of one text are made about equally long where it does not
/// cost one more.
FittedText fitText(const QString &text, const TextStyle &style, const QSizeF &room);

/// Where the lines of a text lie when they differ in length.
enum class Align { Left, Center, Right };

/// Paints it in the painter's pen.
void paintText(QPainter &painter, const FittedText &text, const QPointF &topLeft, Align align);

} // namespace keg
