// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the displays: how each is doing, letting new ones in, cutting others off.

import {byId, element, icon, onlyOnce, part, patchList, setText} from "./dom.js";
import {ago, number, plural, text} from "./words.js";
import {get, isAdmin, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {confirmed, openDialog} from "./dialogs.js";
import {field, showFaults} from "./fields.js";
import {openPairing} from "./pairing.js";

const Often = 3000; // ms; how far a display is behind changes without an event

const States = {
    pending: {words: "statePending", look: "warn", picture: "clock"},
    connecting: {words: "stateConnecting", look: "warn", picture: "sync"},
    snapshot: {words: "stateSnapshot", look: "warn", picture: "sync"},
    "catching-up": {words: "stateCatchingUp", look: "warn", picture: "sync"},
    live: {words: "stateLive", look: "good", picture: "live"},
    offline: {words: "stateOffline", look: "bad", picture: "offline"},
    revoked: {words: "stateRevoked", look: "", picture: "blocked"},
};

const known = new Map(); // id -> display, as the server had it last
let asked = null; // {id, words, dialog}: what somebody is comparing now

async function refresh() {
    const {displays} = await get("/api/displays");
    known.clear();
    for (const one of displays)
        known.set(one.id, one);
    const pending = displays.filter((one) => one.state === "pending");
    const others = displays.filter((one) => one.state !== "pending").sort(byState);
    const inStep = displays.filter((one) => one.state === "live").length;
    setText(byId("summary"), others.length ? `${plural("displaysNumber", others.length)}, ${
        plural("displaysLive", inStep)}` : "");
    byId("waiting").hidden = pending.length === 0;
    byId("no-displays").hidden = displays.length > 0;
    patchList(byId("pending"), pending, keyOf, makePending, updatePending);
    patchList(byId("displays"), others, (one) => one.id, makeDisplay, updateDisplay);
    const still = asked && pending.find((one) => one.id === asked.id);
    if (asked && still?.words !== asked.words) {
        asked.dialog.close();
        say(text("pendingGone"), {isError: true});
    }
}

/** New words make a new card. */
function keyOf(display) {
    return `${display.id} ${display.words}`;
}

function byState(a, b) {
    const rank = (one) => (one.state === "revoked" ? 1 : 0);
    return rank(a) - rank(b) || (a.name ?? "").localeCompare(b.name ?? "");
}

function shortId(display) {
    return display.id.split("-").slice(0, 2).join("-");
}

function nameOf(display) {
    return display.name || shortId(display);
}

function pairingWords(words) {
    return element("p", {class: "pairing-words", translate: "no"},
        (words ?? "").split(/\s+/).flatMap((word) => [element("span", {}, word), " "]));
}

function makePending(display) {
    return element("li", {class: "card display pending"},
        element("div", {class: "row between"},
            element("h3", {class: "display-name", dir: "auto"}, nameOf(display)), makeChip()),
        pairingWords(display.words),
        element("p", {class: "small dim", "data-part": "facts"}),
        isAdmin() && element("div", {class: "row"},
            makeButton("main writes", "approve", () => approve(display), icon("check")),
            makeButton("danger writes", "refuse", () => revoke(display, "refuse"))));
}

function makeButton(look, words, action, ...picture) {
    return onlyOnce(element("button", {type: "button", class: look}, ...picture, text(words)),
        action);
}

function updatePending(card, display) {
    updateChip(card, display);
    setText(part(card, "facts"), [display.address, display.version, shortId(display)]
        .filter(Boolean).join(" · "));
}

function makeChip() {
    return element("span", {class: "chip", "data-part": "chip"});
}

function updateChip(card, display) {
    const {words, look, picture} = States[display.state]
        ?? {words: display.state, look: "", picture: "sync"};
    const chip = part(card, "chip");
    if (chip.dataset.state === display.state)
        return;
    chip.dataset.state = display.state;
    chip.className = `chip ${look}`;
    chip.replaceChildren(icon(picture), text(words));
}

function makeDisplay(display) {
    const fact = (label, name) => [element("dt", {}, text(label)),
        element("dd", {"data-part": name, dir: "auto"})];
    return element("li", {}, element("article", {class: "card display", "data-part": "card"},
        element("div", {class: "row"},
            element("h2", {class: "display-name grow", "data-part": "name", dir: "auto"}),
            makeChip()),
        element("dl", {}, fact("displayLag", "lag"), fact("displaySeen", "seen"),
            fact("displayAddress", "address"), fact("displayVersion", "version"),
            fact("displayId", "id")),
        isAdmin() && makeActions(display.id)));
}

function makeActions(id) {
    const now = () => known.get(id);
    return element("div", {class: "display-actions"},
        element("label", {class: "choice", "data-part": "standby-choice"},
            element("input", {type: "checkbox", role: "switch", class: "switch writes",
                "data-part": "standby", onchange: (event) => setStandby(now(), event.target)}),
            text("standby")),
        element("div", {class: "row"},
            makeButton("writes", "rename", () => rename(now())),
            element("span", {"data-part": "revoke"},
                makeButton("danger writes", "revoke", () => revoke(now(), "revoke"))),
            element("span", {"data-part": "readmit"},
                makeButton("writes", "readmit", () => readmit(now())))));
}

function updateDisplay(item, display) {
    const isRevoked = display.state === "revoked";
    part(item, "card").classList.toggle("gone", isRevoked);
    updateChip(item, display);
    setText(part(item, "name"), nameOf(display));
    setText(part(item, "lag"), lagOf(display));
    setText(part(item, "seen"), display.state === "live" ? text("now")
        : ago(display.last_seen) || text("never"));
    setText(part(item, "address"), display.address ?? text("unknown"));
    setText(part(item, "version"), display.version ?? text("unknown"));
    setText(part(item, "id"), shortId(display));
    if (!isAdmin())
        return;
    part(item, "standby-choice").hidden = isRevoked;
    part(item, "revoke").hidden = isRevoked;
    part(item, "readmit").hidden = !isRevoked;
    const standby = part(item, "standby");
    if (!standby.dataset.busy)
        standby.checked = display.may_promote;
}

function lagOf({lag_ms: lag}) {
    if (lag === null || lag === undefined)
        return text("unknown");
    return lag < 1000 ? text("milliseconds", number(lag, 0, 0))
        : text("seconds", number(lag / 1000, 1, 1));
}

/** A dialog with a form that does one thing; {dialog, form}. */
function openForm({id, title, body, action, onClose}) {
    const form = element("form", {id, class: "stack", novalidate: true}, body);
    const dialog = openDialog({title, body: form, onClose, foot: [
        element("button", {type: "button", onclick: () => dialog.close()}, text("cancel")),
        element("button", {type: "submit", form: id, class: "main writes"}, text(action))]});
    return {dialog, form};
}

function nameField(display) {
    return field(text("displayName"), element("input", {type: "text", maxlength: 200,
        value: display.name ?? "", autocomplete: "off", dir: "auto"}));
}

function approve(display) {
    const name = nameField(display);
    const {dialog, form} = openForm({
        id: "approve",
        title: text("approveTitle", nameOf(display)),
        body: [
            element("p", {}, text("approveQuestion")),
            pairingWords(display.words),
            element("p", {class: "dim"}, text("approveWarning")),
            name.node,
        ],
        action: "wordsMatch",
        onClose: () => {
            asked = null;
        },
    });
    asked = {id: display.id, words: display.words, dialog};
    onlyOnce(form, async () => {
        const wanted = name.input.value.trim();
        try {
            const now = await act(display, "approve", wanted ? {name: wanted} : {});
            asked = null;
            dialog.close();
            say(text("approved", nameOf(now)));
            await refresh();
        } catch (error) {
            sayError(error);
        }
    });
}

function rename(display) {
    const name = nameField(display);
    const {dialog, form} = openForm({id: "rename", title: text("renameTitle", nameOf(display)),
        body: name.node, action: "rename"});
    onlyOnce(form, async () => {
        const wanted = name.input.value.trim();
        if (showFaults({name}, wanted ? {} : {name: text("faultNoDisplayName")}))
            return;
        try {
            const now = await act(display, "rename", {name: wanted});
            dialog.close();
            say(text("renamed", nameOf(now)));
            await refresh();
        } catch (error) {
            showFaults({name}, {name: error.message});
        }
    });
    name.input.select();
}

function act(display, verb, body) {
    return send("POST", `/api/displays/${encodeURIComponent(display.id)}/${verb}`, body);
}

/** Asks, then does `verb` and says `done`. */
async function decide(display, verb, question, done) {
    if (!await confirmed(question))
        return;
    try {
        const now = await act(display, verb, {});
        await refresh();
        say(text(done, nameOf(now)));
    } catch (error) {
        sayError(error);
    }
}

function revoke(display, words) {
    return decide(display, "revoke", {
        title: text(`${words}Title`, nameOf(display)),
        question: text(`${words}Question`),
        action: text(words),
        isDanger: true,
    }, "revoked");
}

/** It is known by its id, so no words have to be compared. */
function readmit(display) {
    return decide(display, "approve", {
        title: text("readmitTitle", nameOf(display)),
        question: text("readmitQuestion", shortId(display)),
        action: text("readmit"),
    }, "readmitted");
}

async function setStandby(display, box) {
    const mayPromote = box.checked;
    box.dataset.busy = "1";
    try {
        await act(display, "standby", {may_promote: mayPromote});
        say(text(mayPromote ? "standbyOn" : "standbyOff", nameOf(display)));
    } catch (error) {
        box.checked = !mayPromote;
        sayError(error);
    }
    delete box.dataset.busy;
}

onlyOnce(byId("pair"), openPairing);
live(refresh, {often: Often});
