// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/layout.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace keg {

namespace {

constexpr double SafeMargin = 0.025; // of width and height: televisions cut that much off
constexpr int ListFrom = 24; // taps
constexpr int MostCards = 12; // on one page

// What a card and a row of the list need, in multiples of the type floor.
constexpr double CardWidth = 11;
constexpr double CardHeight = 6;
constexpr double RowWidth = 22;
constexpr double RowHeight = 1.6;

struct Grid
{
    int columns = 1;
    int rows = 1;
};

/// What the shares of type refer to: the height of the screen as it stands in landscape, for
/// turning a screen does not bring the guests nearer.
double typeBase(const QSize &screen)
{
    return std::min(screen.width(), screen.height());
}

int divideUp(int number, int by)
{
    return (number + by - 1) / by;
}

Grid cardGrid(int taps, bool isPortrait)
{
    if (isPortrait)
        return taps <= 6 ? Grid{1, taps} : Grid{2, divideUp(taps, 2)};
    if (taps <= 3)
        return {taps, 1};
    if (taps == 4)
        return {2, 2};
    if (taps <= 6)
        return {3, 2};
    return taps <= 8 ? Grid{4, 2} : Grid{4, 3};
}

QSizeF cellSize(const QSize &body, const Grid &grid, int gap)
{
    return {double(body.width() - gap * (grid.columns - 1)) / grid.columns,
            double(body.height() - gap * (grid.rows - 1)) / grid.rows};
}

std::optional<Grid> cardsOnPage(const QSize &body, int gap, int floor, int taps, bool isPortrait)
{
    if (taps > MostCards)
        return {};
    const Grid grid = cardGrid(taps, isPortrait);
    const QSizeF cell = cellSize(body, grid, gap);
    if (cell.width() < CardWidth * floor || cell.height() < CardHeight * floor)
        return {};
    return grid;
}

std::optional<Grid> listOnPage(const QSize &body, int gap, int floor, int taps)
{
    const int columns = int((body.width() + gap) / (RowWidth * floor + gap));
    if (columns < 1)
        return {};
    const Grid grid{columns, divideUp(taps, columns)};
    if (grid.rows * RowHeight * floor > body.height())
        return {};
    return grid;
}

/// The fewest pages on which the type stays above its floor; one tap a page is always taken.
void choosePages(BoardLayout &layout, bool isPortrait)
{
    for (int pages = 1; pages <= layout.tapCount; ++pages) {
        const int taps = divideUp(layout.tapCount, pages);
        const auto grid = layout.kind == BoardLayout::Kind::List
            ? listOnPage(layout.body.size(), layout.gap, layout.type.floor, taps)
            : cardsOnPage(layout.body.size(), layout.gap, layout.type.floor, taps, isPortrait);
        if (grid || taps == 1) {
            layout.pageCount = pages;
            layout.columns = grid.value_or(Grid{}).columns;
            layout.rows = grid.value_or(Grid{}).rows;
            return;
        }
    }
}

/// Type grows with the cards, so that one beer fills its screen as well as twelve do.
void chooseCardType(BoardLayout &layout)
{
    const QSizeF cell = cellSize(layout.body.size(), {layout.columns, layout.rows}, layout.gap);
    const double aspect = cell.width() / cell.height();
    const double base = typeBase(layout.size);
    const double perHeight = aspect < 1.2 && layout.rows == 1 ? 0.08 : 0.14;
    const double name = std::min({perHeight * cell.height() * std::max(1.0, aspect / 2),
                                  0.128 * std::sqrt(cell.width() * cell.height()),
                                  0.116 * cell.width(), 0.12 * base});
    TypeSizes &type = layout.type;
    const auto atLeastFloor
        = [&](double size) { return std::max(type.floor, int(std::lround(size))); };
    type.name = atLeastFloor(name);
    type.abv = atLeastFloor(0.9 * name);
    type.style = atLeastFloor(std::min(0.58 * name, 0.055 * base));
    type.description = atLeastFloor(std::min(0.48 * name, 0.04 * base));
}

void chooseRowType(BoardLayout &layout)
{
    const double row = double(layout.body.height()) / layout.rows;
    const double base = typeBase(layout.size);
    TypeSizes &type = layout.type;
    const auto atLeastFloor
        = [&](double size) { return std::max(type.floor, int(std::lround(size))); };
    type.name = atLeastFloor(std::min(0.42 * row, 0.045 * base));
    type.abv = atLeastFloor(std::min(0.42 * row, 0.04 * base));
    type.style = atLeastFloor(std::min(0.28 * row, 0.028 * base));
    type.description = type.style;
}

} // namespace

int typeFloor(const Screen &screen)
{
    const double width = screen.size.width();
    const double height = screen.size.height();
    double floor = 0.022 * typeBase(screen.size);
    if (screen.diagonalMm > 0 && screen.distanceM > 0) {
        const double pixelsPerMm = std::hypot(width, height) / screen.diagonalMm;
        floor = std::max(floor, 1.7 * screen.distanceM / 0.7 * pixelsPerMm);
    }
    return std::max(1, int(std::ceil(floor)));
}

BoardLayout layoutBoard(const Screen &screen, int tapCount)
{
    BoardLayout layout;
    const int width = screen.size.width();
    const int height = screen.size.height();
    const bool isPortrait = height > width;
    layout.size = screen.size;
    layout.tapCount = tapCount;
    layout.type.floor = typeFloor(screen);
    layout.type.title = int(std::lround(1.1 * layout.type.floor));
    layout.gap = std::max(4, int(std::lround(0.016 * std::min(width, height))));

    const int marginX = int(std::ceil(SafeMargin * width));
    const int marginY = int(std::ceil(SafeMargin * height));
    const QRect safe = QRect({0, 0}, screen.size).adjusted(marginX, marginY, -marginX, -marginY);
    layout.header
        = QRect(safe.topLeft(), QSize(safe.width(), int(std::ceil(1.4 * layout.type.floor))));
    layout.body = safe.adjusted(0, layout.header.height() + layout.gap, 0, 0);
    if (tapCount == 0)
        return layout;

    layout.kind = tapCount >= ListFrom ? BoardLayout::Kind::List : BoardLayout::Kind::Cards;
    choosePages(layout, isPortrait);
    if (layout.kind == BoardLayout::Kind::List)
        chooseRowType(layout);
    else
        chooseCardType(layout);
    return layout;
}

int BoardLayout::firstTap(int page) const
{
    // Pages are filled evenly: the first few hold one more.
    const int each = tapCount / pageCount;
    return page * each + std::min(page, tapCount % pageCount);
}

int BoardLayout::tapsOnPage(int page) const
{
    return firstTap(page + 1) - firstTap(page);
}

int BoardLayout::pageOf(int tap) const
{
    int page = 0;
    while (page + 1 < pageCount && firstTap(page + 1) <= tap)
        ++page;
    return page;
}

QRect BoardLayout::cardRect(int tap) const
{
    const int page = pageOf(tap);
    const int index = tap - firstTap(page);
    const auto edge = [](int length, int space, int parts, int part) {
        return int(std::lround(double(length + space) * part / parts));
    };
    int column = 0;
    int columnsHere = columns;
    int row = 0;
    if (kind == Kind::List) {
        column = index / rows;
        row = index % rows;
    } else {
        // The upper rows hold one more where the taps do not fill the grid.
        const int count = tapsOnPage(page);
        int first = 0;
        for (row = 0; row < rows; ++row) {
            columnsHere = count / rows + (row < count % rows ? 1 : 0);
            if (index < first + columnsHere)
                break;
            first += columnsHere;
        }
        column = index - first;
    }
    const int rowGap = kind == Kind::List ? gap / 4 : gap;
    const int left = edge(body.width(), gap, columnsHere, column);
    const int right = edge(body.width(), gap, columnsHere, column + 1) - gap;
    const int top = edge(body.height(), rowGap, rows, row);
    const int bottom = edge(body.height(), rowGap, rows, row + 1) - rowGap;
    return {body.x() + left, body.y() + top, right - left, bottom - top};
}

} // namespace keg
