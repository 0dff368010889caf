// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "gui/board/glassshape.h"
#include "gui/board/theme.h"

#include <QRectF>

#include <optional>

class QPainter;

namespace keg {

/// Paints a glass as high as the box and centred in it: full of beer of that colour with foam, or
/// empty. The middle of the beer has exactly that colour.
void paintGlass(QPainter &painter, const QRectF &box, GlassShape shape,
                const std::optional<QColor> &beer, const Theme &theme);

} // namespace keg
