// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/glass.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>
#include <QRadialGradient>

#include <algorithm>
#include <array>
#include <cmath>

namespace keg {

namespace {

/// A point of a glass's right side; a glass is one high and lies around x = 0.
struct ProfilePoint
{
    double y;
    double x;
};

/// Measures of a glass, as parts of its height.
struct GlassModel
{
    QList<ProfilePoint> side; ///< from the rim down to where the beer's vessel ends
    double base; ///< y of the vessel's thick bottom
    bool hasStem = false;
    bool hasHandle = false;
};

constexpr double Wall = 0.018; // thickness of the glass
constexpr double FoamTop = 0.035;
constexpr double FoamHeight = 0.095;

const GlassModel &model(GlassShape shape)
{
    static const GlassModel Pint{
        {{0, 0.262}, {0.15, 0.276}, {0.32, 0.272}, {0.6, 0.236}, {0.85, 0.198}, {1, 0.180}}, 0.945};
    static const GlassModel Tulip{{{0, 0.235},
                                   {0.08, 0.206},
                                   {0.16, 0.212},
                                   {0.30, 0.268},
                                   {0.42, 0.282},
                                   {0.55, 0.240},
                                   {0.66, 0.140},
                                   {0.72, 0.034}},
                                  0.695,
                                  true};
    static const GlassModel Weizen{{{0, 0.196},
                                    {0.12, 0.214},
                                    {0.26, 0.212},
                                    {0.48, 0.168},
                                    {0.70, 0.128},
                                    {0.84, 0.122},
                                    {0.94, 0.136},
                                    {1, 0.150}},
                                   0.925};
    static const GlassModel Pilsner{
        {{0, 0.205}, {0.25, 0.186}, {0.5, 0.160}, {0.75, 0.128}, {0.86, 0.108}, {0.9, 0.06}},
        0.865,
        true};
    static const GlassModel Mug{
        {{0, 0.252}, {0.3, 0.256}, {0.6, 0.262}, {0.9, 0.270}, {1, 0.268}}, 0.935, false, true};
    switch (shape) {
    case GlassShape::Tulip:
        return Tulip;
    case GlassShape::Weizen:
        return Weizen;
    case GlassShape::Pilsner:
        return Pilsner;
    case GlassShape::Mug:
        return Mug;
    case GlassShape::Pint:
        break;
    }
    return Pint;
}

/// Half the width at a height, smoothly between the points (Catmull-Rom).
double halfWidth(const QList<ProfilePoint> &side, double y)
{
    qsizetype i = 0;
    while (i + 2 < side.size() && side.at(i + 1).y < y)
        ++i;
    const ProfilePoint &from = side.at(i);
    const ProfilePoint &to = side.at(i + 1);
    const ProfilePoint &before = side.at(std::max<qsizetype>(0, i - 1));
    const ProfilePoint &after = side.at(std::min(side.size() - 1, i + 2));
    const double t = std::clamp((y - from.y) / (to.y - from.y), 0.0, 1.0);
    const auto slope
        = [](const ProfilePoint &a, const ProfilePoint &b) { return (b.x - a.x) / (b.y - a.y); };
    const double length = to.y - from.y;
    const double startSlope = slope(before, to) * length;
    const double endSlope = slope(from, after) * length;
    const double t2 = t * t;
    const double t3 = t2 * t;
    return (2 * t3 - 3 * t2 + 1) * from.x + (t3 - 2 * t2 + t) * startSlope
        + (-2 * t3 + 3 * t2) * to.x + (t3 - t2) * endSlope;
}

QColor mixed(const QColor &a, const QColor &b, double partOfB)
{
    const auto mix = [&](double x, double y) { return float(x + (y - x) * partOfB); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()),
                            mix(a.blueF(), b.blueF()));
}

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

/// One glass on its way to the canvas: unit coordinates become pixels here.
class GlassPainter
{
public:
    GlassPainter(QPainter &painter, const QRectF &box, GlassShape shape, const Theme &theme)
        : m_painter(painter)
        , m_box(box)
        , m_model(model(shape))
        , m_theme(theme)
        , m_middle(box.center().x() - (m_model.hasHandle ? 0.085 * box.height() : 0))
    {}

    void paintShadow();
    void paintBody();
    void paintBeer(const QColor &beer);
    void paintFoam();
    void paintShine();
    void paintOutline(double strength);

private:
    double px(double length) const { return length * m_box.height(); }
    double y(double at) const { return m_box.top() + px(at); }
    double x(double at) const { return m_middle + px(at); }
    double bottom() const { return m_model.side.constLast().y; }
    double inner(double at) const { return halfWidth(m_model.side, at) - Wall; }
    QPainterPath vessel(double from, double to, double inset) const;
    QPainterPath stem() const;
    QPainterPath handle() const;

    QPainter &m_painter;
    QRectF m_box;
    const GlassModel &m_model;
    const Theme &m_theme;
    double m_middle; ///< x of the vessel's axis, pixels
};

/// The vessel between two heights, `inset` from its outer side, with a rounded foot.
QPainterPath GlassPainter::vessel(double from, double to, double inset) const
{
    constexpr int Steps = 40;
    const double round = std::min(0.022, (to - from) / 3);
    const auto half = [&](double at) {
        const double left = to - at;
        const double width = halfWidth(m_model.side, at) - inset;
        if (left >= round)
            return width;
        const double part = 1 - left / round;
        return width - round * (1 - std::sqrt(std::max(0.0, 1 - part * part)));
    };
    QPolygonF outline;
    for (int i = 0; i <= Steps; ++i) {
        const double at = from + (to - from) * std::sin(M_PI_2 * i / Steps);
        outline.append({x(half(at)), y(at)});
    }
    for (int i = Steps; i >= 0; --i) {
        const double at = from + (to - from) * std::sin(M_PI_2 * i / Steps);
        outline.append({x(-half(at)), y(at)});
    }
    QPainterPath path;
    path.addPolygon(outline);
    path.closeSubpath();
    return path;
}

QPainterPath GlassPainter::stem() const
{
    QPainterPath path;
    if (!m_model.hasStem)
        return path;
    const double top = bottom() - 0.012;
    const double thin = std::min(0.026, m_model.side.constLast().x);
    const double foot = 0.165;
    path.moveTo(x(-thin * 1.5), y(top));
    path.cubicTo(x(-thin * 0.5), y(top + (1 - top) * 0.35), x(-thin * 0.7), y(0.93), x(-foot),
                 y(0.972));
    path.quadTo(x(-foot * 1.04), y(0.996), x(-foot * 0.9), y(0.998));
    path.lineTo(x(foot * 0.9), y(0.998));
    path.quadTo(x(foot * 1.04), y(0.996), x(foot), y(0.972));
    path.cubicTo(x(thin * 0.7), y(0.93), x(thin * 0.5), y(top + (1 - top) * 0.35), x(thin * 1.5),
                 y(top));
    path.closeSubpath();
    return path;
}

QPainterPath GlassPainter::handle() const
{
    QPainterPath path;
    if (!m_model.hasHandle)
        return path;
    const auto ring = [&](double grow) {
        const double top = 0.20 - grow;
        const double end = 0.80 + grow;
        const double reach = 0.405 + grow;
        QPainterPath half;
        half.moveTo(x(0.235), y(top));
        half.cubicTo(x(reach), y(top - 0.01), x(reach + 0.012), y(top + 0.10), x(reach), y(0.5));
        half.cubicTo(x(reach - 0.012), y(end - 0.06), x(0.36), y(end), x(0.24), y(end));
        half.closeSubpath();
        return half;
    };
    return ring(0.0).subtracted(ring(-0.055)).subtracted(vessel(0, bottom(), 0));
}

void GlassPainter::paintShadow()
{
    const double half = px(m_model.hasStem ? 0.20 : m_model.side.constLast().x * 1.25);
    const QPointF centre(m_middle, y(0.995));
    QRadialGradient shade({0, 0}, 1);
    shade.setColorAt(0, QColor(0, 0, 0, 150));
    shade.setColorAt(1, QColor(0, 0, 0, 0));
    m_painter.save();
    m_painter.translate(centre);
    m_painter.scale(half, px(0.028));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(shade);
    m_painter.drawEllipse(QPointF(0, 0), 1.0, 1.0);
    m_painter.restore();
}

/// The glass itself: clear, a little brighter at its edges and foot.
void GlassPainter::paintBody()
{
    const double half = px(halfWidth(m_model.side, 0.3));
    QLinearGradient clear(m_middle - half, 0, m_middle + half, 0);
    clear.setColorAt(0, faded(m_theme.glass, 0.34));
    clear.setColorAt(0.12, faded(m_theme.glass, 0.10));
    clear.setColorAt(0.5, faded(m_theme.glass, 0.05));
    clear.setColorAt(0.88, faded(m_theme.glass, 0.10));
    clear.setColorAt(1, faded(m_theme.glass, 0.28));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(clear);
    m_painter.drawPath(vessel(0, bottom(), 0));
    m_painter.setBrush(faded(m_theme.glass, 0.22));
    m_painter.drawPath(stem());
    m_painter.drawPath(handle());
}

void GlassPainter::paintBeer(const QColor &beer)
{
    const QPainterPath inside = vessel(FoamTop + FoamHeight * 0.5, m_model.base, Wall);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(beer);
    m_painter.drawPath(inside);

    // Light falls through the thin edges of a dark beer and makes the edges of a pale one deeper.
    const bool isDark = beer.lightnessF() < 0.27F;
    const QColor edge = isDark ? mixed(beer, QColor(0xc8, 0x50, 0x28), 0.34)
                               : mixed(beer, QColor(0x70, 0x30, 0x00), 0.34);
    const double half = px(inner(0.3));
    QLinearGradient across(m_middle - half, 0, m_middle + half, 0);
    across.setColorAt(0, edge);
    across.setColorAt(0.3, faded(beer, 0));
    across.setColorAt(0.7, faded(beer, 0));
    across.setColorAt(1, edge);
    m_painter.setBrush(across);
    m_painter.drawPath(inside);

    QLinearGradient down(0, y(FoamTop + FoamHeight), 0, y(m_model.base));
    const QColor glow = mixed(beer, isDark ? QColor(0xd0, 0x60, 0x30) : QColor(0xff, 0xf0, 0xb0),
                              isDark ? 0.30 : 0.45);
    down.setColorAt(0, faded(glow, 0.75));
    down.setColorAt(0.22, faded(glow, 0));
    down.setColorAt(0.72, faded(glow, 0));
    down.setColorAt(1, faded(glow, 0.85));
    m_painter.setBrush(down);
    m_painter.drawPath(inside);
}

void GlassPainter::paintFoam()
{
    const double top = FoamTop;
    const double foot = FoamTop + FoamHeight;
    const double halfTop = px(inner(top));
    const double halfFoot = px(inner(foot));
    const double dome = px(0.030);
    const double sag = px(0.016);
    QPainterPath path;
    path.moveTo(m_middle - halfTop, y(top) + dome * 0.4);
    path.cubicTo(m_middle - halfTop * 0.9, y(top) - dome * 0.9, m_middle - halfTop * 0.35,
                 y(top) - dome * 1.1, m_middle, y(top) - dome * 1.05);
    path.cubicTo(m_middle + halfTop * 0.35, y(top) - dome * 1.1, m_middle + halfTop * 0.9,
                 y(top) - dome * 0.9, m_middle + halfTop, y(top) + dome * 0.4);
    constexpr int Steps = 8;
    for (int i = 1; i <= Steps; ++i) {
        const double at = top + (foot - top) * i / Steps;
        path.lineTo(x(inner(at)), y(at));
    }
    path.quadTo(m_middle, y(foot) + sag * 2, m_middle - halfFoot, y(foot));
    for (int i = Steps - 1; i >= 1; --i) {
        const double at = top + (foot - top) * i / Steps;
        path.lineTo(x(-inner(at)), y(at));
    }
    path.closeSubpath();

    QLinearGradient down(0, y(top) - dome, 0, y(foot) + sag);
    down.setColorAt(0, mixed(m_theme.foam, Qt::white, 0.6));
    down.setColorAt(0.5, m_theme.foam);
    down.setColorAt(1, mixed(m_theme.foam, QColor(0xb0, 0x80, 0x40), 0.30));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(down);
    m_painter.drawPath(path);
}

/// Reflections of the room: one long and one short, and a few bubbles.
void GlassPainter::paintShine()
{
    const double from = FoamTop + FoamHeight + 0.05;
    const double to = m_model.base - 0.12;
    QPainterPath streak;
    constexpr int Steps = 24;
    QPolygonF left;
    QPolygonF right;
    for (int i = 0; i <= Steps; ++i) {
        const double part = double(i) / Steps;
        const double at = from + (to - from) * part;
        const double wide = std::sin(M_PI * std::min(1.0, 0.08 + part)) * 0.030;
        const double edge = inner(at) * 0.80;
        left.append({x(-edge), y(at)});
        right.prepend({x(-edge + std::max(0.0, wide)), y(at)});
    }
    streak.addPolygon(left + right);
    streak.closeSubpath();
    QLinearGradient down(0, y(from), 0, y(to));
    down.setColorAt(0, QColor(255, 255, 255, 150));
    down.setColorAt(0.6, QColor(255, 255, 255, 70));
    down.setColorAt(1, QColor(255, 255, 255, 0));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(down);
    m_painter.drawPath(streak);

    if (m_box.height() < 90)
        return;
    struct Bubble
    {
        double across; ///< of the half width
        double along; ///< from the foam to the foot
        double radius;
    };
    static constexpr std::array<Bubble, 9> Bubbles{{{0.30, 0.16, 0.0065},
                                                    {-0.12, 0.26, 0.0050},
                                                    {0.48, 0.36, 0.0045},
                                                    {0.10, 0.45, 0.0060},
                                                    {0.34, 0.57, 0.0050},
                                                    {-0.22, 0.63, 0.0042},
                                                    {0.18, 0.72, 0.0050},
                                                    {0.40, 0.79, 0.0038},
                                                    {0.02, 0.86, 0.0040}}};
    m_painter.setBrush(QColor(255, 255, 255, 78));
    for (const Bubble &bubble : Bubbles) {
        const double at = from + (m_model.base - from) * bubble.along;
        m_painter.drawEllipse(QPointF(x(inner(at) * bubble.across), y(at)), px(bubble.radius),
                              px(bubble.radius));
    }
}

void GlassPainter::paintOutline(double strength)
{
    const double width = std::clamp(px(0.007), 1.0, 4.0);
    QLinearGradient down(0, y(0), 0, y(1));
    down.setColorAt(0, faded(m_theme.glass, strength));
    down.setColorAt(0.6, faded(m_theme.glass, strength * 0.75));
    down.setColorAt(1, faded(m_theme.glass, strength * 0.9));
    m_painter.setPen(QPen(QBrush(down), width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(vessel(0.004, bottom(), 0.003));
    m_painter.drawPath(stem());
    m_painter.drawPath(handle());
}

bool containsAny(const QString &text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&](const char *word) {
        return text.contains(QString::fromUtf8(word), Qt::CaseInsensitive);
    });
}

} // namespace

GlassShape glassForStyle(const QString &style)
{
    if (containsAny(style,
                    {"weizen", "weiß", "weiss", "weisse", "wheat", "witbier", "wit ", "hefe"}))
        return GlassShape::Weizen;
    if (containsAny(style,
                    {"tripel", "dubbel", "quadrupel", "belgian", "saison", "lambic", "gueuze",
                     "sour", "imperial", "barley", "barrel", "abbey", "trappist", "farmhouse"}))
        return GlassShape::Tulip;
    if (containsAny(style, {"pils", "kölsch", "kolsch"}))
        return GlassShape::Pilsner;
    if (containsAny(style,
                    {"helles", "dunkel", "märzen", "marzen", "oktoberfest", "bock", "festbier",
                     "keller", "zwickel", "rauch"}))
        return GlassShape::Mug;
    return GlassShape::Pint;
}

double glassAspect(GlassShape shape)
{
    switch (shape) {
    case GlassShape::Pint:
        return 0.56;
    case GlassShape::Tulip:
        return 0.57;
    case GlassShape::Weizen:
    case GlassShape::Pilsner:
        return 0.44;
    case GlassShape::Mug:
        break;
    }
    return 0.70;
}

void paintGlass(QPainter &painter, const QRectF &box, GlassShape shape,
                const std::optional<QColor> &beer, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    GlassPainter glass(painter, box, shape, theme);
    glass.paintShadow();
    glass.paintBody();
    if (beer) {
        glass.paintBeer(*beer);
        glass.paintFoam();
        glass.paintShine();
    }
    glass.paintOutline(beer ? 0.85 : 0.45);
    painter.restore();
}

} // namespace keg
