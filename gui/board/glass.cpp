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

constexpr double FoamFoot = 0.108; // foam stands from 0.012 to here, over the rim
constexpr double Wall = 0.016; // thickness of the glass

QColor mixed(const QColor &a, const QColor &b, double partOfB)
{
    const auto mix = [&](float x, float y) { return x + (y - x) * float(partOfB); };
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
        , m_model(glassModel(shape))
        , m_theme(theme)
        , m_middle(box.center().x() - (m_model.hasHandle ? 0.085 * box.height() : 0))
    {}

    void paintShadow();
    void paintBody();
    void paintBeer(const QColor &beer);
    void paintFoam();
    void paintShine();
    void paintOutline(bool isFull);

private:
    double px(double length) const { return length * m_box.height(); }
    double y(double at) const { return m_box.top() + px(at); }
    double x(double at) const { return m_middle + px(at); }
    double inner(double at) const { return halfWidth(m_model.side, at) - Wall; }
    QPolygonF vesselOutline(double from, double to, double inset) const;
    QPainterPath vessel(double from, double to, double inset) const;
    QPainterPath handle() const;

    QPainter &m_painter;
    QRectF m_box;
    const GlassModel &m_model;
    const Theme &m_theme;
    double m_middle; ///< x of the vessel's axis, pixels
};

/// The vessel between two heights, `inset` from its outer side, with a rounded foot: from the right
/// end of the upper edge around the foot to its left end.
QPolygonF GlassPainter::vesselOutline(double from, double to, double inset) const
{
    constexpr int Steps = 90;
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
    return outline;
}

QPainterPath GlassPainter::vessel(double from, double to, double inset) const
{
    QPainterPath path;
    path.addPolygon(vesselOutline(from, to, inset));
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
    return ring(0.0).subtracted(ring(-0.055)).subtracted(vessel(GlassRim, 1, 0));
}

void GlassPainter::paintShadow()
{
    const double half = px(m_model.side.constLast().x * 1.25);
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
    m_painter.drawPath(vessel(GlassRim, 1, 0));
    m_painter.setBrush(faded(m_theme.glass, 0.16));
    m_painter.drawPath(vessel(m_model.base + 0.01, 1, 0));
    m_painter.drawPath(handle());
}

void GlassPainter::paintBeer(const QColor &beer)
{
    const QPainterPath inside = vessel(FoamFoot - 0.03, m_model.base, Wall);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(beer);
    m_painter.drawPath(inside);

    // Deeper at the edges, where one looks through more of it.
    const bool isDark = beer.lightnessF() < 0.27F;
    const QColor edge = isDark ? mixed(beer, QColor(0x12, 0x04, 0x02), 0.55)
                               : mixed(beer, QColor(0x70, 0x30, 0x00), 0.30);
    const double half = px(inner(0.3));
    QLinearGradient across(m_middle - half, 0, m_middle + half, 0);
    across.setColorAt(0, edge);
    across.setColorAt(0.26, faded(beer, 0));
    across.setColorAt(0.74, faded(beer, 0));
    across.setColorAt(1, edge);
    m_painter.setBrush(across);
    m_painter.drawPath(inside);

    QLinearGradient down(0, y(FoamFoot), 0, y(m_model.base));
    const QColor glow = isDark ? mixed(beer, QColor(0xb0, 0x60, 0x30), 0.16)
                               : mixed(beer, QColor(0xff, 0xf0, 0xb0), 0.42);
    down.setColorAt(0, faded(glow, 0.75));
    down.setColorAt(0.20, faded(glow, 0));
    down.setColorAt(0.74, faded(glow, 0));
    down.setColorAt(1, faded(glow, 0.85));
    m_painter.setBrush(down);
    m_painter.drawPath(inside);
}

/// A head of foam that stands a little over the rim.
void GlassPainter::paintFoam()
{
    constexpr int Steps = 8;
    const double half = px(inner(GlassRim) + Wall * 0.5);
    const double dome = px(0.036);
    const double sag = px(0.014);
    const double top = y(GlassRim);
    QPainterPath path;
    path.moveTo(m_middle - half, top);
    path.cubicTo(m_middle - half * 0.98, top - dome * 0.95, m_middle - half * 0.55, top - dome,
                 m_middle, top - dome);
    path.cubicTo(m_middle + half * 0.55, top - dome, m_middle + half * 0.98, top - dome * 0.95,
                 m_middle + half, top);
    for (int i = 1; i <= Steps; ++i) {
        const double at = GlassRim + (FoamFoot - GlassRim) * i / Steps;
        path.lineTo(x(inner(at) + Wall * 0.5), y(at));
    }
    path.quadTo(m_middle, y(FoamFoot) + sag * 2, x(-inner(FoamFoot) - Wall * 0.5), y(FoamFoot));
    for (int i = Steps - 1; i >= 1; --i) {
        const double at = GlassRim + (FoamFoot - GlassRim) * i / Steps;
        path.lineTo(x(-inner(at) - Wall * 0.5), y(at));
    }
    path.closeSubpath();

    QLinearGradient down(0, top - dome, 0, y(FoamFoot) + sag);
    down.setColorAt(0, mixed(m_theme.foam, Qt::white, 0.6));
    down.setColorAt(0.55, m_theme.foam);
    down.setColorAt(1, mixed(m_theme.foam, QColor(0xb0, 0x80, 0x40), 0.32));
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(down);
    m_painter.drawPath(path);
}

/// Reflections of the room: one long and one short, and a few bubbles.
void GlassPainter::paintShine()
{
    const double from = FoamFoot + 0.05;
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

void GlassPainter::paintOutline(bool isFull)
{
    const double strength = isFull ? 0.85 : 0.45;
    const double width = std::clamp(px(0.007), 1.0, 4.0);
    QLinearGradient down(0, y(0), 0, y(1));
    down.setColorAt(0, faded(m_theme.glass, strength));
    down.setColorAt(0.6, faded(m_theme.glass, strength * 0.75));
    down.setColorAt(1, faded(m_theme.glass, strength * 0.9));
    m_painter.setPen(QPen(QBrush(down), width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPolyline(vesselOutline(GlassRim, 0.997, 0.003));
    m_painter.drawPath(handle());
    if (!isFull) {
        const double half = px(halfWidth(m_model.side, GlassRim) - 0.003);
        m_painter.drawEllipse(QPointF(m_middle, y(GlassRim)), half, px(0.014));
    }
}

} // namespace

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
    glass.paintOutline(beer.has_value());
    painter.restore();
}

} // namespace keg
