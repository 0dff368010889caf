// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the taps: what each of them pours, and changing it.

import {byId, element, onlyOnce, part, patchList, setText} from "./dom.js";
import {bitterness, listed, number, plural, strength, text} from "./words.js";
import {get, mayEdit, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError, sayWaiting} from "./messages.js";
import {fillGlass, glass} from "./glass.js";
import {beerColor} from "./beer_color.js";
import {pickBeer} from "./tap_picker.js";
import {changeTapCount} from "./tap_count.js";
import {settleTap} from "./conflict.js";
import {confirmed} from "./dialogs.js";

const state = {taps: null, beers: [], counting: null};

async function refresh() {
    const [taps, beers] = await Promise.all([get("/api/taps"), get("/api/beers")]);
    const isFirst = state.taps === null;
    state.taps = taps;
    state.beers = beers;
    show(isFirst);
    state.counting?.update(taps);
}

function show(isFirst) {
    const {taps} = state;
    const pouring = taps.filter((tap) => tap.idBeer !== null).length;
    setText(byId("summary"), taps.length === 0 ? ""
        : `${plural("tapsNumber", taps.length)}, ${plural("tapsPouring", pouring)}`);
    byId("no-taps").hidden = taps.length > 0;
    byId("count").hidden = taps.length === 0;
    patchList(byId("taps"), taps, (tap) => tap.idTap, makeTap,
        (item, tap) => updateTap(item.firstElementChild, tap, isFirst));
}

function makeTap(tap) {
    const words = [
        element("span", {class: "tap-number"},
            element("span", {class: "unseen"}, `${text("tap")} `), number(tap.idTap)),
        element("span", {class: "tap-glass", "data-part": "glass"}),
        element("span", {class: "tap-words"},
            element("span", {class: "tap-name", "data-part": "name", dir: "auto"}),
            element("span", {class: "tap-style", "data-part": "style", dir: "auto"}),
            element("span", {class: "tap-brewery", "data-part": "brewery", dir: "auto"}),
            element("span", {class: "tap-facts"},
                element("b", {"data-part": "abv"}), element("span", {"data-part": "ibu"}))),
    ];
    words[0].classList.toggle("long", tap.idTap > 99);
    const card = mayEdit()
        ? onlyOnce(element("button", {type: "button", class: "tap", "aria-haspopup": "dialog"},
            words), () => choose(tap.idTap))
        : element("div", {class: "tap"}, words);
    return element("li", {}, card);
}

function updateTap(card, tap, isFirst) {
    const beer = state.beers.find((one) => one.idBeer === tap.idBeer) ?? tap;
    const isVacant = tap.idBeer === null;
    const name = isVacant ? text("tapVacant") : tap.BeerName;
    const isFresh = !isFirst && part(card, "name").textContent !== name;
    card.classList.toggle("vacant", isVacant);
    setText(part(card, "name"), name);
    setText(part(card, "style"), beer.style ?? "");
    setText(part(card, "brewery"), beer.brewery ?? "");
    setText(part(card, "abv"), isKnown(tap.ABV) ? strength(tap.ABV) : "");
    setText(part(card, "ibu"), isKnown(tap.IBU) ? bitterness(tap.IBU) : "");
    fillGlass(part(card, "glass"), beer.style, isVacant ? null : beerColor(tap.Color ?? NaN));
    if (isFresh) {
        card.classList.add("fresh");
        card.addEventListener("animationend", () => card.classList.remove("fresh"), {once: true});
    }
}

function isKnown(value) {
    return value !== null && value !== undefined;
}

function tapOf(idTap) {
    return state.taps.find((tap) => tap.idTap === idTap);
}

function nameOf(idBeer) {
    return state.beers.find((beer) => beer.idBeer === idBeer)?.Name;
}

/** The tap as it is now is what the choice is about; if it moves on meanwhile, both are shown. */
function choose(idTap) {
    const tap = tapOf(idTap);
    if (!tap)
        return;
    pickBeer({
        tap,
        beers: state.beers,
        taps: state.taps,
        onPick: (idBeer) => assign(tap, idBeer),
        onRemove: () => removeTap(tap),
    });
}

/** Puts the beer (null: none) on the tap, and offers to undo it. */
async function assign(tap, idBeer, {mayUndo = true} = {}) {
    try {
        const isSet = await settleTap(tap, idBeer, nameOf);
        await refresh();
        if (!isSet)
            return;
        const words = idBeer === null ? text("tapEmptied", tap.idTap)
            : text("tapAssigned", tap.idTap, nameOf(idBeer) ?? "");
        const changed = tapOf(tap.idTap);
        say(words, mayUndo && changed && tap.idBeer !== idBeer ? {action: {
            label: text("undo"),
            run: () => assign(changed, tap.idBeer, {mayUndo: false}),
        }} : {});
    } catch (error) {
        await refresh().catch(() => {});
        sayError(error);
    }
}

async function removeTap(tap) {
    const {idTap} = tap;
    const isSure = await confirmed({
        title: text("tapRemoveTitle", idTap),
        question: tap.idBeer === null ? text("tapRemoveVacant")
            : text("tapRemovePouring", tap.BeerName),
        action: text("tapRemove"),
        isDanger: true,
    });
    if (!isSure)
        return;
    try {
        await send("DELETE", `/api/taps/${idTap}`, {}, tap.etag);
        await refresh();
        say(text("tapRemoved", idTap), {action: {
            label: text("undo"),
            run: () => addTap({tap_id: idTap, beer_id: tap.idBeer}),
        }});
    } catch (error) {
        await refresh().catch(() => {});
        sayError(error.status === 412 ? new Error(text("deleteConflict", text("tapTitle", idTap)))
            : error);
    }
}

async function addTap(wanted) {
    try {
        const made = await send("POST", "/api/taps", wanted);
        await refresh();
        say(text("tapAdded", made.idTap));
        byId("taps").querySelector(`[data-key="${Number(made.idTap)}"] button`)?.focus();
    } catch (error) {
        sayError(error);
    }
}

function changeCount() {
    state.counting = changeTapCount({
        taps: state.taps,
        onDone: async (lost) => {
            await refresh();
            say(lost.length
                ? plural("tapCountLost", lost.length, listed(lost.map((tap) => tap.idTap)))
                : plural("tapCountNow", state.taps.length));
        },
        onClose: () => {
            state.counting = null;
        },
    });
}

onlyOnce(byId("add"), () => addTap({}));
onlyOnce(byId("count"), changeCount);
onlyOnce(byId("count-first"), changeCount);
byId("no-taps-glass").append(glass("pint", null));
sayWaiting();
live(refresh);
