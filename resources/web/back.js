// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The Back button closes what lies open, as people know it from phones: meanwhile the page has one
// more entry in the browser's history.

const Mark = "open"; // the state of that entry

const layers = []; // what lies open; the last one on top
let isLeaving = false; // that entry: the browser is on its way

/**
 * Something lies open now. `close` is what Back does to it, and says whether it closes.
 * @returns {function} to be called once it is closed.
 */
export function laidOpen(close) {
    const layer = {close};
    layers.push(layer);
    settle();
    return () => {
        layers.splice(layers.indexOf(layer), 1);
        settle();
    };
}

/** Goes to another page, so that Back leads to this one as it was. */
export function leaveFor(path) {
    if (isLeaving)
        addEventListener("popstate", () => location.assign(path), {once: true});
    else
        location.assign(path);
}

function isMarked() {
    return history.state === Mark;
}

/** The entry is there just as long as something lies open. */
function settle() {
    if (isLeaving || isMarked() === layers.length > 0)
        return;
    if (layers.length > 0) {
        history.scrollRestoration = "manual"; // what closes may have scrolled the page
        history.pushState(Mark, "");
    } else {
        isLeaving = true;
        history.back();
    }
}

addEventListener("popstate", async () => {
    const isBack = !isLeaving && !isMarked() && layers.length > 0;
    isLeaving = false;
    if (!isBack || !await layers.at(-1).close())
        settle();
});
addEventListener("pagehide", () => {
    history.scrollRestoration = "auto";
});
settle(); // loaded again, or come back to
