// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The fields of a beer: their limits, how they are shown, and what is wrong with what was typed.

import {bothReadings, dateText, editable, number, parseNumber, text} from "./words.js";

const LongestName = 200;
const LongestText = 10000;

/**
 * In the order of the form. `digits`: how a number is shown at least and at most; `unit`: what
 * people may write behind it.
 */
export const beerFields = [
    {column: "Name", label: "fieldName", kind: "line", longest: LongestName, isNeeded: true},
    {column: "style", label: "fieldStyle", kind: "line", longest: LongestText},
    {column: "brewery", label: "fieldBrewery", kind: "line", longest: LongestText},
    {column: "ABV", label: "fieldAbvLong", kind: "number", range: [0, 100], digits: [1, 2],
        unit: "%"},
    {column: "IBU", label: "fieldIbu", kind: "number", range: [0, 1000], digits: [0, 1]},
    {column: "Color", label: "fieldColor", kind: "number", range: [0, 100], digits: [0, 1]},
    {column: "Description", label: "fieldDescription", kind: "text", longest: LongestText},
    {column: "OriginalGravity", label: "fieldOg", kind: "number", range: [0.9, 1.25],
        digits: [3, 4]},
    {column: "FinalGravity", label: "fieldFg", kind: "number", range: [0.9, 1.25],
        digits: [3, 4]},
    {column: "Brewed", label: "fieldBrewed", kind: "date"},
    {column: "Kegged", label: "fieldKegged", kind: "date"},
    {column: "Tapped", label: "fieldTapped", kind: "date"},
    {column: "Notes", label: "fieldNotes", kind: "text", longest: LongestText, hint: "notesHint"},
];

export function fieldOf(column) {
    return beerFields.find((field) => field.column === column);
}

/** The value as people read it; "": none. */
export function shown(field, value) {
    if (isNothing(value))
        return "";
    if (field.kind === "number")
        return number(value, ...field.digits);
    return field.kind === "date" ? dateText(value) : value;
}

/** The value as it stands in its input; of a date only the day. */
export function typedFrom(field, value) {
    if (isNothing(value))
        return "";
    if (field.kind === "number")
        return editable(value);
    return field.kind === "date" ? dayOf(value) : value;
}

/**
 * The value to store; what nobody has touched stays as it was (the time of a date, say), and what
 * is no clear number stays as it was typed.
 */
export function valueFrom(field, typed, before) {
    if (typed === typedFrom(field, before))
        return before ?? null;
    if (field.kind === "number")
        return numberFrom(field, typed);
    return typed.trim() === "" ? null : typed;
}

function numberFrom(field, typed) {
    const plain = typed.trim();
    const value = parseNumber(field.unit && plain.endsWith(field.unit)
        ? plain.slice(0, -field.unit.length) : plain);
    return Number.isNaN(value) || readings(field, plain) ? typed : value;
}

/** Of a gravity three decimals are usual, and thousands are not. */
function readings(field, typed) {
    return field.digits[0] < 3 ? bothReadings(typed) : null;
}

/** A date that no date field can show, such as one without a day; "": it can. */
export function unreadableDate(field, value) {
    return field.kind === "date" && !isNothing(value) && dayOf(value) === "" ? value : "";
}

export function isSame(a, b) {
    return (isNothing(a) && isNothing(b)) || a === b;
}

/** What is wrong with a beer's values, by column: sentences that say what to do. */
export function faultsOf(beer) {
    const faults = {};
    for (const field of beerFields) {
        const fault = faultOf(field, beer[field.column]);
        if (fault)
            faults[field.column] = fault;
    }
    const {OriginalGravity: original, FinalGravity: final} = beer;
    if (!faults.OriginalGravity && !faults.FinalGravity && isNumber(original) && isNumber(final)
        && final > original)
        faults.FinalGravity = text("error_gravity", number(original, 3, 4));
    return faults;
}

function faultOf(field, value) {
    if (isNothing(value))
        return field.isNeeded ? text("error_beer_nameless") : "";
    if (field.kind === "number") {
        if (!isNumber(value))
            return faultNumber(field, value);
        const [least, most] = field.range;
        return value < least || value > most ? faultRange(field) : "";
    }
    if (field.longest && [...value].length > field.longest)
        return text("error_too_long", number(field.longest), number([...value].length));
    return "";
}

function faultNumber(field, typed) {
    const both = readings(field, typed);
    return both ? text("faultTwoWays", ...both.map(editable))
        : text("faultNoNumber", number(field.range[0] || 5.2, ...field.digits));
}

function faultRange({range: [least, most], digits: [fewest]}) {
    const decimals = most < 10 ? fewest : 0;
    return text("error_out_of_range", number(least, decimals), number(most, decimals));
}

function isNothing(value) {
    return value === null || value === undefined || value === "";
}

function isNumber(value) {
    return typeof value === "number";
}

function dayOf(stored) {
    return /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(stored)?.[0] ?? "";
}
