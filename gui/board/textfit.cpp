// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/textfit.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QPainterPath>
#include <QRawFont>
#include <QTextBoundaryFinder>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace keg {

namespace {

constexpr char32_t FirstEmoji = 0x1F000;
constexpr double ShrinkStep = 0.94; // of the size before

/// One attempt: a text in one size and one width.
struct Breaking
{
    QList<TextLine> lines;
    QList<int> starts; ///< where each line begins in the text
    bool isWhole = true; ///< nothing is left over
    bool splitsWord = false;
};

/// A text without the emoji that no font of this machine has: a box says less than nothing. Letters
/// stay, boxes or not.
QString withoutMissingEmoji(const QString &text, const QFont &font)
{
    constexpr char32_t Joiner = 0x200D;
    constexpr char32_t EmojiVariant = 0xFE0F;
    const auto isEmoji = [&](char32_t letter) { return letter >= FirstEmoji && letter < 0x20000; };
    const QFontMetrics metrics(font);
    const QList<uint> letters = text.toUcs4();
    const auto isMissing
        = [&](uint letter) { return isEmoji(letter) && !metrics.inFontUcs4(letter); };
    if (std::none_of(letters.begin(), letters.end(), isMissing))
        return text;
    QString kept;
    for (const char32_t letter : letters) {
        if (!isMissing(letter) && letter != Joiner && letter != EmojiVariant)
            kept += QString::fromUcs4(&letter, 1);
    }
    kept = kept.simplified();
    return kept.isEmpty() ? text : kept;
}

/// Whether a text has letters that need more height than those of our own alphabets.
bool hasTallLetters(const QString &text)
{
    const QList<uint> letters = text.toUcs4();
    return std::any_of(letters.begin(), letters.end(), [](uint letter) {
        const QChar::Script script = QChar::script(letter);
        return letter >= FirstEmoji
            || (script != QChar::Script_Common && script != QChar::Script_Inherited
                && script != QChar::Script_Latin && script != QChar::Script_Greek
                && script != QChar::Script_Cyrillic);
    });
}

double lineHeight(Face face, int pixelSize, const QString &text)
{
    const double factor = hasTallLetters(text) ? 1.36 : face == Face::Display ? 1.1 : 1.22;
    return std::round(factor * pixelSize);
}

QTextOption optionFor(const QString &text)
{
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    return option;
}

/// Whether a line that ends here cuts a word.
bool splitsWordAt(const QString &text, int position)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, text);
    finder.setPosition(position);
    return position < text.size() && !finder.isAtBoundary();
}

/// Between two letters of an alphabet that hyphenates.
bool takesHyphenAt(const QString &text, int position)
{
    const auto hyphenates = [](QChar letter) {
        return letter.isLetter()
            && (letter.script() == QChar::Script_Latin || letter.script() == QChar::Script_Greek
                || letter.script() == QChar::Script_Cyrillic);
    };
    return position > 0 && position < text.size() && hyphenates(text.at(position - 1))
        && hyphenates(text.at(position));
}

double widthOf(const QString &text, const QFont &font)
{
    QTextLayout layout(text, font);
    layout.setTextOption(optionFor(text));
    layout.beginLayout();
    QTextLine line = layout.createLine();
    if (line.isValid())
        line.setNumColumns(int(text.size()));
    layout.endLayout();
    return line.isValid() ? line.naturalTextWidth() : 0;
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
        const auto end = [&] { return line.textStart() + line.textLength(); };
        QString hyphen;
        if (splitsWordAt(text, end())) {
            result.splitsWord = true;
            line.setLineWidth(width - widthOf(QStringLiteral("-"), font));
            if (takesHyphenAt(text, end()))
                hyphen = QStringLiteral("-");
        }
        const QString shown = text.mid(line.textStart(), line.textLength()).trimmed() + hyphen;
        result.starts.append(line.textStart());
        result.lines.append({shown, widthOf(shown, font)});
        // A single letter may be wider than the room.
        result.isWhole = end() >= text.size() && line.naturalTextWidth() <= width + 0.5;
    }
    layout.endLayout();
    return result;
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

/// As much of a text as fits with an ellipsis, cut behind a whole word where that costs little.
QString elided(const QString &text, const QFont &font, double width)
{
    const QChar ellipsis(0x2026);
    QString cut;
    QTextBoundaryFinder letters(QTextBoundaryFinder::Grapheme, text);
    for (auto end = letters.toNextBoundary(); end > 0; end = letters.toNextBoundary()) {
        if (widthOf(text.left(end) + ellipsis, font) > width)
            break;
        cut = text.left(end);
    }
    const auto space = cut.lastIndexOf(u' ');
    if (space > cut.size() * 2 / 3)
        cut.truncate(space);
    while (!cut.isEmpty() && (cut.back().isSpace() || cut.back().isPunct()))
        cut.chop(1);
    return cut + ellipsis;
}

void shorten(Breaking &breaking, const QString &text, const QFont &font, double width)
{
    const QString rest = text.mid(breaking.starts.constLast());
    const QString cut = elided(rest, font, width);
    breaking.lines.last() = {cut, widthOf(cut, font)};
}

/// Fills the letters' outlines. Qt's own way shifts large letters by up to 1/40 pixel, depending on
/// the small ones that were drawn before: the same board would not give the same bytes.
void paintGlyphs(QPainter &painter, const QGlyphRun &run, const QPointF &at)
{
    const QRawFont font = run.rawFont();
    if (!font.fontTable("CBLC").isEmpty()) { // emoji are bitmaps, they have no outline
        painter.drawGlyphRun(at, run);
        return;
    }
    const QList<quint32> glyphs = run.glyphIndexes();
    const QList<QPointF> positions = run.positions();
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    for (qsizetype i = 0; i < glyphs.size(); ++i)
        path.addPath(font.pathForGlyph(glyphs.at(i)).translated(at + positions.at(i)));
    painter.fillPath(path, painter.pen().color());
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
    const QString clean
        = withoutMissingEmoji(text.simplified(), boardFont(style.face, style.pixelSize));
    FittedText fitted;
    fitted.face = style.face;
    fitted.isRightToLeft = clean.isRightToLeft();
    if (clean.isEmpty())
        return fitted;
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
            fitted.isShortened = true;
            return fitted;
        }
        size = std::max(style.floor, int(size * ShrinkStep));
    }
}

void paintText(QPainter &painter, const FittedText &text, const QPointF &topLeft, Align align)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
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
        const double free = width - line.width;
        const double indent = align == Align::Left ? 0 : align == Align::Right ? free : free / 2;
        // A right-to-left line ends at the right of its own width.
        const double x = topLeft.x() + indent - (text.isRightToLeft ? 1 : 0);
        for (const QGlyphRun &run : layout.glyphRuns())
            paintGlyphs(painter, run, {x, std::round(base) - set.ascent()});
        base += text.lineHeight;
    }
    painter.restore();
}

} // namespace keg
