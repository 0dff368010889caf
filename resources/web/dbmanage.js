// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the data: guests' menu on the boards, and deleting all beers; import.js has the rest.

import {byId, setText} from "./dom.js";
import {text} from "./words.js";
import {get, mayEdit, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {confirmed} from "./dialogs.js";
import {startImport} from "./import.js";

const Confirmation = "CONFIRM";

let menuUrl = null; // as it is on the boards; "": no code there

async function refresh() {
    const {menu_url: now} = await get("/api/settings");
    if (now === menuUrl)
        return;
    const input = byId("menu-url");
    if (menuUrl === null || input.value === menuUrl)
        input.value = now || `http://${location.host}/`;
    menuUrl = now;
    setText(byId("menu-state"), now ? text("menuQrIsOn", now) : text("menuQrIsOff"));
    setText(byId("menu-on"), text(now ? "menuQrChange" : "menuQrOn"));
    byId("menu-off").hidden = !now;
}

async function setMenuUrl(value) {
    setFault("menu", "");
    try {
        await send("PUT", "/api/settings/menu_url", {value});
        await refresh();
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
        setFault("menu", text("faultAddress"));
    else
        setMenuUrl(value);
});
byId("menu-off").addEventListener("click", () => setMenuUrl(""));

byId("clear-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const confirmation = byId("clear-word").value.trim();
    if (confirmation !== Confirmation) {
        setFault("clear", text("faultConfirm"));
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
