// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Adding a display: a join string to be copied or scanned, or the address alone and three words.

import {element} from "./dom.js";
import {number, text} from "./words.js";
import {send} from "./api.js";
import {sayError} from "./messages.js";
import {openDialog} from "./dialogs.js";
import {copyField, qrPicture} from "./copying.js";
import {field, select} from "./fields.js";

export async function openPairing() {
    try {
        const body = element("div", {class: "stack"});
        show(body, await send("POST", "/api/pair"));
        openDialog({title: text("displayAdd"), body});
    } catch (error) {
        sayError(error);
    }
}

function show(body, pairing, chosen = pairing.hosts[0]) {
    const hosts = select(pairing.hosts.map((host) => [host, host]), chosen);
    hosts.addEventListener("change", async () => {
        try {
            show(body, await send("POST", "/api/pair", {host: hosts.value}), hosts.value);
            body.querySelector("select")?.focus();
        } catch (error) {
            sayError(error);
        }
    });
    const parts = [
        element("p", {}, text("pairHow")),
        element("ol", {class: "steps"},
            element("li", {}, text("pairStepCopy")),
            element("li", {}, text("pairStepJoin"), " ",
                element("code", {}, "kegdisplay join …"))),
        copyField(text("joinString"), pairing.join),
        element("p", {class: "dim"}, text("pairValid", number(pairing.valid_minutes))),
        qrPicture(pairing.qr, text("joinQr")),
        pairing.hosts.length > 1
            && field(text("pairHost"), hosts, {hint: text("pairHostHint")}).node,
        element("p", {class: "dim"}, text("pairOther"), " ",
            element("code", {}, `kegdisplay --primary-ip ${chosen}`)),
    ];
    body.replaceChildren(...parts.filter(Boolean));
}
