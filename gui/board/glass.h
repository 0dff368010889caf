// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "gui/board/theme.h"

#include <QRectF>
#include <QString>

#include <optional>

class QPainter;

namespace keg {

/// The glasses that a board knows.
enum class GlassShape { Pint, Tulip, Weizen, Pilsner, Mug };

/// The glass that a style is served in; a pint when nothing better is known.
GlassShape glassForStyle(const QString &style);

/// Width through height of a glass, its handle included.
double glassAspect(GlassShape shape);

/// Paints a glass as high as the box and centred in it: full of beer of that colour with foam, or
/// empty. The middle of the beer has exactly that colour.
void paintGlass(QPainter &painter, const QRectF &box, GlassShape shape,
                const std::optional<QColor> &beer, const Theme &theme);

} // namespace keg
