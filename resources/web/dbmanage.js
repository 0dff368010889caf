// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the data: guests' menu on the boards, and deleting all beers; import.js has the rest.

import {byId, setText} from "./dom.js";
import {text} from "./words.js";
import {get, mayEdit, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {confirmed} from "./dialogs.js";
import {settleSetting} from "./conflict.js";
import {startImport} from "./import.js";

const Confirmation = "CONFIRM";

let base = null; // the settings that the address in its field goes back to

async function refresh() {
    const now = await get("/api/settings");
    const input = byId("menu-url");
    if (base === null || input.value === addressIn(base)) {
        base = now;
        input.value = addressIn(now);
    }
    const isOn = now.menu_url !== "";
    setText(byId("menu-state"), isOn ? text("menuQrIsOn", now.menu_url) : text("menuQrIsOff"));
    setText(byId("menu-on"), text(isOn ? "menuQrChange" : "menuQrOn"));
    byId("menu-off").hidden = !isOn;
}

/** What is on the boards, or what could be. */
function addressIn(settings) {
    return settings.menu_url || `http://${location.host}/`;
}

async function setMenuUrl(value) {
    setFault("menu", "");
    try {
        const isMine = await settleSetting(base, "menu_url", value, text("menuQrAddress"));
        if (isMine === null)
            return;
        base = null;
        await refresh();
        if (isMine)
            say(text(value ? "menuQrNowOn" : "menuQrNowOff"));
    } catch (error) {
        setFault("menu", error.message);
    }
}

function setFault(name, fault) {
    const inputs = {menu: byId("menu-url"), clear: byId("clear-word")};
    byId(`${name}-error`).textContent = fault;
    inputs[name].setAttribute("aria-invalid", String(fault !== ""));
    if (fault)
        inputs[name].focus();
}

byId("menu-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const value = byId("menu-url").value.trim();
    if (!/^https?:\/\/[^\s/]+/i.test(value))
        setFault("menu", text("error_no_address"));
    else
        setMenuUrl(value);
});
byId("menu-off").addEventListener("click", () => setMenuUrl(""));

byId("clear-form").addEventListener("submit", async (event) => {
    event.preventDefault();
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
