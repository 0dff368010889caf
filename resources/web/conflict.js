// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Two people changed the same thing: both values, field by field, and one chooses.

import {element} from "./dom.js";
import {text} from "./words.js";
import {send} from "./api.js";
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
 * Puts the beer (null: none) on the tap; if somebody else has changed the tap meanwhile, both
 * beers are shown. Whether the beer is on the tap now.
 */
export async function settleTap(tap, idBeer, nameOf) {
    let {etag} = tap;
    for (;;) {
        try {
            await send("PUT", `/api/taps/${tap.idTap}`, {beer_id: idBeer}, etag);
            return true;
        } catch (error) {
            if (error.status !== 412)
                throw error;
            ({etag} = error.current);
            if (error.current.idBeer === idBeer)
                return true;
            const kept = await askWhichStays({
                title: text("tapConflictTitle", tap.idTap),
                explanation: text("tapConflict"),
                fields: [{key: "beer", label: text("tapTitle", tap.idTap),
                    now: beerNameOr(error.current.BeerName), yours: beerNameOr(nameOf(idBeer)),
                    keepsMine: true}],
            });
            if (!kept?.has("beer"))
                return false;
        }
    }
}
