// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/render.h"

#include "gui/board/compose.h"
#include "gui/board/painter.h"

#include <QJsonObject>
#include <QPainter>
#include <QRegion>

#include <cmath>

namespace keg {

namespace {

constexpr int SmallestSide = 120;
constexpr int LargestSide = 16'384;

QJsonArray jsonOf(const QRectF &rect)
{
    const QRect whole = rect.toAlignedRect();
    return {whole.x(), whole.y(), whole.width(), whole.height()};
}

double rounded(double number)
{
    return std::round(number * 100) / 100;
}

/// What makes a text hardest to read: the pixel behind it that is closest to its colour.
QColor worstGround(const QImage &ground, const QRectF &rect, const QColor &text)
{
    const QRect area = rect.toAlignedRect() & ground.rect();
    QColor worst = ground.pixelColor(area.topLeft());
    double lowest = contrastRatio(worst, text);
    QRgb last = worst.rgb();
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QRgb pixel = ground.pixel(x, y);
            if (pixel == last)
                continue;
            last = pixel;
            const double contrast = contrastRatio(QColor(pixel), text);
            if (contrast < lowest) {
                lowest = contrast;
                worst = QColor(pixel);
            }
        }
    }
    return worst;
}

QJsonObject jsonOf(const TextPicture &text, int tap, const QImage &ground)
{
    QStringList shown;
    for (const TextLine &line : text.fitted.lines)
        shown.append(line.text);
    const QColor behind = worstGround(ground, text.rect, text.color);
    return {{QStringLiteral("kind"), QStringLiteral("text")},
            {QStringLiteral("role"), roleName(text.role)},
            {QStringLiteral("tap"), tap},
            {QStringLiteral("text"), text.text},
            {QStringLiteral("shown"), shown.join(u'\n')},
            {QStringLiteral("lines"), int(shown.size())},
            {QStringLiteral("rect"), jsonOf(text.rect)},
            {QStringLiteral("pixelSize"), text.fitted.pixelSize},
            {QStringLiteral("color"), text.color.name()},
            {QStringLiteral("background"), behind.name()},
            {QStringLiteral("contrast"), rounded(contrastRatio(text.color, behind))},
            {QStringLiteral("shortened"), text.fitted.isShortened}};
}

/// A glass is seen by its rim, whatever is in it: the contrast is that of the rim on its light.
QJsonObject jsonOf(const GlassPicture &glass, int tap, const Theme &theme)
{
    return {{QStringLiteral("kind"), QStringLiteral("picture")},
            {QStringLiteral("role"), QStringLiteral("glass")},
            {QStringLiteral("tap"), tap},
            {QStringLiteral("rect"), jsonOf(glass.rect)},
            {QStringLiteral("pixelSize"), int(std::lround(glass.rect.height()))},
            {QStringLiteral("color"),
             glass.beer ? QJsonValue(glass.beer->name()) : QJsonValue(QJsonValue::Null)},
            {QStringLiteral("outline"), theme.glass.name()},
            {QStringLiteral("contrast"), rounded(contrastRatio(theme.glass, theme.well))},
            {QStringLiteral("shortened"), false}};
}

QJsonObject jsonOf(const CodePicture &code)
{
    const QColor dark(Qt::black);
    const QColor light(Qt::white);
    return {{QStringLiteral("kind"), QStringLiteral("picture")},
            {QStringLiteral("role"), QStringLiteral("menuCode")},
            {QStringLiteral("tap"), 0},
            {QStringLiteral("text"), code.url},
            {QStringLiteral("rect"), jsonOf(code.square)},
            {QStringLiteral("pixelSize"), code.square.height()},
            {QStringLiteral("moduleSize"), code.module},
            {QStringLiteral("color"), dark.name()},
            {QStringLiteral("background"), light.name()},
            {QStringLiteral("contrast"), rounded(contrastRatio(dark, light))},
            {QStringLiteral("shortened"), false}};
}

QJsonObject jsonOf(const QRectF &rect, const QString &role, int tap)
{
    return {{QStringLiteral("kind"), QStringLiteral("area")},
            {QStringLiteral("role"), role},
            {QStringLiteral("tap"), tap},
            {QStringLiteral("rect"), jsonOf(rect)}};
}

QImage paintedGround(const PagePicture &page, const Theme &theme, const QSize &size)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(theme.background);
    QPainter painter(&image);
    paintGround(painter, page.head, theme);
    for (const CardPicture &card : page.cards)
        paintGround(painter, card, theme);
    if (page.code)
        paintGround(painter, *page.code);
    return image;
}

QJsonArray layoutJson(const PagePicture &page, const Theme &theme, const QSize &size)
{
    const QImage ground = paintedGround(page, theme, size);
    QJsonArray items;
    if (page.head.glass)
        items.append(jsonOf(*page.head.glass, 0, theme));
    for (const TextPicture &text : page.head.texts)
        items.append(jsonOf(text, 0, ground));
    for (const QRectF &dot : page.head.dots)
        items.append(jsonOf(dot, QStringLiteral("pageDot"), 0));
    for (const CardPicture &card : page.cards) {
        items.append(jsonOf(card.rect, QStringLiteral("card"), card.tap));
        if (card.glass)
            items.append(jsonOf(*card.glass, card.tap, theme));
        for (const TextPicture &text : card.texts)
            items.append(jsonOf(text, card.tap, ground));
    }
    if (page.code) {
        items.append(jsonOf(*page.code));
        if (page.code->caption)
            items.append(jsonOf(*page.code->caption, 0, ground));
    }
    return items;
}

} // namespace

Result<RenderedBoard> renderBoard(const Board &board, const Freshness &freshness,
                                  const RenderOptions &options)
{
    const QSize size = options.size;
    if (std::min(size.width(), size.height()) < SmallestSide
        || std::max(size.width(), size.height()) > LargestSide)
    {
        return Error{ErrorCode::Usage,
                     QStringLiteral("a board is from %1 to %2 pixels wide and high, not %3x%4")
                         .arg(SmallestSide)
                         .arg(LargestSide)
                         .arg(size.width())
                         .arg(size.height())};
    }
    const auto theme = loadTheme(options.theme);
    if (!theme)
        return theme.error();
    const BoardLayout layout = layoutOf(board, {size, options.screenMm, options.distanceM});
    if (options.page < 1 || options.page > layout.pageCount) {
        return Error{ErrorCode::NotFound,
                     QStringLiteral("there is no page %1: this board has %2 at %3x%4")
                         .arg(options.page)
                         .arg(layout.pageCount)
                         .arg(size.width())
                         .arg(size.height())};
    }
    const QDateTime now = options.now.isValid() ? options.now : QDateTime::currentDateTimeUtc();
    const PagePicture page
        = composePage(board, layout, options.page - 1, freshness, now, {*theme, QLocale()});

    RenderedBoard rendered;
    rendered.pageCount = layout.pageCount;
    rendered.image = QImage(size, QImage::Format_RGB32);
    QPainter painter(&rendered.image);
    paintPage(painter, page, *theme, QRect({0, 0}, size));
    painter.end();
    rendered.layout = layoutJson(page, *theme, size);
    return rendered;
}

} // namespace keg
