// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What is being typed into a form outlives the page: the Back button, a link, a session that ended.
// One draft for each tab of the browser, for whoever typed it.

const Place = "draft";

export function keepDraft(draft) {
    sessionStorage.setItem(Place, JSON.stringify({user: document.body.dataset.user, draft}));
}

export function dropDraft() {
    sessionStorage.removeItem(Place);
}

/** null: there is none. */
export function keptDraft() {
    const kept = JSON.parse(sessionStorage.getItem(Place));
    return kept?.user === document.body.dataset.user ? kept.draft : null;
}
