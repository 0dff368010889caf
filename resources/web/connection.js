// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Whether the primary can be reached and we are logged in, and the banner that says otherwise.

import {element, icon} from "./dom.js";
import {text, timeOfDay} from "./words.js";
import {say} from "./messages.js";

const state = {isAway: false, isLoggedOut: false, hasOtherRole: false, asOf: new Date()};
const banner = element("div", {class: "banner", role: "status", hidden: true});
const returnHandlers = [];

/** `handler` runs when the primary answers again, or knows us again. */
export function onReturn(handler) {
    returnHandlers.push(handler);
}

export function isAway() {
    return state.isAway;
}

/** The primary has answered; if it does not know us any more, loggedOut() goes before. */
export function reached() {
    const wasAway = state.isAway;
    state.isAway = false;
    state.asOf = new Date();
    if (!wasAway)
        return;
    show();
    if (state.isLoggedOut)
        return;
    say(text("connectedAgain"));
    returnHandlers.forEach((handler) => handler());
}

/** The primary does not answer. */
export function lost() {
    if (state.isAway)
        return;
    state.isAway = true;
    show();
}

/** The session is over. */
export function loggedOut() {
    if (state.isLoggedOut)
        return;
    state.isLoggedOut = true;
    show();
}

/** The primary knows us, perhaps again: somebody has logged in beside this page. */
export function loggedIn() {
    if (!state.isLoggedOut)
        return;
    state.isLoggedOut = false;
    show();
    returnHandlers.forEach((handler) => handler());
}

export function isLoggedOut() {
    return state.isLoggedOut;
}

/** Somebody gave this account another role. */
export function roleChanged() {
    state.hasOtherRole = true;
    show();
}

/** Where people can see it: in the dialog that lies on top, else at the top of the page. */
export function placeBanner() {
    const dialogs = document.querySelectorAll("dialog[open]");
    const place = dialogs.length ? dialogs[dialogs.length - 1] : document.querySelector("main");
    if (banner.parentElement !== place)
        place?.prepend(banner);
}

function show() {
    document.body.classList.toggle("offline", state.isAway);
    const parts = bannerParts();
    banner.hidden = !parts;
    banner.replaceChildren(...(parts ?? []));
    placeBanner();
}

/** Where to log in, leading back here, in the language that was chosen. */
function logInPlace() {
    const language = new URLSearchParams(location.search).get("lang");
    const place = `/login?next=${location.pathname}`;
    return language ? `${place}&lang=${encodeURIComponent(language)}` : place;
}

function bannerParts() {
    if (state.isLoggedOut) {
        return [icon("key"), element("p", {}, text("loggedOut")),
            element("a", {class: "button main", href: logInPlace()}, text("logIn"))];
    }
    if (state.isAway)
        return [icon("offline"), element("p", {}, text("notConnected", timeOfDay(state.asOf)))];
    if (state.hasOtherRole) {
        return [icon("warning"), element("p", {}, text("roleChanged")),
            element("button", {type: "button", onclick: () => location.reload()},
                text("loadAgain"))];
    }
    return null;
}

// What would fail says so instead of trying.
document.addEventListener("click", (event) => {
    if (!state.isAway || !event.target.closest?.(".writes"))
        return;
    event.preventDefault();
    event.stopPropagation();
    say(text("notConnectedNow"), {isError: true});
}, {capture: true});

addEventListener("offline", lost);
