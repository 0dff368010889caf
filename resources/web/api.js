// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Asking the primary, and telling it: JSON, ETags, and errors that say what to do.

import {text} from "./words.js";
import {lost, loggedOut, reached, roleChanged} from "./connection.js";

const Patience = 15000; // ms
const LongPatience = 120000; // ms, for files

/** An answer that is no success. `status` 0: no answer at all. */
export class ApiError extends Error {
    constructor(status, message, {field = null} = {}) {
        super(message);
        this.status = status;
        this.field = field;
    }
}

const kept = new Map(); // path -> {etag, value}

/** What is at `path`; unchanged since the last time: the very same object. */
export async function get(path) {
    const old = kept.get(path);
    const response = await ask(path, {headers: old?.etag ? {"If-None-Match": old.etag} : {}});
    if (response.status === 304)
        return old.value;
    const value = await valueOf(response);
    kept.set(path, {etag: response.headers.get("ETag"), value});
    return value;
}

/**
 * Changes something; `etag`: only if it is still as it was then. If not, the error (412) has
 * `current`, what is there now, with its `etag`.
 */
export async function send(method, path, body, etag = null) {
    const headers = {"Content-Type": "application/json"};
    if (etag)
        headers["If-Match"] = etag;
    const response = await ask(path, {method, headers, body: JSON.stringify(body ?? {})});
    try {
        return await valueOf(response);
    } catch (error) {
        if (error.status === 412)
            error.current = await currentOf(path);
        throw error;
    }
}

async function currentOf(path) {
    const response = await ask(path, {});
    return {...await valueOf(response), etag: response.headers.get("ETag")};
}

/** Sends a form with a file. */
export function sendForm(path, form) {
    return ask(path, {method: "POST", body: form}, LongPatience).then(valueOf);
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
        reached();
        return response;
    } catch {
        lost();
        throw new ApiError(0, text("notConnectedNow"));
    }
}

async function valueOf(response) {
    const value = await response.json().catch(() => ({}));
    if (response.ok)
        return value;
    if (response.status === 401)
        loggedOut();
    if (response.status === 403)
        checkRole();
    throw new ApiError(response.status, messageOf(response, value), value);
}

function messageOf(response, value) {
    if (response.status === 401 && document.body.dataset.role)
        return text("loggedOut");
    if (response.status === 403)
        return text("notAllowed", value.error ?? "");
    if (response.status === 429)
        return text("tooOften", value.error ?? "");
    if (response.status === 413)
        return text("tooLarge");
    return value.error ?? text("wentWrong", response.status);
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
