// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Asking the primary, and telling it: JSON, ETags, and errors that say what to do.

import {said, text} from "./words.js";
import {loggedIn, loggedOut, lost, reached, roleChanged} from "./connection.js";

const Patience = 15000; // ms
const LongPatience = 120000; // ms, for files

/**
 * An answer that is no success. `status` 0: no answer at all. 412: `current` is what is there now,
 * and was not what the sender had seen.
 */
export class ApiError extends Error {
    constructor(status, message, {field = null, current = null} = {}) {
        super(message);
        this.status = status;
        this.field = field;
        this.current = current;
    }
}

const kept = new Map(); // path -> value
const tags = new WeakMap(); // value -> ETag

/** The ETag of what get() brought, or of the `current` of an ApiError. */
export function etagOf(value) {
    return tags.get(value) ?? null;
}

/** What is at `path`; unchanged since the last time: the very same object. */
export async function get(path) {
    const old = kept.get(path);
    const etag = etagOf(old);
    const response = await ask(path, {headers: etag ? {"If-None-Match": etag} : {}});
    if (response.status === 304)
        return old;
    const value = await valueOf(response);
    kept.set(path, value);
    return value;
}

/** Changes something; `etag`: only if it is still as it was then. If not, the error is 412. */
export async function send(method, path, body, etag = null) {
    const headers = {"Content-Type": "application/json"};
    if (etag)
        headers["If-Match"] = etag;
    return valueOf(await ask(path, {method, headers, body: JSON.stringify(body ?? {})}));
}

/** Sends a form with a file; `etag`: as in send(). */
export function sendForm(path, form, etag = null) {
    const headers = etag ? {"If-Match": etag} : {};
    return ask(path, {method: "POST", headers, body: form}, LongPatience).then(valueOf);
}

async function ask(path, options, patience = Patience) {
    try {
        const response = await fetch(path, {
            ...options,
            headers: {Accept: "application/json", ...options.headers},
            cache: "no-store",
            redirect: "error",
            signal: AbortSignal.timeout(patience),
        });
        if (response.status === 401)
            loggedOut();
        reached();
        if (response.ok || response.status === 304)
            loggedIn();
        return response;
    } catch {
        lost();
        const isReading = (options.method ?? "GET") === "GET";
        throw new ApiError(0, text(isReading ? "notConnectedNow" : "notAnswered"));
    }
}

async function valueOf(response) {
    const value = await response.json().catch(() => ({}));
    tags.set(response.status === 412 ? value.current : value, response.headers.get("ETag"));
    if (response.ok)
        return value;
    if (response.status === 403)
        checkRole();
    throw new ApiError(response.status, messageOf(response, value), value);
}

function messageOf(response, value) {
    if (response.status === 401 && document.body.dataset.role)
        return text("loggedOut");
    return said(value, text("wentWrong", response.status));
}

async function checkRole() {
    const me = await get("/api/me").catch(() => null);
    if (me && me.role !== document.body.dataset.role)
        roleChanged();
}

/** What people may do, as the page was made for them. */
export function mayEdit() {
    return ["editor", "admin"].includes(document.body.dataset.role);
}

export function isAdmin() {
    return document.body.dataset.role === "admin";
}
