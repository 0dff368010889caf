// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The board's glasses as SVG, drawn from the same profiles (gui/board/glassshape.cpp).
// Lengths are parts of the glass's height; a side is its half width at some heights, from the rim.

import {svgElement} from "./dom.js";

const Rim = 0.04;
const FoamFoot = 0.108;
const Wall = 0.016;
const Steps = 26;

const Shapes = {
    pint: {
        aspect: 0.56, base: 0.945,
        side: [[Rim, 0.262], [0.18, 0.274], [0.34, 0.27], [0.6, 0.236], [0.85, 0.199], [1, 0.182]],
    },
    tulip: {
        aspect: 0.57, base: 0.69,
        side: [[Rim, 0.226], [0.11, 0.206], [0.18, 0.212], [0.31, 0.266], [0.42, 0.28],
            [0.54, 0.246], [0.64, 0.16], [0.695, 0.07], [0.735, 0.03], [0.8, 0.021], [0.88, 0.022],
            [0.935, 0.042], [0.962, 0.1], [0.978, 0.16], [0.988, 0.176], [1, 0.176]],
    },
    weizen: {
        aspect: 0.44, base: 0.925,
        side: [[Rim, 0.192], [0.13, 0.21], [0.26, 0.21], [0.48, 0.168], [0.7, 0.126], [0.84, 0.12],
            [0.94, 0.134], [1, 0.148]],
    },
    pilsner: {
        aspect: 0.44, base: 0.85,
        side: [[Rim, 0.2], [0.25, 0.184], [0.5, 0.157], [0.72, 0.126], [0.82, 0.104],
            [0.87, 0.076], [0.905, 0.058], [0.935, 0.066], [0.962, 0.115], [0.978, 0.15],
            [0.988, 0.158], [1, 0.158]],
    },
    mug: {
        aspect: 0.7, base: 0.93, hasHandle: true,
        side: [[Rim, 0.25], [0.3, 0.254], [0.6, 0.26], [0.9, 0.268], [1, 0.266]],
    },
};

const Styles = [
    ["weizen", /weizen|wei(ß|ss)|wheat|witbier|wit |hefe/i],
    ["tulip", new RegExp("tripel|dubbel|quadrupel|belgian|saison|lambic|gueuze|sour|imperial|barley"
        + "|barrel|abbey|trappist|farmhouse", "i")],
    ["pilsner", /pils|kölsch|kolsch/i],
    ["mug", /helles|dunkel|m(ä|a)rzen|oktoberfest|bock|festbier|keller|zwickel|rauch/i],
];

/** The glass that a style is drunk from; the first that fits. */
export function glassForStyle(style) {
    return Styles.find(([, words]) => words.test(style ?? ""))?.[0] ?? "pint";
}

/** A glass of beer; `color` null: an empty glass. For the eye only. */
export function glass(shapeName, color) {
    const shape = Shapes[shapeName];
    const paths = pathsOf(shapeName);
    const parts = [draw(paths.vessel, "glass-body", {fill: "url(#glass-clear)"})];
    if (shape.hasHandle)
        parts.unshift(draw(paths.handle, "glass-handle"));
    if (color) {
        parts.push(
            draw(paths.beer, "glass-beer", {fill: color}),
            draw(paths.beer, "", {fill: "url(#glass-depth)"}),
            draw(paths.beer, "", {fill: "url(#glass-glow)"}),
            draw(paths.foam, "glass-foam", {fill: "url(#glass-foam)"}),
            draw(paths.shine, "glass-shine"));
    }
    parts.push(draw(paths.vessel, "glass-line"));
    shareGradients();
    return svgElement("svg", {
        class: color ? "glass" : "glass vacant",
        viewBox: `0 0 ${round(shape.aspect * 100)} 100`,
        "aria-hidden": "true",
    }, ...parts);
}

/** Puts the glass of that style and colour in place of the one that `holder` has, if it differs. */
export function fillGlass(holder, style, color) {
    const wanted = `${glassForStyle(style)} ${color}`;
    if (holder.dataset.glass === wanted)
        return;
    holder.dataset.glass = wanted;
    holder.replaceChildren(glass(glassForStyle(style), color));
}

function draw(d, name, more = {}) {
    return svgElement("path", {d, class: name || null, ...more});
}

const made = new Map();

function pathsOf(name) {
    if (!made.has(name))
        made.set(name, makePaths(Shapes[name]));
    return made.get(name);
}

function makePaths(shape) {
    const middle = shape.aspect / 2 - (shape.hasHandle ? 0.085 : 0);
    const half = (y, inset) => Math.max(0, halfWidth(shape.side, y) - inset);
    const outline = (from, to, inset) => {
        const heights = Array.from({length: Steps + 1},
            (_, i) => from + (to - from) * Math.sin((Math.PI / 2) * (i / Steps)));
        const right = heights.map((y) => [middle + half(y, inset), y]);
        const left = heights.map((y) => [middle - half(y, inset), y]);
        return [...right, ...left.reverse()];
    };
    const rim = half(Rim, Wall / 2);
    const foot = half(FoamFoot, Wall / 2);
    return {
        vessel: closed(outline(Rim, 0.997, 0.003)),
        beer: closed(outline(FoamFoot - 0.03, shape.base, Wall)),
        foam: command("M", [middle - rim, Rim])
            + command("C", [middle - rim * 0.98, 0.014], [middle - rim * 0.55, 0.012],
                [middle, 0.012])
            + command("C", [middle + rim * 0.55, 0.012], [middle + rim * 0.98, 0.014],
                [middle + rim, Rim])
            + command("L", [middle + foot, FoamFoot])
            + command("Q", [middle, FoamFoot + 0.028], [middle - foot, FoamFoot]) + "Z",
        shine: shinePath(middle, half, shape.base),
        handle: command("M", [middle + 0.245, 0.215])
            + command("C", [middle + 0.375, 0.2], [middle + 0.395, 0.3], [middle + 0.385, 0.5])
            + command("C", [middle + 0.375, 0.72], [middle + 0.34, 0.77], [middle + 0.25, 0.77]),
    };
}

function shinePath(middle, half, base) {
    const from = FoamFoot + 0.05;
    const to = base - 0.12;
    const points = Array.from({length: 13}, (_, i) => {
        const share = i / 12;
        const y = from + (to - from) * share;
        const width = Math.max(0, Math.sin(Math.PI * Math.min(1, 0.08 + share)) * 0.03);
        return {y, x: middle - half(y, Wall) * 0.8, width};
    });
    return closed([...points.map(({x, y}) => [x, y]),
        ...points.reverse().map(({x, y, width}) => [x + width, y])]);
}

/** Cubic between the points of a side, as the board does. */
function halfWidth(side, y) {
    let i = 0;
    while (i + 2 < side.length && side[i + 1][0] < y)
        ++i;
    const [from, to] = [side[i], side[i + 1]];
    const before = side[Math.max(0, i - 1)];
    const after = side[Math.min(side.length - 1, i + 2)];
    const length = to[0] - from[0];
    const t = Math.min(Math.max((y - from[0]) / length, 0), 1);
    const slope = (a, b) => ((b[1] - a[1]) / (b[0] - a[0])) * length;
    return (2 * t ** 3 - 3 * t ** 2 + 1) * from[1] + (t ** 3 - 2 * t ** 2 + t) * slope(before, to)
        + (-2 * t ** 3 + 3 * t ** 2) * to[1] + (t ** 3 - t ** 2) * slope(from, after);
}

function closed(points) {
    return `M${points.map(place).join("L")}Z`;
}

function command(letter, ...points) {
    return letter + points.map(place).join(" ");
}

function place([x, y]) {
    return `${round(x * 100)} ${round(y * 100)}`;
}

function round(length) {
    return Math.round(length * 100) / 100;
}

/** Colours that all glasses of a page share; they lie over the colour of the beer. */
function shareGradients() {
    if (document.getElementById("glass-clear"))
        return;
    const stop = (offset, color, opacity) =>
        svgElement("stop", {offset, class: `glass-${color}`, "stop-opacity": opacity});
    const across = {x1: 0, y1: 0, x2: 1, y2: 0};
    const down = {x1: 0, y1: 0, x2: 0, y2: 1};
    document.body.append(svgElement("svg", {class: "glass-colors", width: 0, height: 0,
        "aria-hidden": "true"},
    svgElement("linearGradient", {id: "glass-clear", ...across},
        stop(0, "glint", 0.34), stop(0.15, "glint", 0.1), stop(0.5, "glint", 0.05),
        stop(0.85, "glint", 0.1), stop(1, "glint", 0.28)),
    svgElement("linearGradient", {id: "glass-depth", ...across},
        stop(0, "dark", 0.34), stop(0.27, "dark", 0), stop(0.73, "dark", 0),
        stop(1, "dark", 0.34)),
    svgElement("linearGradient", {id: "glass-glow", ...down},
        stop(0, "warm", 0.3), stop(0.22, "warm", 0), stop(0.72, "warm", 0),
        stop(1, "warm", 0.3)),
    svgElement("linearGradient", {id: "glass-foam", ...down},
        stop(0, "froth", 1), stop(0.55, "cream", 1), stop(1, "crust", 1))));
}
