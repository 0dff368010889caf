// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The form of one beer, new or known. Others may change it meanwhile: what is typed stays, the form
// says so, and both values are shown when it is saved.

import {element, icon} from "./dom.js";
import {listed, plural, text} from "./words.js";
import {send} from "./api.js";
import {confirmed, openDialog} from "./dialogs.js";
import {fillGlass} from "./glass.js";
import {beerColor} from "./beer_color.js";
import {askWhichStays} from "./conflict.js";
import {field, showFaults} from "./fields.js";
import {
    beerFields, faultsOf, fieldOf, isSame, refusedField, shown, typedFrom, unreadableDate, valueFrom,
} from "./beer_fields.js";

const Groups = [["Name"], ["style", "brewery"], ["ABV", "IBU", "Color"], ["Description"],
    ["OriginalGravity", "FinalGravity"], ["Brewed", "Kegged", "Tapped"], ["Notes"]];

/**
 * Opens the form. `beer` without idBeer: a new one, with what is given already.
 * @returns {{update: function}} `update(beer or undefined)`: how the beer stands now elsewhere.
 */
export function openBeerForm({beer, onSaved, onDelete, onClose}) {
    let base = beer; // as it was when this form began, or was last agreed upon
    let elsewhere = beer;
    const isNew = () => base.idBeer === undefined;
    const notice = element("div", {class: "notice", role: "status"});
    const fields = Object.fromEntries(beerFields.map((one) => [one.column, makeField(one, beer)]));
    const glassHolder = fields.Color.glassHolder;
    const form = element("form", {class: "beer-form", id: "beer-form", novalidate: true,
        autocomplete: "off"}, notice, Groups.map((columns) => element("div",
        {class: columns.length === 2 ? "group pair" : "group"},
        columns.map((column) => fields[column].node))));
    const save = element("button", {type: "submit", form: "beer-form", class: "main writes"},
        text("save"));
    const dialog = openDialog({
        title: isNew() ? text("beerNew") : text("beerEdit"),
        look: "drawer",
        body: form,
        foot: [
            !isNew() && element("button", {type: "button", class: "danger away writes",
                onclick: remove}, icon("trash"),
            element("span", {class: "where-wide"}, text("delete"))),
            element("button", {type: "button", onclick: close}, text("cancel")),
            save,
        ].filter(Boolean),
        mayClose,
        onClose,
    });

    function typedBeer() {
        return Object.fromEntries(beerFields.map((one) => [one.column,
            valueFrom(one, fields[one.column].input.value, base[one.column])]));
    }

    function changes() {
        const typed = typedBeer();
        return Object.fromEntries(beerFields.map((one) => one.column)
            .filter((column) => !isSame(typed[column], base[column]))
            .map((column) => [column, typed[column]]));
    }

    async function mayClose() {
        return Object.keys(changes()).length === 0 || confirmed({
            title: text("discardTitle"),
            question: text("discardQuestion"),
            action: text("discard"),
            isDanger: true,
            keep: text("keepTyping"),
        });
    }

    async function close() {
        if (await mayClose())
            dialog.close();
    }

    async function remove() {
        if (await onDelete(elsewhere ?? base))
            dialog.close();
    }

    function showGlass() {
        const color = valueFrom(fieldOf("Color"), fields.Color.input.value, base.Color);
        fillGlass(glassHolder, fields.style.input.value, beerColor(color ?? NaN));
    }

    function check(columns) {
        const faults = faultsOf(typedBeer());
        columns.forEach((column) => fields[column].setFault(faults[column] ?? ""));
    }

    form.addEventListener("input", (event) => {
        showGlass();
        const column = event.target.name;
        if (event.target.hasAttribute("aria-invalid"))
            check([column]);
    });
    form.addEventListener("focusout", (event) => {
        const column = event.target.name;
        if (!column || (column === "Name" && event.target.value === ""))
            return;
        check(column.endsWith("Gravity") ? ["OriginalGravity", "FinalGravity"] : [column]);
    });
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (showFaults(fields, faultsOf(typedBeer())))
            return;
        save.disabled = true;
        try {
            await store();
        } catch (error) {
            showError(error);
        }
        save.disabled = false;
    });

    async function store() {
        const values = changes();
        if (isNew()) {
            const given = Object.fromEntries(Object.entries(typedBeer())
                .filter(([, value]) => value !== null));
            const {beer_id: id} = await send("POST", "/api/beers", given);
            return done(id);
        }
        if (Object.keys(values).length === 0)
            return dialog.close();
        try {
            await send("PUT", `/api/beers/${base.idBeer}`, values, base.etag);
        } catch (error) {
            if (error.status !== 412 || !error.current)
                throw error;
            if (await settle(values, error.current))
                await store();
            return null;
        }
        return done(base.idBeer);
    }

    function done(id) {
        const {Name: name} = typedBeer();
        dialog.close();
        onSaved(id, name);
    }

    /** Both values of each field that differs; the form holds the answer then. Whether decided. */
    async function settle(mine, current) {
        const differing = Object.keys(mine).filter((column) => !isSame(mine[column],
            current[column]));
        const kept = differing.length === 0 ? new Set() : await askWhichStays({
            title: text("beerConflictTitle"),
            explanation: text("beerConflict"),
            fields: differing.map((column) => ({
                key: column,
                label: text(fieldOf(column).label),
                now: shown(fieldOf(column), current[column]),
                yours: shown(fieldOf(column), mine[column]),
                keepsMine: true,
            })),
        });
        if (kept)
            adopt(current, kept);
        return kept !== null;
    }

    /** Goes on from `current`; of the columns in `kept`, what is typed stays. */
    function adopt(current, kept) {
        base = current;
        elsewhere = current;
        for (const one of beerFields) {
            if (!kept.has(one.column))
                fields[one.column].input.value = typedFrom(one, current[one.column]);
        }
        notice.replaceChildren();
        showGlass();
    }

    function showError(error) {
        if (error.status === 404 && !isNew()) {
            update(undefined);
        } else if (fields[error.field]) {
            showFaults(fields, {[error.field]: refusedField(error.field, error.message)});
        } else {
            showNotice("bad", error.message);
        }
    }

    function showNotice(look, words, button = null) {
        notice.className = `notice ${look}`;
        notice.replaceChildren(icon("warning"), element("p", {}, words), ...(button ? [button] : []));
        notice.scrollIntoView({block: "nearest"});
    }

    function update(now) {
        if (isNew() || now?.etag === elsewhere?.etag)
            return;
        elsewhere = now;
        if (!now) {
            showNotice("bad", text("beerGone"), element("button", {type: "button",
                class: "writes", onclick: saveAsNew}, text("beerSaveAsNew")));
        } else if (Object.keys(changes()).length === 0) {
            adopt(now, new Set());
            showNotice("", text("beerChangedShown"));
        } else {
            showNotice("", text("beerChangedElsewhere"));
        }
    }

    function saveAsNew() {
        const values = typedBeer();
        base = {};
        for (const one of beerFields)
            fields[one.column].input.value = typedFrom(one, values[one.column]);
        form.requestSubmit();
    }

    showGlass();
    if (isNew() || matchMedia("(hover: hover)").matches)
        fields.Name.input.focus();
    return {update};
}

function makeField(one, beer) {
    const unreadable = unreadableDate(one, beer[one.column]);
    const hint = unreadable ? text("dateUnreadable", unreadable) : one.hint ? text(one.hint) : "";
    const common = {name: one.column, id: `beer-${one.column}`, dir: "auto"};
    const value = typedFrom(one, beer[one.column]);
    if (one.kind === "text") {
        const area = element("textarea", {...common, rows: 3});
        area.value = value;
        return field(text(one.label), area, {hint});
    }
    const input = element("input", {
        ...common,
        type: one.kind === "date" ? "date" : "text",
        inputmode: one.kind === "number" ? "decimal" : null,
        max: one.kind === "date" ? "9999-12-31" : null,
        required: one.isNeeded,
        value,
    });
    if (one.column !== "Color")
        return field(text(one.label), input, {hint});
    const glassHolder = element("span", {class: "glass-holder"});
    const wrapped = element("div", {class: "color-field"}, input, glassHolder);
    return {...field(text(one.label), input, {hint, wrapped}), glassHolder};
}

/** Asks, saying which taps become empty; whether it was confirmed. */
export function confirmBeerDelete(beer, taps) {
    return confirmed({
        title: text("beerDeleteTitle", beer.Name),
        question: taps.length ? plural("beerDeleteOnTap", taps.length, listed(taps))
            : text("beerDeleteQuestion"),
        action: text("delete"),
        isDanger: true,
    });
}
