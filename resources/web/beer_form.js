// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The form of one beer, new or known. Others may change it meanwhile: what is typed stays, the form
// says so, and both values are shown when it is saved. Who leaves the page finds it as it was.

import {element, icon, onlyOnce} from "./dom.js";
import {listed, plural, text} from "./words.js";
import {etagOf, send} from "./api.js";
import {confirmed, openDialog} from "./dialogs.js";
import {fillGlass} from "./glass.js";
import {beerColor} from "./beer_color.js";
import {askWhichStays} from "./conflict.js";
import {dropDraft, keepDraft} from "./draft.js";
import {field, showFaults} from "./fields.js";
import {
    beerFields, faultsOf, fieldOf, isSame, shown, typedFrom, unreadableDate,
    valueFrom,
} from "./beer_fields.js";

const Gravities = ["OriginalGravity", "FinalGravity"];
const Groups = [["Name"], ["style", "brewery"], ["ABV", "IBU", "Color"], ["Description"],
    Gravities, ["Brewed", "Kegged", "Tapped"], ["Notes"]];

/**
 * Opens the form. `beer` without idBeer: a new one, with what is given already. `onSaved` gets id
 * and name; `onDelete` deletes and says whether it did. `tap`: where it is to pour then, which the
 * draft remembers. `typed`: of a draft of that form.
 */
export class BeerForm {
    constructor({beer, tap = null, typed = null, onSaved, onDelete, onClose}) {
        this.base = beer; // as it was when this form began, or was last agreed upon
        this.elsewhere = beer; // as it is now, as far as is known; undefined: deleted
        this.tap = tap;
        this.onSaved = onSaved;
        this.onDelete = onDelete;
        this.fields = Object.fromEntries(beerFields.map((one) => [one.column,
            makeField(one, beer)]));
        this.notice = element("div", {class: "notice", role: "status"});
        this.form = element("form", {class: "beer-form", id: "beer-form", novalidate: true,
            autocomplete: "off"}, this.notice, Groups.map((columns) => this.makeGroup(columns)));
        this.save = element("button", {type: "submit", form: "beer-form", class: "main writes"},
            text("save"));
        this.dialog = openDialog({
            title: text(this.isNew() ? "beerNew" : "beerEdit"),
            look: "drawer",
            body: this.form,
            foot: this.makeFoot(),
            mayClose: () => this.mayClose(),
            onClose: () => {
                dropDraft();
                onClose();
            },
        });
        if (typed)
            this.restore(typed);
        this.listen();
        this.showGlass();
        if (this.isNew() || matchMedia("(hover: hover)").matches)
            this.fields.Name.input.focus();
    }

    /** How the beer stands now elsewhere; undefined: it is deleted. */
    update(now) {
        if (this.isNew() || now?.etag === this.elsewhere?.etag)
            return;
        this.elsewhere = now;
        if (!now) {
            this.showNotice("bad", text("beerGone"), onlyOnce(element("button", {type: "button",
                class: "writes"}, text("beerSaveAsNew")), () => this.saveAsNew()));
        } else if (!this.isTouched()) {
            this.adopt(now, new Set());
            this.showNotice("", text("beerChangedShown"));
        } else {
            this.showNotice("", text("beerChangedElsewhere"));
        }
    }

    isNew() {
        return this.base.idBeer === undefined;
    }

    makeGroup(columns) {
        return element("div", {class: columns.length === 2 ? "group pair" : "group"},
            columns.map((column) => this.fields[column].node));
    }

    makeFoot() {
        const remove = onlyOnce(element("button", {type: "button", class: "danger away writes"},
            icon("trash"), element("span", {class: "where-wide"}, text("delete"))),
        () => this.remove());
        const cancel = onlyOnce(element("button", {type: "button"}, text("cancel")),
            () => this.close());
        return this.isNew() ? [cancel, this.save] : [remove, cancel, this.save];
    }

    listen() {
        this.form.addEventListener("input", ({target}) => {
            this.keep();
            this.showGlass();
            if (target.hasAttribute("aria-invalid"))
                this.check([target.name]);
        });
        this.form.addEventListener("focusout", ({target}) => {
            const isStillToCome = target.name === "Name" && target.value === "";
            if (this.fields[target.name] && !isStillToCome)
                this.check(target.name.endsWith("Gravity") ? Gravities : [target.name]);
        });
        onlyOnce(this.form, () => this.submit());
    }

    /** The beer as it is typed here. */
    typed() {
        return Object.fromEntries(beerFields.map((one) => [one.column,
            valueFrom(one, this.fields[one.column].input.value, this.base[one.column])]));
    }

    /** What of it differs from the base. */
    changes() {
        return Object.fromEntries(Object.entries(this.typed())
            .filter(([column, value]) => !isSame(value, this.base[column])));
    }

    isTouched() {
        return Object.keys(this.changes()).length > 0;
    }

    keep() {
        if (!this.isTouched()) {
            dropDraft();
            return;
        }
        keepDraft({beer: this.base, tap: this.tap, typed: Object.fromEntries(beerFields.map((one) =>
            [one.column, this.fields[one.column].input.value]))});
    }

    restore(typed) {
        for (const one of beerFields)
            this.fields[one.column].input.value = typed[one.column];
        this.showNotice("", text("draftShown"));
    }

    async mayClose() {
        return !this.isTouched() || confirmed({
            title: text("discardTitle"),
            question: text("discardQuestion"),
            action: text("discard"),
            isDanger: true,
            keep: text("keepTyping"),
        });
    }

    async close() {
        if (await this.mayClose())
            this.dialog.close();
    }

    async remove() {
        if (await this.onDelete(this.elsewhere ?? this.base))
            this.dialog.close();
    }

    showGlass() {
        const color = valueFrom(fieldOf("Color"), this.fields.Color.input.value, this.base.Color);
        fillGlass(this.fields.Color.glassHolder, this.fields.style.input.value,
            beerColor(Number(color ?? NaN)));
    }

    check(columns) {
        const faults = faultsOf(this.typed());
        columns.forEach((column) => this.fields[column].setFault(faults[column] ?? ""));
    }

    async submit() {
        if (showFaults(this.fields, faultsOf(this.typed())))
            return;
        this.save.disabled = true;
        try {
            await (this.isNew() ? this.add() : this.change());
        } catch (error) {
            this.showError(error);
        }
        this.save.disabled = false;
    }

    async add() {
        const given = Object.fromEntries(Object.entries(this.typed())
            .filter(([, value]) => value !== null));
        const {beer_id: id} = await send("POST", "/api/beers", given);
        this.finish(id);
    }

    /** Until it is saved, or the choice between two values is put off. */
    async change() {
        for (;;) {
            const mine = this.changes();
            if (Object.keys(mine).length === 0) {
                this.dialog.close();
                return;
            }
            try {
                await send("PUT", `/api/beers/${this.base.idBeer}`, mine, this.base.etag);
                this.finish(this.base.idBeer);
                return;
            } catch (error) {
                if (error.status !== 412)
                    throw error;
                const current = {...error.current, etag: etagOf(error.current)};
                if (!await this.settle(mine, current))
                    return;
            }
        }
    }

    finish(id) {
        const {Name: name} = this.typed();
        this.dialog.close();
        this.onSaved(id, name);
    }

    /** Shows both values of each field that differs, and takes over the answer; whether decided. */
    async settle(mine, current) {
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
            this.adopt(current, kept);
        return kept !== null;
    }

    /** Goes on from `current`; of the columns in `kept`, what is typed stays. */
    adopt(current, kept) {
        this.base = current;
        this.elsewhere = current;
        for (const one of beerFields) {
            if (!kept.has(one.column))
                this.fields[one.column].input.value = typedFrom(one, current[one.column]);
        }
        this.notice.replaceChildren();
        this.showGlass();
        this.keep();
    }

    saveAsNew() {
        const values = this.typed();
        this.base = {};
        for (const one of beerFields)
            this.fields[one.column].input.value = typedFrom(one, values[one.column]);
        return this.submit();
    }

    showError(error) {
        if (error.status === 404 && !this.isNew()) {
            this.update(undefined);
        } else if (this.fields[error.field]) {
            showFaults(this.fields, {[error.field]: error.message});
        } else {
            this.showNotice("bad", error.message);
        }
    }

    showNotice(look, words, button = null) {
        this.notice.className = `notice ${look}`;
        this.notice.replaceChildren(icon("warning"), element("p", {}, words),
            ...(button ? [button] : []));
        this.notice.scrollIntoView({block: "nearest"});
    }
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
