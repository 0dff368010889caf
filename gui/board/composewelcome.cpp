// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/compose.h"
#include "gui/board/words.h"

#include <algorithm>

namespace keg {

namespace {

/// One line of it, or a few.
struct Line
{
    Role role;
    QString text;
    Face face;
    double size; ///< pixels
    int lines;
    QColor color;
    double gap; ///< above it, in pixels
};

QList<Line> linesOf(const BoardLayout &layout, const Notice &notice, const Look &look)
{
    const BoardWords words(look.locale);
    const double unit = std::min(layout.size.width(), layout.size.height());
    const double sentence = std::max<double>(layout.type.floor, unit / 22);
    QList<Line> lines{{Role::Sentence, words.welcome(notice), Face::Display, sentence, 4,
                       look.theme.text, unit * 0.05}};
    if (!notice.words.isEmpty()) {
        lines.append({Role::Words, words.pairingWords(notice), Face::Display,
                      std::max<double>(layout.type.floor, unit / 11), 1, look.theme.accent,
                      unit * 0.04});
    }
    const double small = layout.type.floor;
    if (const QString hint = words.hint(notice); !hint.isEmpty())
        lines.append({Role::Hint, hint, Face::Text, small, 4, look.theme.dim, unit * 0.04});
    if (!notice.machine.isNull()) {
        lines.append({Role::Machine, words.machine(notice), Face::Text, small, 3, look.theme.dim,
                      unit * 0.02});
    }
    return lines;
}

} // namespace

/// An empty glass, and below it what a board without taps says, with what helps to set it up.
void addWelcome(HeadPicture &head, const BoardLayout &layout, const Notice &notice,
                const Look &look)
{
    const QRectF body = layout.body;
    const QList<Line> lines = linesOf(layout, notice, look);
    const double glassHeight = body.height() * (lines.size() > 2 ? 0.2 : 0.3);
    double room = body.height() * 0.98 - glassHeight;
    QList<FittedText> fitted;
    double height = glassHeight;
    for (const Line &line : lines) {
        const FittedText text
            = fitText(line.text, {line.face, int(line.size), layout.type.floor, line.lines},
                      {body.width() * 0.86, std::max(0.0, room - line.gap)});
        fitted.append(text);
        if (text.lines.isEmpty())
            continue;
        room -= line.gap + text.size().height();
        height += line.gap + text.size().height();
    }

    double top = body.center().y() - height / 2;
    GlassPicture glass;
    const double glassWidth = glassHeight * glassAspect(glass.shape);
    glass.rect = QRectF(body.center().x() - glassWidth / 2, top, glassWidth, glassHeight);
    head.glass = glass;
    top += glassHeight;
    for (qsizetype index = 0; index < lines.size(); ++index) {
        const Line &line = lines[index];
        const FittedText &text = fitted[index];
        if (text.lines.isEmpty())
            continue;
        top += line.gap;
        TextPicture picture
            = placeText(line.role, line.text, text,
                        {body.center().x() - text.size().width() / 2, top}, line.color);
        picture.align = Align::Center;
        head.texts.append(picture);
        top += text.size().height();
    }
}

} // namespace keg
