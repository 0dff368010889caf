// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The frame around the staff's pages: where we are, and the sheet behind "More".

import {byId} from "./dom.js";
import {laidOpen} from "./back.js";

const page = document.body.dataset.page;
const sheet = byId("nav-more");
const opener = byId("nav-more-button");

for (const link of document.querySelectorAll(".nav a")) {
    if (link.getAttribute("href") === `/${page}`)
        link.setAttribute("aria-current", "page");
}
if (sheet.querySelector("[aria-current]"))
    opener.classList.add("current");
document.title = `${document.querySelector("h1").textContent} – ${document.title}`;

let closed = () => {};

function setOpen(isOpen) {
    sheet.classList.toggle("open", isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
    if (isOpen)
        closed = laidOpen(close);
    else
        closed();
}

function close() {
    setOpen(false);
    return true;
}

function isOpen() {
    return sheet.classList.contains("open");
}

opener.addEventListener("click", () => setOpen(!isOpen()));
document.addEventListener("click", (event) => {
    if (isOpen() && !event.target.closest(".nav"))
        setOpen(false);
});
document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen())
        return;
    setOpen(false);
    opener.focus();
});
document.querySelector(".nav").addEventListener("focusout", (event) => {
    if (isOpen() && event.relatedTarget && !event.relatedTarget.closest(".nav"))
        setOpen(false);
});
