// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Choosing the beer of a tap: a list that one touch picks from, searched as one types. It grows as
// one comes near its end.

import {element, icon, patchList, setText} from "./dom.js";
import {plural, text} from "./words.js";
import {openDialog} from "./dialogs.js";
import {fillGlass} from "./glass.js";
import {beerColor} from "./beer_color.js";
import {beerLine, beerNameOr, byName, foundBy} from "./beer_words.js";

const NewestShown = 5;
const Step = 60; // beers at once
const Ahead = "1000px"; // of the end

/** `onPick` gets the beer's id, or null to empty the tap. */
export function pickBeer({tap, beers, taps, onPick, onRemove}) {
    const list = element("div", {class: "picker-list", role: "listbox", id: "picker-list",
        "aria-label": text("beers")});
    const count = element("p", {class: "unseen", role: "status"});
    const nothing = element("div", {hidden: true});
    const end = element("div");
    let groups = [];
    let rows = Step;
    const input = element("input", {type: "search", role: "combobox", autocomplete: "off",
        enterkeyhint: "go", "aria-expanded": "true", "aria-controls": "picker-list",
        "aria-autocomplete": "list", "aria-label": text("beerSearch"),
        placeholder: text("beerSearch")});

    const pick = (idBeer) => {
        dialog.close();
        onPick(idBeer);
    };
    const dialog = openDialog({
        title: text("tapTitle", tap.idTap),
        look: "tall",
        closesOutside: true,
        body: [
            element("div", {class: "picker-head"},
                element("p", {class: "dim", dir: "auto"},
                    text("tapNow", beerNameOr(tap.BeerName))),
                beers.length > 0 && element("div", {class: "search"}, icon("search"), input)),
            count, list, end, nothing,
        ],
        onClose: () => observer.disconnect(),
        foot: [
            element("button", {type: "button", class: "danger away writes", onclick: () => {
                dialog.close();
                onRemove();
            }}, icon("trash"), text("tapRemove")),
            tap.idBeer !== null && element("button", {type: "button", class: "writes",
                onclick: () => pick(null)}, text("tapEmpty")),
        ].filter(Boolean),
    });

    const observer = new IntersectionObserver((entries) => {
        const isNear = entries.some((entry) => entry.isIntersecting);
        if (isNear && groups.some((group) => group.beers.length > rows)) {
            rows += Step;
            fill();
        }
    }, {root: list.parentElement, rootMargin: Ahead});

    function show() {
        const typed = input.value.trim();
        groups = groupsOf(beers, taps, tap, typed).filter((group) => group.beers.length);
        rows = Step;
        fill();
        const found = groups.find((group) => group.isWhole)?.beers.length ?? 0;
        setText(count, plural("beersFound", found));
        nothing.hidden = found > 0;
        if (found === 0)
            showNothing(nothing, {tap, isHouseEmpty: beers.length === 0, typed});
        activate(typed ? optionsOf(list)[0] : null);
    }

    function fill() {
        patchList(list, groups, (group) => group.key, makeGroup, (node, group) =>
            updateGroup(node, {...group, beers: group.beers.slice(0, rows)}, taps, pick));
        observer.unobserve(end); // it tells only of changes, and there may be none
        observer.observe(end);
    }

    function activate(option) {
        list.querySelector(".active")?.classList.remove("active");
        option?.classList.add("active");
        option?.scrollIntoView({block: "nearest"});
        if (option)
            input.setAttribute("aria-activedescendant", option.id);
        else
            input.removeAttribute("aria-activedescendant");
    }

    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
        const options = optionsOf(list);
        const at = options.findIndex((option) => option.classList.contains("active"));
        const to = {ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1,
            PageDown: at + 8, PageUp: at - 8}[event.key];
        if (to !== undefined && options.length) {
            event.preventDefault();
            activate(options[Math.min(Math.max(to, 0), options.length - 1)]);
        } else if (event.key === "Enter" && at >= 0) {
            event.preventDefault();
            options[at].click();
        }
    });

    show();
    // On a phone the keyboard would cover half of the list: it comes with a touch on the field.
    if (matchMedia("(hover: hover)").matches)
        input.focus();
}

function optionsOf(list) {
    return [...list.querySelectorAll("[role=option]")];
}

/** Unsearched: the newest kegs that pour nowhere yet, then all by name. */
function groupsOf(beers, taps, tap, typed) {
    const all = byName(beers);
    if (typed)
        return [{key: "found", title: null, beers: foundBy(all, typed), isWhole: true}];
    const pouring = new Set(taps.map((one) => one.idBeer));
    const newest = beers.filter((beer) => beer.Kegged && !pouring.has(beer.idBeer))
        .sort((a, b) => (a.Kegged < b.Kegged) - (a.Kegged > b.Kegged)).slice(0, NewestShown);
    const isUseful = newest.length > 0 && beers.length > 2 * NewestShown;
    return [
        {key: "newest", title: text("beersNewest"), beers: isUseful ? newest : []},
        {key: "all", title: isUseful ? text("beersAll") : null,
            beers: all.filter((beer) => beer.idBeer !== tap.idBeer), isWhole: true},
    ];
}

function makeGroup(group) {
    const id = `picker-group-${group.key}`;
    return element("div", group.title ? {role: "group", "aria-labelledby": id} : {},
        group.title && element("div", {class: "picker-group", id}, group.title),
        element("div", {class: "picker-options", role: "presentation"}));
}

function updateGroup(node, group, taps, pick) {
    patchList(node.lastElementChild, group.beers, (beer) => beer.idBeer,
        (beer) => makeOption(beer, group, taps, pick));
}

function makeOption(beer, group, taps, pick) {
    const holder = element("span", {class: "glass-holder"});
    fillGlass(holder, beer.style, beerColor(beer.Color ?? NaN));
    const on = taps.filter((tap) => tap.idBeer === beer.idBeer).map((tap) => tap.idTap);
    return element("div", {role: "option", class: "writes", "aria-selected": "false",
        id: `option-${group.key}-${Number(beer.idBeer)}`, onclick: () => pick(beer.idBeer)},
    holder,
    element("span", {},
        element("span", {class: "option-name", dir: "auto"}, beer.Name), element("br"),
        element("span", {class: "option-more", dir: "auto"}, beerLine(beer))),
    on.length > 0 && element("span", {class: "chip"}, plural("onTap", on.length, on.join(", "))));
}

/** What is added from here comes to this tap. */
function showNothing(node, {tap, isHouseEmpty, typed}) {
    const words = isHouseEmpty ? text("beersNone") : text("beersNotFound", typed);
    const link = `/beers#${new URLSearchParams({new: typed, tap: tap.idTap})}`;
    const label = typed ? text("beerAddNamed", typed) : text("beerAdd");
    node.replaceChildren(element("div", {class: "empty"}, element("p", {}, words),
        element("a", {class: "button main", href: link}, label)));
}
