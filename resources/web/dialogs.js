// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Dialogs: on a phone they rise from below, on wide screens they stand in the middle or at the
// side.

import {element, icon, onlyOnce} from "./dom.js";
import {text} from "./words.js";
import {laidOpen} from "./back.js";
import {hush, placeMessages} from "./messages.js";
import {placeBanner} from "./connection.js";

let count = 0;

/**
 * Shows a dialog; gone from the document once it is closed.
 * @param {object} options `title`, `body` and `foot` (nodes), `look` ("sheet", "drawer" or ""),
 *     `mayClose` (asked before Esc, Back or the cross close it), `closesOutside` (a touch beside it).
 */
export function openDialog({title, body, foot = [], look = "", mayClose = () => true,
    closesOutside = false, onClose = () => {}}) {
    const id = `dialog-${++count}`;
    const close = async () => {
        const isClosing = await mayClose();
        if (isClosing)
            dialog.close();
        return isClosing;
    };
    const heading = element("h2", {id, tabindex: "-1"}, title);
    const dialog = element("dialog", {class: look, "aria-labelledby": id},
        element("div", {class: "dialog-head"}, heading,
            onlyOnce(element("button", {type: "button", class: "quiet round",
                "aria-label": text("close")}, icon("close")), close)),
        element("div", {class: "dialog-body"}, body),
        foot.length > 0 && element("div", {class: "dialog-foot"}, foot));
    dialog.addEventListener("cancel", (event) => {
        if (event.target !== dialog)
            return;
        event.preventDefault();
        close();
    });
    // Browsers close a dialog at the second Escape without asking.
    dialog.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || event.target.type === "search")
            return;
        event.preventDefault();
        close();
    });
    dialog.addEventListener("pointerdown", (event) => {
        if (closesOutside && event.target === dialog)
            close();
    });
    dialog.addEventListener("close", () => {
        dialog.remove();
        closed();
        placeMessages();
        placeBanner();
        onClose();
    });
    hush();
    document.body.append(dialog);
    dialog.showModal();
    const closed = laidOpen(close);
    heading.focus();
    placeMessages();
    placeBanner();
    return dialog;
}

/** Asks; true if it was confirmed. `details`: nodes below the question. */
export function confirmed({title, question, details = [], action, isDanger = false,
    keep = text("cancel")}) {
    return new Promise((resolve) => {
        let answer = false;
        const say = (value) => () => {
            answer = value;
            dialog.close();
        };
        const dialog = openDialog({
            title,
            look: "ask",
            body: [element("p", {}, question), ...details],
            foot: [
                onlyOnce(element("button", {type: "button"}, keep), say(false)),
                onlyOnce(element("button", {type: "button",
                    class: isDanger ? "main danger writes" : "main"}, action), say(true)),
            ],
            onClose: () => resolve(answer),
        });
    });
}
