// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/domain/board.h"

#include <QSize>

namespace keg::test {

/// Every size that a board must look right in, both ways up.
inline QList<QSize> screenSizes()
{
    QList<QSize> sizes;
    for (const QSize &size : {QSize(800, 480), QSize(1024, 600), QSize(1280, 720),
                              QSize(1920, 1080), QSize(3840, 2160)})
        sizes << size << size.transposed();
    return sizes;
}

inline Beer beer(qint64 id, const char *name, const char *style = "", const char *brewery = "",
                 const char *description = "", std::optional<double> abv = {},
                 std::optional<double> color = {})
{
    Beer beer;
    beer.id = id;
    beer.name = QString::fromUtf8(name);
    beer.style = QString::fromUtf8(style);
    beer.brewery = QString::fromUtf8(brewery);
    beer.description = QString::fromUtf8(description);
    beer.abv = abv;
    beer.color = color;
    return beer;
}

/// Nothing odd.
inline Beer plainBeer()
{
    Beer plain
        = beer(1, "Night Shift", "Robust Porter", "Quiet Neighbour", "Cocoa and coffee.", 5.4, 29);
    plain.ibu = 30;
    plain.originalGravity = 1.055;
    plain.finalGravity = 1.014;
    return plain;
}

/// What has broken boards: long, wide, high, from right to left, with nothing but a name.
inline QList<Beer> nastyBeers()
{
    return {
        beer(1, "The Extraordinarily Long Winded Barrel Aged Imperial Stout 24",
             "Bourbon Barrel-Aged Imperial Stout with Vanilla and Coffee",
             "The Very Independent Brewing Company of Upper Lower Saxony",
             "A very long description that goes on about the malt and the hops and the yeast and "
             "the water and the barrel and the brewer and the brewer's dog, and never ends.",
             12.75, 40),
        beer(2, "Donaudampfschifffahrtsgesellschaftskapitänsbockbierspezialität",
             "Weizendoppelbock", "Brauhaus Überlingen-Großschönach", "Süffig, würzig.", 8.2, 18),
        beer(3, "Just a name"),
        beer(4, "東京ブラックポーター・プレミアム限定醸造", "黒ビール", "横浜醸造所",
             "ローストの香りと深いコク。カカオとコーヒーの余韻が長く続きます。", 6, 35),
        beer(5, "🍺 Hoppy 🎉 Friday 🌈 IPA 🚀", "IPA 🌲", "🏠 Brew", "👩‍🍳 all the way down", 6.66,
             8),
        beer(6, "بيرة القمح الذهبية من الجبل", "قمح", "مصنع الجبل",
             "بيرة خفيفة ومنعشة مع نكهة الموز والقرنفل، مثالية لأيام الصيف الحارة.", 5.1, 5),
        beer(7, "בירה בהירה מהגליל", "לאגר", "מבשלת הגליל", "טעם נקי ומרענן.", 4.9, 4),
        beer(8, "Тёмная ночь — Имперский стаут", "Имперский стаут", "Пивоварня Север",
             "Кофе, шоколад и долгий финал.", 10.1, 38),
        beer(9, "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
             "WWWWWWWWWWWWWWWWWWWWWW", "WWWWWWWWWWWWWWWW", "WWWWWWWWWW WWWWWWWWWW", 100, 1),
        beer(10, "Z̷̢̛a̵l̶g̸o̵ S̸t̷o̴u̵t̶", "  ", "A   B", "line\nbreaks\tand   spaces", 0.0, 100),
    };
}

inline Board boardOf(const QList<Beer> &beers, int taps)
{
    Board board;
    for (int i = 0; i < taps; ++i)
        board.taps.append({i + 1, beers.at(i % beers.size())});
    return board;
}

} // namespace keg::test
