// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QList>
#include <QString>

namespace keg {

/// The glasses that a board knows.
enum class GlassShape { Pint, Tulip, Weizen, Pilsner, Mug };

/// The glass that a style is served in; a pint when nothing better is known.
GlassShape glassForStyle(const QString &style);

/// Width through height of a glass, its handle included.
double glassAspect(GlassShape shape);

constexpr double GlassRim = 0.040; ///< y of every glass's rim; foam stands over it

/// A point of a glass's right side; a glass with its foam is one high and lies around x = 0.
struct ProfilePoint
{
    double y;
    double x;
};

/// Measures of a glass, as parts of its height.
struct GlassModel
{
    QList<ProfilePoint> side; ///< from the rim down to the table
    double base = 1; ///< y where the beer ends and solid glass begins
    bool hasHandle = false;
};

const GlassModel &glassModel(GlassShape shape);

/// Half the width of a glass at a height, smoothly between its points (Catmull-Rom).
double halfWidth(const QList<ProfilePoint> &side, double y);

} // namespace keg
