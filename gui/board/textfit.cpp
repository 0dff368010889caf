// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/textfit.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

constexpr double ShrinkStep = 0.94; // of the size before

/// One attempt: a text in one size and one width.
struct Breaking
{
    QList<TextLine> lines;
    QList<int> starts; ///< where each line begins in the text
    bool isWhole = true; ///< nothing is left over
    bool splitsWord = false;
};

double lineHeight(Face face, int pixelSize, const QString &text)
{
    // Letters of other scripts come from other fonts, with higher lines.
    QTextLayout layout(text, boardFont(face, pixelSize));
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    const double natural = line.height();
    layout.endLayout();
    const double own = QFontMetricsF(boardFont(face, pixelSize)).height();
    const double factor = natural > own * 1.02 ? 1.36 : face == Face::Display ? 1.12 : 1.24;
    return std::ceil(factor * pixelSize);
}

QTextOption optionFor(const QString &text)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    return option;
}

Breaking breakLines(const QString &text, const QFont &font, double width, int maxLines)
{
    QTextLayout layout(text, font);
    layout.setTextOption(optionFor(text));
    layout.beginLayout();
    Breaking result;
    for (int i = 0; i < maxLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid())
            break;
        line.setLineWidth(width);
        const int start = line.textStart();
        if (start > 0 && !text.at(start - 1).isSpace() && text.at(start - 1) != u'-'
            && text.at(start).isLetterOrNumber() && text.at(start - 1).isLetterOrNumber()
            && text.at(start - 1).script() < QChar::Script_Hiragana)
        {
            result.splitsWord = true;
        }
        result.starts.append(start);
        result.lines.append(
            {text.mid(start, line.textLength()).trimmed(), line.naturalTextWidth()});
        result.isWhole = start + line.textLength() >= text.size();
        if (line.naturalTextWidth() > width + 0.5)
            result.isWhole = false; // a single letter wider than the room
    }
    layout.endLayout();
    return result;
}

double widthOf(const QString &text, const QFont &font)
{
    const Breaking one = breakLines(text, font, 1e6, 1);
    return one.lines.isEmpty() ? 0 : one.lines.constFirst().width;
}

/// The narrowest width that needs no more lines, so that no single word is left on the last one.
Breaking balance(const QString &text, const QFont &font, double width, const Breaking &breaking)
{
    Breaking best = breaking;
    double low = width / 2;
    double high = width;
    for (int i = 0; i < 6; ++i) {
        const double middle = (low + high) / 2;
        const Breaking attempt = breakLines(text, font, middle, int(breaking.lines.size()));
        if (attempt.isWhole && !attempt.splitsWord) {
            best = attempt;
            high = middle;
        } else {
            low = middle;
        }
    }
    return best;
}

/// The rest of the text on the last line, cut behind a whole word where that costs little.
QString elided(const QString &rest, const QFont &font, double width)
{
    QString cut = QFontMetricsF(font).elidedText(rest, Qt::ElideRight, width);
    const QChar ellipsis(0x2026);
    if (!cut.endsWith(ellipsis))
        return cut;
    cut.chop(1);
    const auto space = cut.lastIndexOf(u' ');
    if (space > cut.size() * 2 / 3)
        cut.truncate(space);
    while (!cut.isEmpty() && !cut.back().isLetterOrNumber() && !cut.back().isSurrogate())
        cut.chop(1);
    return cut + ellipsis;
}

void shorten(Breaking &breaking, const QString &text, const QFont &font, double width)
{
    const QString rest = text.mid(breaking.starts.constLast());
    const QString cut = elided(rest, font, width);
    breaking.lines.last() = {cut, widthOf(cut, font)};
}

} // namespace

QSizeF FittedText::size() const
{
    double width = 0;
    for (const TextLine &line : lines)
        width = std::max(width, line.width);
    return {std::ceil(width), lineHeight * double(lines.size())};
}

double FittedText::firstBaseline() const
{
    const QFontMetricsF metrics(boardFont(face, pixelSize));
    return (lineHeight - metrics.height()) / 2 + metrics.ascent();
}

FittedText fitText(const QString &text, const TextStyle &style, const QSizeF &room)
{
    const QString clean = text.simplified();
    FittedText fitted;
    fitted.face = style.face;
    fitted.isRightToLeft = clean.isRightToLeft();
    int size = std::max(style.pixelSize, style.floor);
    while (true) {
        const QFont font = boardFont(style.face, size);
        const double height = lineHeight(style.face, size, clean);
        const int maxLines = std::min(style.maxLines, int(room.height() / height));
        const bool isLast = size == style.floor;
        if (maxLines > 0) {
            Breaking breaking = breakLines(clean, font, room.width(), maxLines);
            const bool fits = breaking.isWhole && !breaking.splitsWord;
            if (fits || isLast) {
                fitted.isShortened = !breaking.isWhole;
                if (!breaking.isWhole)
                    shorten(breaking, clean, font, room.width());
                else if (breaking.lines.size() > 1 && fits)
                    breaking = balance(clean, font, room.width(), breaking);
                fitted.pixelSize = size;
                fitted.lineHeight = height;
                fitted.lines = breaking.lines;
                return fitted;
            }
        } else if (isLast) {
            fitted.isShortened = !clean.isEmpty();
            return fitted;
        }
        size = std::max(style.floor, int(size * ShrinkStep));
    }
}

void paintText(QPainter &painter, const FittedText &text, const QPointF &topLeft, bool alignRight)
{
    const QFont font = boardFont(text.face, text.pixelSize);
    const double width = text.size().width();
    double base = topLeft.y() + text.firstBaseline();
    for (const TextLine &line : text.lines) {
        QTextLayout layout(line.text, font);
        QTextOption option = optionFor(line.text);
        option.setTextDirection(text.isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        option.setWrapMode(QTextOption::NoWrap);
        layout.setTextOption(option);
        layout.beginLayout();
        QTextLine set = layout.createLine();
        set.setLineWidth(line.width + 1);
        layout.endLayout();
        // A right-to-left line ends at the right of its own width.
        const double x
            = topLeft.x() + (alignRight ? width - line.width : 0) - (text.isRightToLeft ? 1 : 0);
        layout.draw(&painter, {x, base - set.ascent()});
        base += text.lineHeight;
    }
}

} // namespace keg
