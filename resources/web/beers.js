// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the beers: searching, adding, editing, deleting.

import {byId, element, onlyOnce, part, patchList, setText, settled} from "./dom.js";
import {number, plural, strength, text} from "./words.js";
import {get, mayEdit, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError, sayNext} from "./messages.js";
import {fillGlass, glass} from "./glass.js";
import {beerColor} from "./beer_color.js";
import {byName, foundBy} from "./beer_words.js";
import {BeerForm, confirmBeerDelete} from "./beer_form.js";
import {leaveFor} from "./back.js";
import {settleTap} from "./conflict.js";
import {keptDraft} from "./draft.js";
import {openDialog} from "./dialogs.js";
import {beerFields, shown} from "./beer_fields.js";

const Step = 200; // rows at once

const state = {beers: [], taps: [], rows: Step, form: null, editedId: null};

async function refresh() {
    const [beers, taps] = await Promise.all([get("/api/beers"), get("/api/taps")]);
    state.beers = byName(beers);
    state.taps = taps;
    show();
    if (state.form && state.editedId !== null)
        state.form.update(beerOf(state.editedId));
}

function show() {
    const typed = byId("search").value.trim();
    const found = typed ? foundBy(state.beers, typed) : state.beers;
    const isHouseEmpty = state.beers.length === 0;
    setText(byId("summary"), isHouseEmpty ? ""
        : typed ? plural("beersFound", found.length) : plural("beersNumber", found.length));
    patchList(byId("beers"), found.slice(0, state.rows), (beer) => beer.idBeer, makeRow, updateRow);
    byId("beer-columns").hidden = found.length === 0;
    byId("search-box").hidden = isHouseEmpty;
    byId("no-beers").hidden = !isHouseEmpty;
    byId("not-found").hidden = isHouseEmpty || found.length > 0;
    setText(byId("not-found-words"), text("beersNotFound", typed));
    setText(byId("add-named"), text("beerAddNamed", typed));
    byId("show-more").hidden = found.length <= state.rows;
    setText(byId("show-more"), plural("showMore", found.length - state.rows));
}

function makeRow(beer) {
    const open = () => (mayEdit() ? edit(beerOf(beer.idBeer)) : look(beerOf(beer.idBeer)));
    return element("li", {}, onlyOnce(element("button", {type: "button", class: "beer",
        "aria-haspopup": "dialog"},
    element("span", {class: "glass-holder", "data-part": "glass"}),
    element("span", {class: "beer-name", "data-part": "name", dir: "auto"}),
    element("span", {class: "beer-more"},
        element("span", {class: "beer-style", "data-part": "style", dir: "auto"}),
        element("span", {class: "beer-brewery", "data-part": "brewery", dir: "auto"})),
    element("span", {class: "beer-abv", "data-part": "abv"}),
    element("span", {class: "beer-ibu", "data-part": "ibu"}),
    element("span", {class: "beer-on", "data-part": "on"})), open));
}

function updateRow(row, beer) {
    const isKnown = (value) => value !== null && value !== undefined;
    setText(part(row, "name"), beer.Name);
    setText(part(row, "style"), beer.style ?? "");
    setText(part(row, "brewery"), beer.brewery ?? "");
    setText(part(row, "abv"), isKnown(beer.ABV) ? strength(beer.ABV) : "");
    setText(part(row, "ibu"), isKnown(beer.IBU) ? number(beer.IBU, 0, 1) : "");
    fillGlass(part(row, "glass"), beer.style, beerColor(beer.Color ?? NaN));
    const on = tapsOf(beer);
    const words = on.length ? plural("onTap", on.length, on.join(", ")) : "";
    if (part(row, "on").textContent !== words)
        part(row, "on").replaceChildren(words && element("span", {class: "chip"}, words));
}

function beerOf(idBeer) {
    return state.beers.find((beer) => beer.idBeer === idBeer);
}

function tapsOf(beer) {
    return state.taps.filter((tap) => tap.idBeer === beer.idBeer).map((tap) => tap.idTap);
}

function edit(beer, {tap = null, typed = null} = {}) {
    if (!beer)
        return;
    state.editedId = beer.idBeer ?? null;
    state.form = new BeerForm({
        beer,
        tap,
        typed,
        onDelete: remove,
        onSaved: (id, name) => (tap ? pour(tap, id, name) : showSaved(id, name)),
        onClose: () => {
            state.form = null;
            state.editedId = null;
        },
    });
}

async function showSaved(id, name) {
    byId("search").value = "";
    await refresh().catch(() => {});
    say(text("beerSaved", name));
    const row = byId("beers").querySelector(`[data-key="${Number(id)}"] button`);
    row?.scrollIntoView({block: "center"});
    row?.focus({preventScroll: true});
}

/** Puts the beer on the tap that it was added for, and goes back to the taps. */
async function pour(tap, id, name) {
    try {
        const isSet = await settleTap(tap, id, () => name);
        sayNext([text("beerSaved", name), isSet && text("tapAssigned", tap.idTap, name)]
            .filter(Boolean).join(" "));
        leaveFor("/taps");
    } catch (error) {
        await showSaved(id, name);
        sayError(new Error(`${text("beerSaved", name)} ${error.message}`));
    }
}

/** What a viewer sees of a beer. */
function look(beer) {
    const known = beerFields.filter((field) => field.column !== "Name"
        && shown(field, beer[field.column]));
    openDialog({
        title: beer.Name,
        look: "drawer",
        closesOutside: true,
        body: known.length === 0 ? element("p", {class: "dim"}, text("beerNameOnly"))
            : element("dl", {class: "facts"}, known.flatMap((field) => [
                element("dt", {}, text(field.label)),
                element("dd", {dir: "auto"}, shown(field, beer[field.column]))])),
    });
}

/** Whether it is deleted. */
async function remove(beer) {
    if (!await confirmBeerDelete(beer, tapsOf(beer)))
        return false;
    try {
        await send("DELETE", `/api/beers/${beer.idBeer}`, {}, beer.etag);
    } catch (error) {
        await refresh().catch(() => {});
        if (error.status !== 404) {
            sayError(error.status === 412 ? new Error(text("deleteConflict", beer.Name)) : error);
            return false;
        }
    }
    await refresh().catch(() => {});
    say(text("beerDeleted", beer.Name));
    return true;
}

/** /beers#new=NAME opens the form of a new beer; with &tap=NUMBER it is to pour there. */
function followFragment() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (!wanted.has("new") || !mayEdit())
        return;
    history.replaceState(null, "", location.pathname);
    const tap = state.taps.find((one) => one.idTap === Number(wanted.get("tap")));
    edit({Name: wanted.get("new")}, {tap});
}

/** Goes on where this tab was left. */
function followDraft() {
    const draft = mayEdit() && keptDraft();
    if (!draft || state.form)
        return;
    edit(draft.beer, draft);
    if (state.editedId !== null)
        state.form.update(beerOf(state.editedId));
}

byId("search").addEventListener("input", settled(60, () => {
    state.rows = Step;
    show();
}));
byId("show-more").addEventListener("click", () => {
    state.rows += Step;
    show();
});
onlyOnce(byId("add"), () => edit({}));
onlyOnce(byId("add-first"), () => edit({}));
onlyOnce(byId("add-named"), () => edit({Name: byId("search").value.trim()}));
byId("no-beers-glass").append(glass("pint", null));
await live(refresh);
followFragment();
followDraft();
