// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Two people changed the same thing: both values, field by field, and one chooses.

import {element} from "./dom.js";
import {text} from "./words.js";
import {etagOf, send} from "./api.js";
import {openDialog} from "./dialogs.js";
import {beerNameOr} from "./beer_words.js";

/**
 * Asks which value of each field is to stay.
 * @param {Array} fields {key, label, now, yours, keepsMine}: texts to show and what is proposed.
 * @returns {Promise<Set|null>} the keys whose own value stays; null: not decided.
 */
export function askWhichStays({title, explanation, fields}) {
    return new Promise((resolve) => {
        let answer = null;
        const form = element("form", {id: "conflict", class: "stack"},
            element("p", {}, explanation), fields.map(makeChoice));
        const dialog = openDialog({
            title,
            look: "wide",
            body: form,
            foot: [
                element("button", {type: "button", onclick: () => dialog.close()}, text("back")),
                element("button", {type: "submit", form: "conflict", class: "main writes"},
                    text("conflictSave")),
            ],
            onClose: () => resolve(answer),
        });
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const data = new FormData(form);
            answer = new Set(fields.map((field) => field.key)
                .filter((key) => data.get(key) === "mine"));
            dialog.close();
        });
    });
}

function makeChoice({key, label, now, yours, keepsMine}) {
    const choice = (value, caption, words, isChosen) => element("label", {class: "choice card"},
        element("input", {type: "radio", name: key, value, checked: isChosen}),
        element("span", {class: "grow"},
            element("span", {class: "small dim"}, caption), element("br"),
            element("span", {class: "value", dir: "auto"}, words || text("nothing"))));
    return element("fieldset", {class: "stack conflict"},
        element("legend", {}, label),
        element("div", {class: "columns"},
            choice("theirs", text("conflictNow"), now, !keepsMine),
            choice("mine", text("conflictYours"), yours, keepsMine)));
}

/**
 * Puts the beer (null: none) on the tap; if somebody else has put another one there meanwhile, both
 * are shown. Whether the beer is on the tap now.
 */
export async function settleTap(tap, idBeer, nameOf) {
    return await settle({
        path: `/api/taps/${tap.idTap}`,
        body: {beer_id: idBeer},
        etag: tap.etag,
        seen: tap.idBeer,
        wanted: idBeer,
        valueOf: (current) => current.idBeer,
        ask: (current) => askWhichStays({
            title: text("tapConflictTitle", tap.idTap),
            explanation: text("tapConflict"),
            fields: [{key: "value", label: text("tapTitle", tap.idTap),
                now: beerNameOr(current.BeerName), yours: beerNameOr(nameOf(idBeer)),
                keepsMine: true}],
        }),
    }) === true;
}

/**
 * Sets it for the whole house; if somebody else has set it otherwise since `settings` were fetched,
 * both values are shown. Whether `value` counts now; null: not decided.
 */
export function settleSetting(settings, key, value, label) {
    return settle({
        path: `/api/settings/${key}`,
        body: {value},
        etag: etagOf(settings),
        seen: settings[key],
        wanted: value,
        valueOf: (current) => current[key],
        ask: (current) => askWhichStays({
            title: text("settingConflictTitle"),
            explanation: text("settingConflict"),
            fields: [{key: "value", label, now: current[key], yours: value, keepsMine: true}],
        }),
    });
}

/** Asks only if `valueOf` what is there now is neither what was seen nor what is wanted. */
async function settle({path, body, etag, seen, wanted, valueOf, ask}) {
    for (let tag = etag, known = seen; ;) {
        try {
            await send("PUT", path, body, tag);
            return true;
        } catch (error) {
            if (error.status !== 412)
                throw error;
            const now = valueOf(error.current);
            if (now === wanted)
                return true;
            const kept = now === known ? new Set(["value"]) : await ask(error.current);
            if (!kept?.has("value"))
                return kept && false;
            tag = etagOf(error.current);
            known = now;
        }
    }
}
