// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the data: guests' menu on the boards, and deleting all beers; import.js has the rest.

import {byId, onlyOnce, setText} from "./dom.js";
import {text} from "./words.js";
import {get, mayEdit, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {confirmed} from "./dialogs.js";
import {settleSetting} from "./conflict.js";
import {startImport} from "./import.js";

const Confirmation = "CONFIRM";

/** What is set here; `base`: the settings that its input goes back to. */
const fields = {
    menu: {key: "menu_url", input: "menu-url", label: "menuQrAddress", base: null,
        shown: (settings) => settings.menu_url || byId("menu-url").dataset.likely},
    house: {key: "house_name", input: "house-name", label: "houseTitle", base: null,
        shown: (settings) => settings.house_name},
};

async function refresh() {
    const now = await get("/api/settings");
    Object.values(fields).forEach((field) => follow(field, now));
    const isOn = now.menu_url !== "";
    setText(byId("menu-state"), isOn ? text("menuQrIsOn", now.menu_url) : text("menuQrIsOff"));
    setText(byId("menu-on"), text(isOn ? "menuQrChange" : "menuQrOn"));
    byId("menu-off").hidden = !isOn;
}

/** The input has what is stored now, unless something else has been typed. */
function follow(field, now) {
    const input = byId(field.input);
    if (field.base !== null && input.value !== field.shown(field.base))
        return;
    field.base = now;
    input.value = field.shown(now);
}

async function setSetting(name, value, done) {
    const field = fields[name];
    setFault(name, "");
    try {
        const isMine = await settleSetting(field.base, field.key, value, text(field.label));
        if (isMine === null)
            return;
        field.base = null;
        await refresh();
        if (isMine)
            say(text(done));
    } catch (error) {
        setFault(name, error.message);
    }
}

function setMenuUrl(value) {
    return setSetting("menu", value, value ? "menuQrNowOn" : "menuQrNowOff");
}

function setFault(name, fault) {
    const inputs = {menu: byId("menu-url"), house: byId("house-name"), clear: byId("clear-word")};
    byId(`${name}-error`).textContent = fault;
    inputs[name].setAttribute("aria-invalid", String(fault !== ""));
    if (fault)
        inputs[name].focus();
}

onlyOnce(byId("house-form"), () => {
    const input = byId("house-name");
    input.value = input.value.trim();
    return setSetting("house", input.value, "houseSaved");
});

onlyOnce(byId("menu-form"), () => {
    const value = byId("menu-url").value.trim();
    if (/^https?:\/\/[^\s/]+/i.test(value))
        return setMenuUrl(value);
    return setFault("menu", text("error_no_address"));
});
onlyOnce(byId("menu-off"), () => setMenuUrl(""));

onlyOnce(byId("clear-form"), async () => {
    const confirmation = byId("clear-word").value.trim();
    if (confirmation !== Confirmation) {
        setFault("clear", text("error_not_confirmed"));
        return;
    }
    setFault("clear", "");
    const isSure = await confirmed({title: text("clearTitle"), question: text("clearQuestion"),
        action: text("clearButton"), isDanger: true});
    if (!isSure)
        return;
    try {
        await send("POST", "/api/beers/clear", {confirmation});
        byId("clear-word").value = "";
        say(text("cleared"));
    } catch (error) {
        sayError(error);
    }
});

if (mayEdit())
    startImport();
live(refresh);
