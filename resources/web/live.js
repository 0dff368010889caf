// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// One stream of events for a page: every change that was committed is fetched at once. While the
// page is hidden there is no stream; browsers allow only six connections to one machine.

import {get} from "./api.js";
import {isLoggedOut, lost, onReturn, reached} from "./connection.js";
import {sayError} from "./messages.js";

const ShortPause = 2000; // ms
const LongPause = 15000;
const Heartbeat = 20000;

/**
 * Runs `refresh` now, after each change and when the connection is back. `often`: also after so
 * many ms each, for what changes without an event.
 */
export function live(refresh, {events = "/api/events", probe = "/api/me", often = 0} = {}) {
    let stream = null;
    let pause = ShortPause;
    let retry = 0;

    const refreshOnce = oneAtATime(refresh);

    function open() {
        close();
        if (document.hidden)
            return;
        if (isLoggedOut()) {
            ask(probe);
            return;
        }
        stream = new EventSource(events);
        // What happened before it was there is not told.
        stream.addEventListener("open", follow);
        stream.addEventListener("change", follow);
        stream.addEventListener("error", () => {
            close();
            retry = setTimeout(open, pause);
            pause = Math.min(pause * 1.5, LongPause);
            ask(probe);
        });
    }

    function follow() {
        pause = ShortPause;
        reached();
        refreshOnce();
    }

    function close() {
        clearTimeout(retry);
        stream?.close();
        stream = null;
    }

    addEventListener("online", open);
    addEventListener("pagehide", close);
    addEventListener("pageshow", (event) => event.persisted && open());
    document.addEventListener("visibilitychange", open);
    // A stream through a dead network says nothing, for minutes.
    setInterval(() => document.hidden || ask(probe), Heartbeat);
    if (often > 0)
        setInterval(() => document.hidden || isLoggedOut() || refreshOnce(), often);
    onReturn(() => {
        pause = ShortPause;
        open();
        refreshOnce();
    });
    open();
    return refreshOnce();
}

/** Says by the way whether the primary is there and knows us. */
function ask(probe) {
    return get(probe).catch((error) => error.status === 0 && lost());
}

/** The banner tells of a lost connection and a session that is over. */
function sayUnlessShown(error) {
    if (error.status !== 0 && error.status !== 401)
        sayError(error);
}

/** While `work` runs, further calls wait together for one more run. */
function oneAtATime(work) {
    let running = null;
    let isWanted = false;
    return async function run() {
        if (running) {
            isWanted = true;
            return running;
        }
        running = work().catch(sayUnlessShown);
        await running;
        running = null;
        if (isWanted) {
            isWanted = false;
            await run();
        }
        return null;
    };
}
