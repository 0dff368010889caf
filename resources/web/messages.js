// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What has happened, in one line at the foot of the page, read out by screen readers.

import {element, icon, onlyOnce} from "./dom.js";
import {text} from "./words.js";

const Shown = 8000; // ms
const Next = "message"; // where words wait for the next page

const status = element("div", {role: "status"});
const alert = element("div", {role: "alert"});
const messages = element("div", {class: "messages"}, status, alert);
let timer = 0;

/** One message at a time; errors stay until they are put away. `action`: {label, run}. */
export function say(words, {isError = false, action = null} = {}) {
    clearTimeout(timer);
    placeMessages();
    status.replaceChildren();
    alert.replaceChildren();
    (isError ? alert : status).append(element("div", {class: isError ? "message error" : "message"},
        icon(isError ? "warning" : "check"),
        element("p", {}, words),
        action && onlyOnce(element("button", {type: "button", class: "quiet"}, action.label), () => {
            hush();
            return action.run();
        }),
        onlyOnce(element("button", {type: "button", class: "quiet round",
            "aria-label": text("close")}, icon("close")), hush)));
    if (!isError)
        timer = setTimeout(hushUnlessUsed, Shown);
}

/** As say(), on the next page that calls sayWaiting(). */
export function sayNext(words) {
    sessionStorage.setItem(Next, words);
}

export function sayWaiting() {
    const words = sessionStorage.getItem(Next);
    sessionStorage.removeItem(Next);
    if (words)
        say(words);
}

/** What went wrong, as people can read it. */
export function sayError(error) {
    console.warn(error);
    say(error.message, {isError: true});
}

export function hush() {
    status.replaceChildren();
    alert.replaceChildren();
}

function hushUnlessUsed() {
    if (messages.matches(":hover, :focus-within"))
        timer = setTimeout(hushUnlessUsed, Shown);
    else
        hush();
}

/** Into the dialog that lies on top: the page behind it is neither seen nor read out. */
export function placeMessages() {
    const dialogs = document.querySelectorAll("dialog[open]");
    const place = dialogs.length ? dialogs[dialogs.length - 1] : document.body;
    if (messages.parentElement !== place)
        place.append(messages);
}

placeMessages();
