// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A value that people take elsewhere: to be copied, or scanned as a QR code.

import {element, icon, svgElement} from "./dom.js";
import {text} from "./words.js";
import {say} from "./messages.js";

const QuietZone = 4; // modules

/** A value in a field that cannot be changed, and a button that copies it. */
export function copyField(label, value) {
    const area = element("textarea", {readonly: true, rows: 4, "aria-label": label,
        spellcheck: "false", onfocus: () => area.select()});
    area.value = value;
    return element("div", {class: "stack"},
        element("div", {class: "copying"}, area),
        element("button", {type: "button", class: "main", onclick: () => copy(area)},
            icon("copy"), text("copy")));
}

async function copy(area) {
    try {
        await navigator.clipboard.writeText(area.value);
        say(text("copied"));
    } catch {
        // Without HTTPS there is no clipboard; the older way may be there.
        area.focus();
        area.select();
        if (document.execCommand("copy"))
            say(text("copied"));
        else
            say(text("copyByHand"), {isError: true});
    }
}

/** Rows of "1" (dark) and "0", without a quiet zone. */
export function qrPicture(rows, label) {
    const size = rows.length + 2 * QuietZone;
    const modules = rows.flatMap((row, y) => [...row].map((module, x) => (module === "1"
        ? `M${x + QuietZone} ${y + QuietZone}h1v1h-1z` : "")));
    return svgElement("svg", {class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img",
        "aria-label": label},
    svgElement("rect", {width: size, height: size, class: "qr-ground"}),
    svgElement("path", {d: modules.join(""), class: "qr-modules"}));
}
