// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What the first look at each page costs, in bytes on the wire.

import assert from "node:assert/strict";
import {house, logIn, nameOf, newContext, openHouse, Password, phone, scene, shown}
    from "./house.mjs";

const Most = 150 * 1024; // bytes

openHouse("--demo");

/** Opens `url` with nothing in the cache; the bytes that came, once nothing more is to come. */
async function weigh(context, url) {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const onTheWay = new Set();
    let bytes = 0;
    let requests = 0;
    let quiet = () => {};
    session.on("Network.requestWillBeSent", ({requestId, request}) => {
        ++requests;
        if (!request.url.endsWith("/events")) // which never ends
            onTheWay.add(requestId);
    });
    const finish = ({requestId, encodedDataLength = 0}) => {
        bytes += encodedDataLength;
        onTheWay.delete(requestId);
        if (onTheWay.size === 0)
            quiet();
    };
    session.on("Network.loadingFinished", finish);
    session.on("Network.loadingFailed", finish);
    session.on("Network.dataReceived", ({requestId, encodedDataLength}) => {
        if (!onTheWay.has(requestId))
            bytes += encodedDataLength; // of the events
    });
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", {cacheDisabled: true});
    await page.goto(url);
    await (/login|setup/.test(url) ? page.locator("h1").waitFor() : shown(page));
    if (onTheWay.size > 0) {
        await new Promise((resolve) => {
            quiet = resolve;
        });
    }
    await page.close();
    return {bytes, requests};
}

scene("each page is at most 150 KB", async () => {
    const {secure, plain} = house.primary;
    const guests = await newContext(phone);
    const staff = await newContext(phone);
    await logIn(await staff.newPage(), nameOf("admin"), Password);
    const rows = [];
    const weighed = [[guests, `${plain}/menu`], [guests, `${secure}/login`],
        [guests, `${secure}/setup`], ...["taps", "beers", "displays", "dbmanage", "users",
            "account"].map((name) => [staff, `${secure}/${name}`])];
    for (const [context, url] of weighed)
        rows.push({url, ...await weigh(context, url)});
    for (const {url, bytes, requests} of rows) {
        console.log(`${(bytes / 1024).toFixed(1).padStart(7)} KB in ${requests} requests: ${
            new URL(url).pathname}`);
    }
    assert.deepEqual(rows.filter((row) => row.bytes > Most), []);
    assert.ok(rows.every((row) => row.bytes > 1000), "something came");
});
