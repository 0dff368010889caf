// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// How many taps there are; fewer than now: which ones go, and what they pour.

import {element, icon} from "./dom.js";
import {number, text} from "./words.js";
import {send} from "./api.js";
import {openDialog} from "./dialogs.js";
import {beerNameOr} from "./beer_words.js";

const Most = 999;
const Usual = 4; // for a house without any

/** `onDone` gets the taps that are gone. */
export function changeTapCount({taps, onDone}) {
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
    const dialog = openDialog({title: text("tapCountTitle"), body: form, foot: [
        element("button", {type: "button", onclick: () => dialog.close()}, text("cancel")), save]});

    function stepButton(name, label, step) {
        return element("button", {type: "button", "aria-label": label, onclick: () => {
            input.value = Math.min(Math.max((wanted() ?? Usual) + step, 1), Most);
            show();
        }}, icon(name));
    }

    function wanted() {
        const typed = input.value.trim();
        const count = Number(typed);
        return /^\d+$/.test(typed) && count >= 1 && count <= Most ? count : null;
    }

    function lost() {
        const count = wanted();
        return count === null ? [] : taps.filter((tap) => tap.idTap > count);
    }

    function show() {
        const isBad = wanted() === null;
        error.textContent = isBad ? text("tapCountRange", number(Most)) : "";
        input.setAttribute("aria-invalid", String(isBad));
        const gone = lost();
        const pouring = gone.filter((tap) => tap.idBeer !== null);
        warning.replaceChildren(...(gone.length ? [
            icon("warning"),
            element("p", {}, text(pouring.length ? "tapCountWarning" : "tapCountWarningVacant")),
            element("ul", {class: "losing"}, gone.map((tap) => element("li", {dir: "auto"},
                text("tapWithBeer", tap.idTap, beerNameOr(tap.BeerName))))),
        ] : []));
        save.textContent = gone.length ? text("tapCountRemove") : text("save");
        save.classList.toggle("danger", gone.length > 0);
    }

    input.addEventListener("input", show);
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (wanted() === null) {
            input.focus();
            return;
        }
        try {
            const gone = lost();
            await send("POST", "/api/taps/count", {count: wanted()});
            dialog.close();
            onDone(gone);
        } catch (failure) {
            error.textContent = failure.message;
        }
    });
    show();
    input.select();
}
