// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// How many taps there are; fewer than now: which ones go, and what they pour.

import {element, icon, onlyOnce} from "./dom.js";
import {parseWhole, plural, text} from "./words.js";
import {etagOf, send} from "./api.js";
import {openDialog} from "./dialogs.js";
import {beerNameOr} from "./beer_words.js";

const Most = 1000;
const Usual = 4; // for a house without any

/**
 * Asks for it. `onDone` gets the taps that are gone. Returns {update}, to be told the taps as they
 * are whenever they change: what would go is always said of these.
 */
export function changeTapCount({taps: present, onDone, onClose}) {
    let taps = present;
    const input = element("input", {type: "text", inputmode: "numeric", id: "tap-count",
        value: taps.length || Usual, autocomplete: "off", "aria-describedby": "tap-count-error"});
    const error = element("p", {class: "error", id: "tap-count-error", role: "alert"});
    const warning = element("div", {class: "notice bad", role: "status"});
    const save = element("button", {type: "submit", class: "main writes", form: "tap-count-form"},
        text("save"));
    const form = element("form", {id: "tap-count-form", class: "stack", novalidate: true},
        element("div", {class: "field"},
            element("label", {for: "tap-count"}, text("tapCountLabel")),
            element("div", {class: "stepper"},
                stepButton("minus", text("oneFewer"), -1), input,
                stepButton("plus", text("oneMore"), 1)),
            error),
        warning);
    const dialog = openDialog({title: text("tapCountTitle"), body: form, onClose, foot: [
        element("button", {type: "button", onclick: () => dialog.close()}, text("cancel")), save]});

    function stepButton(name, label, step) {
        return element("button", {type: "button", "aria-label": label, onclick: () => {
            input.value = Math.min(Math.max((wanted() ?? Usual) + step, 1), Most);
            show();
        }}, icon(name));
    }

    function wanted() {
        const count = parseWhole(input.value);
        return count >= 1 && count <= Most ? count : null;
    }

    function lost() {
        const count = wanted();
        return count === null ? [] : taps.filter((tap) => tap.idTap > count);
    }

    function show() {
        const isBad = wanted() === null;
        error.textContent = isBad ? text("error_count_range", Most) : "";
        input.setAttribute("aria-invalid", String(isBad));
        const gone = lost();
        const pouring = gone.filter((tap) => tap.idBeer !== null);
        warning.replaceChildren(...(gone.length ? [
            icon("warning"),
            element("p", {}, plural(pouring.length ? "tapCountWarning" : "tapCountWarningVacant",
                gone.length)),
            element("ul", {class: "losing"}, gone.map((tap) => element("li", {dir: "auto"},
                text("tapWithBeer", tap.idTap, beerNameOr(tap.BeerName))))),
        ] : []));
        save.textContent = gone.length ? plural("tapCountRemove", gone.length) : text("save");
        save.classList.toggle("danger", gone.length > 0);
    }

    function update(now) {
        if (etagOf(now) === etagOf(taps))
            return;
        const isUntouched = wanted() === (taps.length || Usual);
        taps = now;
        if (isUntouched)
            input.value = taps.length || Usual;
        show();
    }

    async function submit() {
        if (wanted() === null) {
            input.focus();
            return;
        }
        try {
            const gone = lost();
            await send("POST", "/api/taps/count", {count: wanted()}, etagOf(taps));
            dialog.close();
            onDone(gone);
        } catch (failure) {
            if (failure.status === 412)
                update(failure.current);
            error.textContent = failure.status === 412 ? text("tapCountConflict")
                : failure.message;
        }
    }

    input.addEventListener("input", show);
    onlyOnce(form, submit);
    show();
    input.select();
    return {update};
}
