// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// How a beer is put into a line of words.

import {compareTexts, plainLetters, strength, text} from "./words.js";

const sorted = new WeakMap(); // beers -> the same by name
const letters = new WeakMap(); // beer -> what is searched

/** "Kölsch · Brauhaus Seilbahn · 4.8% ABV", of what is known. */
export function beerLine(beer) {
    const isStrengthKnown = beer.ABV !== null && beer.ABV !== undefined;
    return [beer.style, beer.brewery, isStrengthKnown && strength(beer.ABV)]
        .filter(Boolean).join(" · ");
}

/** Remembered, as what get() brings stays what it is. */
export function byName(beers) {
    if (!sorted.has(beers))
        sorted.set(beers, [...beers].sort((a, b) => compareTexts(a.Name, b.Name)));
    return sorted.get(beers);
}

/** Those of which each word of `typed` is in name, style or brewery. */
export function foundBy(beers, typed) {
    const words = plainLetters(typed).split(/\s+/);
    return beers.filter((beer) => words.every((word) => lettersOf(beer).includes(word)));
}

function lettersOf(beer) {
    if (!letters.has(beer))
        letters.set(beer,
            plainLetters([beer.Name, beer.style, beer.brewery].filter(Boolean).join(" ")));
    return letters.get(beer);
}

/** What stands on a tap; an empty tap: "nothing". */
export function beerNameOr(name, otherwise = text("nothing")) {
    return name || otherwise;
}
