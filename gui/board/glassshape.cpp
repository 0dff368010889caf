// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "gui/board/glassshape.h"

#include <algorithm>

namespace keg {

namespace {

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

const GlassModel &glassModel(GlassShape shape)
{
    static const GlassModel pint{
        {{GlassRim, 0.262}, {0.18, 0.274}, {0.34, 0.270}, {0.6, 0.236}, {0.85, 0.199}, {1, 0.182}},
        0.945};
    static const GlassModel tulip{{{GlassRim, 0.226},
                                   {0.11, 0.206},
                                   {0.18, 0.212},
                                   {0.31, 0.266},
                                   {0.42, 0.280},
                                   {0.54, 0.246},
                                   {0.64, 0.160},
                                   {0.695, 0.070},
                                   {0.735, 0.030},
                                   {0.80, 0.021},
                                   {0.88, 0.022},
                                   {0.935, 0.042},
                                   {0.962, 0.100},
                                   {0.978, 0.160},
                                   {0.988, 0.176},
                                   {1, 0.176}},
                                  0.690};
    static const GlassModel weizen{{{GlassRim, 0.192},
                                    {0.13, 0.210},
                                    {0.26, 0.210},
                                    {0.48, 0.168},
                                    {0.70, 0.126},
                                    {0.84, 0.120},
                                    {0.94, 0.134},
                                    {1, 0.148}},
                                   0.925};
    static const GlassModel pilsner{{{GlassRim, 0.200},
                                     {0.25, 0.184},
                                     {0.5, 0.157},
                                     {0.72, 0.126},
                                     {0.82, 0.104},
                                     {0.87, 0.076},
                                     {0.905, 0.058},
                                     {0.935, 0.066},
                                     {0.962, 0.115},
                                     {0.978, 0.150},
                                     {0.988, 0.158},
                                     {1, 0.158}},
                                    0.850};
    static const GlassModel mug{
        {{GlassRim, 0.250}, {0.3, 0.254}, {0.6, 0.260}, {0.9, 0.268}, {1, 0.266}}, 0.930, true};
    switch (shape) {
    case GlassShape::Tulip:
        return tulip;
    case GlassShape::Weizen:
        return weizen;
    case GlassShape::Pilsner:
        return pilsner;
    case GlassShape::Mug:
        return mug;
    case GlassShape::Pint:
        break;
    }
    return pint;
}

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

} // namespace keg
