// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The guests' menu: what pours now, as it changes.

import {byId, element, part, patchList, setText} from "./dom.js";
import {bitterness, number, strength, text} from "./words.js";
import {get} from "./api.js";
import {live} from "./live.js";
import {fillGlass} from "./glass.js";
import {beerColor} from "./beer_color.js";

async function refresh() {
    const menu = await get("/api/menu");
    const pouring = menu.taps.filter((tap) => tap.name);
    setText(byId("house"), menu.name);
    document.title = `${menu.name} – ${text("menuTitle")}`;
    byId("nothing").hidden = pouring.length > 0;
    patchList(byId("menu"), pouring, (tap) => tap.tap, makeEntry, updateEntry);
    byId("menu").classList.toggle("short", pouring.length < 5);
}

function makeEntry(tap) {
    return element("li", {class: "entry"},
        element("span", {class: "entry-number"},
            element("span", {class: "unseen"}, `${text("tap")} `), number(tap.tap)),
        element("span", {class: "glass-holder", "data-part": "glass"}),
        element("div", {class: "entry-words"},
            element("div", {class: "entry-head"},
                element("h2", {"data-part": "name", dir: "auto"}),
                element("span", {class: "leader", "aria-hidden": "true"}),
                element("b", {"data-part": "abv"})),
            element("p", {class: "entry-style"},
                element("span", {"data-part": "style", dir: "auto"}),
                element("span", {"data-part": "ibu"})),
            element("p", {class: "entry-brewery", "data-part": "brewery", dir: "auto"}),
            element("p", {class: "entry-text", "data-part": "description", dir: "auto"})));
}

function updateEntry(entry, tap) {
    const isKnown = (value) => value !== null && value !== undefined;
    setText(part(entry, "name"), tap.name);
    setText(part(entry, "abv"), isKnown(tap.abv) ? strength(tap.abv) : "");
    setText(part(entry, "ibu"), isKnown(tap.ibu) ? bitterness(tap.ibu) : "");
    setText(part(entry, "style"), tap.style ?? "");
    setText(part(entry, "brewery"), tap.brewery ?? "");
    setText(part(entry, "description"), tap.description ?? "");
    fillGlass(part(entry, "glass"), tap.style, tap.color ?? beerColor(NaN));
}

live(refresh, {events: "/api/menu/events", probe: "/healthz"});
