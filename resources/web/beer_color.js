// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The colour of a beer in a glass: the same table as the board's (core/domain/srm.cpp).

const Colors = [
    "#ffe699", "#ffd878", "#ffca5a", "#ffbf42", "#fbb123", "#f8a600", "#f39c00", "#ea8f00",
    "#e58500", "#de7c00", "#d77200", "#cf6900", "#cb6200", "#c35900", "#bb5100", "#b54c00",
    "#b04500", "#a63e00", "#a13700", "#9b3200", "#952d00", "#8e2900", "#882300", "#821e00",
    "#7b1a00", "#771900", "#701400", "#6a0e00", "#660d00", "#5e0b00", "#5a0a02", "#560a05",
    "#520907", "#4c0505", "#470606", "#440607", "#3f0708", "#3b0607", "#3a070b", "#36080a"];

const Amber = Colors[9]; // what "a beer" looks like

/** Of SRM, clamped to 1-40; unknown: amber. */
export function beerColor(srm) {
    if (!Number.isFinite(srm))
        return Amber;
    return Colors[Math.min(Math.max(Math.round(srm), 1), Colors.length) - 1];
}
