// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// How a beer is put into a line of words.

import {plainLetters, strength, text} from "./words.js";

/** "Kölsch · Brauhaus Seilbahn · 4.8% ABV", of what is known. */
export function beerLine(beer) {
    const isStrengthKnown = beer.ABV !== null && beer.ABV !== undefined;
    return [beer.style, beer.brewery, isStrengthKnown && strength(beer.ABV)]
        .filter(Boolean).join(" · ");
}

/** Whether each word of `typed` is in its name, style or brewery. */
export function isFoundBy(beer, typed) {
    const where = plainLetters([beer.Name, beer.style, beer.brewery].filter(Boolean).join(" "));
    return plainLetters(typed).split(/\s+/).every((word) => where.includes(word));
}

/** What stands on a tap; an empty tap: "nothing". */
export function beerNameOr(name, otherwise = text("nothing")) {
    return name || otherwise;
}
