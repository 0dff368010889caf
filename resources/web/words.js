// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The texts of the page's language, and how it writes numbers, dates and lists: as people do in the
// region that the browser names for it.

export const language = document.documentElement.lang || "en";

/** "en-GB", if the page is English and the browser British. */
const region = navigator.languages.find((one) =>
    one === language || one.startsWith(`${language}-`)) ?? language;

const {default: texts} = await import(`/assets/words.${language}.js`);
const plurals = new Intl.PluralRules(language);
const groupSign = new Intl.NumberFormat(language).formatToParts(12345)
    .find((part) => part.type === "group").value;

/** The text of that key, its %1, %2 ... filled in; numbers as the language writes them. */
export function text(key, ...values) {
    return (texts[key] ?? key).replace(/%([1-9])/g, (mark, place) =>
        written(values[place - 1] ?? mark));
}

function written(value) {
    return typeof value === "number" ? number(value) : value;
}

/** What a reason of the server's means, {code, args}; of one that is not known: `otherwise`. */
export function said({code, args = []}, otherwise = text("error_refused")) {
    const key = `error_${code}`;
    return key in texts ? text(key, ...args) : otherwise;
}

/** keyOne, keyOther ... by the count, which is %1; further values are %2 and on. */
export function plural(key, count, ...values) {
    const form = plurals.select(count);
    const exact = key + form[0].toUpperCase() + form.slice(1);
    return text(exact in texts ? exact : `${key}Other`, count, ...values);
}

export function number(value, fewest = 0, most = Math.max(fewest, 3)) {
    return value.toLocaleString(region,
        {minimumFractionDigits: fewest, maximumFractionDigits: most});
}

/** "5.0% ABV" */
export function strength(abv) {
    return text("abvValue", number(abv, 1, 2));
}

export function bitterness(ibu) {
    return text("ibuValue", number(ibu, 0, 1));
}

/** As it is put into a field: no groups of thousands, the language's decimal sign. */
export function editable(value) {
    if (value === null || value === undefined)
        return "";
    return value.toLocaleString(region, {useGrouping: false, maximumFractionDigits: 10});
}

/** "1,000" in English, "1.000" in German: some mean a thousand, some one. [1000, 1]; else null. */
export function bothReadings(typed) {
    const [whole, thousandth, ...more] = typed.trim().split(groupSign);
    const isGrouped = /^[+-]?[1-9]\d{0,2}$/.test(whole) && /^\d{3}$/.test(thousandth) && !more.length;
    return isGrouped ? [Number(whole + thousandth), Number(`${whole}.${thousandth}`)] : null;
}

/** Reads 5,2 and 5.2; blank: null; no number: NaN. */
export function parseNumber(typed) {
    const plain = typed.trim().replace(",", ".");
    if (plain === "")
        return null;
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
}

/** Reads 1000, and 1,000 as the language groups it; anything else: NaN. */
export function parseWhole(typed) {
    const [grouped] = bothReadings(typed) ?? [];
    return grouped ?? (/^\d+$/.test(typed.trim()) ? Number(typed) : NaN);
}

export function timeOfDay(date) {
    return date.toLocaleTimeString(region, {hour: "2-digit", minute: "2-digit"});
}

/** A date as stored (wall clock, "2016-12-28" or with a time); what nobody can read stays. */
export function dateText(stored) {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(stored ?? "") ?? [];
    if (!year)
        return stored ?? "";
    return new Date(year, month - 1, day).toLocaleDateString(region, {dateStyle: "medium"});
}

/** "3 minutes ago" of an instant in ISO 8601; "" if there is none. */
export function ago(instant) {
    const seconds = (new Date(instant ?? NaN) - Date.now()) / 1000;
    if (Number.isNaN(seconds))
        return "";
    const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
    const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
    return new Intl.RelativeTimeFormat(region, {numeric: "auto"})
        .format(Math.min(0, Math.round(seconds / length)), unit);
}

/** "1, 2 and 3" */
export function listed(items) {
    return new Intl.ListFormat(language).format(items.map(written));
}

/** For searching: no case, no accents. */
export function plainLetters(typed) {
    return typed.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
}

export const compareTexts = new Intl.Collator(language, {numeric: true}).compare;
