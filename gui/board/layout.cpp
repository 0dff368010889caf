// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/layout.h"

#include "core/domain/qr_modules.h"

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

// A code is as large as lines of the smallest type are, so that it grows with the guests' distance;
// but its modules have a least size, and it has a largest share of the screen's shorter side.
constexpr double CodeLines = 8;
constexpr double LargestCode = 0.3;
constexpr int SmallestModule = 3; // pixels
constexpr double ModuleShare = 1.0 / 270; // of the shorter side; the least where there is room

/// What a code needs, in pixels.
struct CodeSize
{
    int module = 0;
    int side = 0; ///< with the quiet zone
    int line = 0; ///< height of a caption's line
};

struct Grid
{
    int columns = 1;
    int rows = 1;
};

bool isPortrait(const QSize &size)
{
    return size.height() > size.width();
}

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

std::optional<Grid> cardsOnPage(const BoardLayout &layout, const CodeSize *code, int taps)
{
    if (taps > MostCards)
        return {};
    const Grid grid = cardGrid(taps, isPortrait(layout.size));
    const int floor = layout.type.floor;
    const QSizeF cell = cellSize(layout.body.size(), grid, layout.gap);
    if (cell.width() < CardWidth * floor || cell.height() < CardHeight * floor)
        return {};
    if (!code)
        return grid;
    const int columns = taps / grid.rows; // of the last row, which has fewest
    const QSize row(layout.body.width() - code->side - layout.gap, int(cell.height()));
    if (row.height() < code->side + code->line
        || cellSize(row, {columns, 1}, layout.gap).width() < CardWidth * floor)
        return {};
    return grid;
}

/// The distance from row to row of a list.
double listPitch(const BoardLayout &layout, int rows)
{
    const int between = layout.gap / 4;
    return double(layout.body.height() + between) / rows;
}

/// How many rows of a list a code takes, and a gap before it.
int rowsOfCode(const BoardLayout &layout, const CodeSize &code, int rows)
{
    return int(std::ceil((code.side + layout.gap) / listPitch(layout, rows)));
}

std::optional<Grid> listOnPage(const BoardLayout &layout, const CodeSize *code, int taps)
{
    const int floor = layout.type.floor;
    const int columns = int((layout.body.width() + layout.gap) / (RowWidth * floor + layout.gap));
    if (columns < 1)
        return {};
    for (int rows = divideUp(taps, columns); rows * RowHeight * floor <= layout.body.height();
         ++rows) {
        const int taken = code ? rowsOfCode(layout, *code, rows) : 0;
        if (taken <= rows && columns * rows - taken >= taps)
            return Grid{columns, rows};
    }
    return {};
}

/// The fewest pages on which the type stays above its floor; one tap a page is always taken. False
/// if that is too large as well.
bool choosePages(BoardLayout &layout, const CodeSize *code = nullptr)
{
    for (int pages = 1; pages <= layout.tapCount; ++pages) {
        const int taps = divideUp(layout.tapCount, pages);
        const auto grid = layout.kind == BoardLayout::Kind::List ? listOnPage(layout, code, taps)
                                                                 : cardsOnPage(layout, code, taps);
        if (grid || taps == 1) {
            layout.pageCount = pages;
            layout.columns = grid.value_or(Grid{}).columns;
            layout.rows = grid.value_or(Grid{}).rows;
            return grid.has_value();
        }
    }
    return true;
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

void chooseType(BoardLayout &layout)
{
    if (layout.kind == BoardLayout::Kind::List)
        chooseRowType(layout);
    else if (layout.kind == BoardLayout::Kind::Cards)
        chooseCardType(layout);
}

/// Margins, head and body, with nothing in them.
BoardLayout framed(const Screen &screen, int tapCount)
{
    BoardLayout layout;
    const int width = screen.size.width();
    const int height = screen.size.height();
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
    layout.lastRowWidth = layout.body.width();
    if (tapCount > 0)
        layout.kind = tapCount >= ListFrom ? BoardLayout::Kind::List : BoardLayout::Kind::Cards;
    return layout;
}

/// None: there is no code, or the screen is too small for it.
std::optional<CodeSize> sizeOfCode(const BoardLayout &layout, int modules)
{
    if (modules <= 0)
        return {};
    const int all = modules + 2 * QrModules::QuietZone;
    const double base = typeBase(layout.size);
    const int wanted = std::max(int(CodeLines * layout.type.floor / all), int(ModuleShare * base));
    const int largest = int(LargestCode * base) / all;
    if (largest < SmallestModule)
        return {};
    CodeSize code;
    code.module = std::clamp(wanted, SmallestModule, largest);
    code.side = code.module * all;
    code.line = int(std::ceil(1.6 * layout.type.floor));
    return code;
}

/// In the corner of its panel, and so of the board, whatever else is on it.
CodePlace placeInCorner(const QRect &panel, const CodeSize &code, bool isCaptionBeside, int gap)
{
    CodePlace place;
    place.panel = panel;
    place.module = code.module;
    place.isCaptionBeside = isCaptionBeside;
    place.square = QRect(panel.right() + 1 - code.side, panel.bottom() + 1 - code.side, code.side,
                         code.side);
    place.caption = place.square;
    if (isCaptionBeside) {
        place.caption.setLeft(panel.left());
        place.caption.setRight(place.square.left() - gap - 1);
    } else {
        place.caption.setBottom(place.square.top() - 1 - code.line / 6);
        place.caption.setTop(std::max(panel.top(), place.square.top() - 2 * code.line));
    }
    return place;
}

/// At the end of the last row of cards, or of the last column of a list.
bool placeInGrid(BoardLayout &layout, const CodeSize &code)
{
    if (layout.kind == BoardLayout::Kind::Empty || !choosePages(layout, &code))
        return false;
    const bool isList = layout.kind == BoardLayout::Kind::List;
    const QRect &body = layout.body;
    const QSize cell = cellSize(body.size(), {layout.columns, layout.rows}, layout.gap).toSize();
    QRect panel = body;
    if (isList) {
        const int free = layout.rows - rowsOfCode(layout, code, layout.rows);
        panel.setTop(body.top() + int(std::ceil(free * listPitch(layout, layout.rows))));
        panel.setLeft(body.right() + 1 - cell.width());
    } else {
        panel.setTop(body.bottom() + 1 - cell.height());
        panel.setLeft(body.right() + 1 - code.side);
        layout.lastRowWidth = body.width() - code.side - layout.gap;
    }
    layout.code = placeInCorner(panel, code, isList, layout.gap);
    return true;
}

/// In a strip below everything.
bool placeBelow(BoardLayout &layout, const CodeSize &code)
{
    QRect panel = layout.body;
    panel.setTop(layout.body.bottom() + 1 - code.side);
    layout.body.setBottom(panel.top() - layout.gap - 1);
    layout.code = placeInCorner(panel, code, true, layout.gap);
    return choosePages(layout);
}

/// With the fewest pages, and then as it suits the screen. None: there is no room for cards left.
std::optional<BoardLayout> layoutWithCode(const BoardLayout &empty, const CodeSize &code)
{
    std::optional<BoardLayout> best;
    const auto consider = [&](bool (*place)(BoardLayout &, const CodeSize &)) {
        BoardLayout layout = empty;
        if (place(layout, code) && (!best || layout.pageCount < best->pageCount))
            best = layout;
    };
    if (!isPortrait(empty.size))
        consider(placeInGrid);
    consider(placeBelow);
    if (best)
        chooseType(*best);
    return best;
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

BoardLayout layoutBoard(const Screen &screen, int tapCount, int codeSize)
{
    const BoardLayout empty = framed(screen, tapCount);
    if (const auto code = sizeOfCode(empty, codeSize)) {
        if (const auto layout = layoutWithCode(empty, *code))
            return *layout;
    }
    BoardLayout layout = empty;
    choosePages(layout);
    chooseType(layout);
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
    const bool isLastRow = kind == Kind::Cards && row == rows - 1;
    const int width = isLastRow ? lastRowWidth : body.width();
    const int rowGap = kind == Kind::List ? gap / 4 : gap;
    const int left = edge(width, gap, columnsHere, column);
    const int right = edge(width, gap, columnsHere, column + 1) - gap;
    const int top = edge(body.height(), rowGap, rows, row);
    const int bottom = edge(body.height(), rowGap, rows, row + 1) - rowGap;
    return {body.x() + left, body.y() + top, right - left, bottom - top};
}

} // namespace keg
