// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A field of a form: label, input, hint, and what is wrong with it.

import {element} from "./dom.js";
import {plural, text} from "./words.js";

export const ShortestPassword = 8;

let count = 0;

/** Wraps `input` as a labelled field; {node, input, setFault(sentence or "")}. */
export function field(label, input, {hint = "", wrapped = input} = {}) {
    const id = input.id || `field-${++count}`;
    const error = element("p", {class: "error", id: `${id}-error`, "aria-live": "polite"});
    const help = hint ? element("p", {class: "hint", id: `${id}-hint`}, hint) : null;
    input.id = id;
    input.setAttribute("aria-describedby", help ? `${id}-error ${id}-hint` : `${id}-error`);
    const node = element("div", {class: "field"},
        element("label", {for: id}, label), wrapped, error, help);
    const setFault = (fault) => {
        if (error.textContent !== fault)
            error.textContent = fault;
        if (fault)
            input.setAttribute("aria-invalid", "true");
        else
            input.removeAttribute("aria-invalid");
    };
    return {node, input, setFault};
}

/** Shows the faults of several fields by their keys and goes to the first; whether there is one. */
export function showFaults(fields, faults) {
    for (const [key, one] of Object.entries(fields))
        one.setFault(faults[key] ?? "");
    const first = Object.keys(fields).find((key) => faults[key]);
    fields[first]?.input.focus();
    return first !== undefined;
}

export function select(options, chosen) {
    return element("select", {}, options.map(([value, label]) =>
        element("option", {value, selected: value === chosen}, label)));
}

export function roleSelect(chosen) {
    return select(["viewer", "editor", "admin"].map((role) => [role, roleName(role)]), chosen);
}

export function roleName(role) {
    return text({viewer: "roleViewer", editor: "roleEditor", admin: "roleAdmin"}[role]);
}

/** A password and once more the same, with what is asked of it. */
export function newPasswordFields(label = text("password")) {
    const make = (autocomplete) => element("input", {type: "password", autocomplete,
        maxlength: 1024});
    return {
        password: field(label, make("new-password"),
            {hint: plural("passwordRule", ShortestPassword)}),
        again: field(text("passwordAgain"), make("new-password")),
    };
}

/** What is wrong with the two of newPasswordFields(). */
export function passwordFaults({password, again}) {
    const typed = password.input.value;
    const length = [...new Intl.Segmenter().segment(typed)].length;
    if (length < ShortestPassword)
        return {password: plural("passwordShort", ShortestPassword)};
    return again.input.value === typed ? {} : {again: text("passwordDiffers")};
}
