// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Impatient fingers: what is clicked twice or three times is done once.

import assert from "node:assert/strict";
import {house, message, openHouse, phone, scene, staff} from "./house.mjs";

openHouse("--demo");

const thrice = {clickCount: 3, delay: 5};

/** Answers take as long as in a bad Wi-Fi. */
async function slowDown(page) {
    const browser = await page.context().newCDPSession(page);
    await browser.send("Network.emulateNetworkConditions", {offline: false, latency: 300,
        downloadThroughput: -1, uploadThroughput: -1});
}

for (const isSlow of [false, true]) {
    const how = isSlow ? "while answers take long" : "while answers come at once";

    scene(`one tap is added, ${how}`, async () => {
        const page = await staff("editor", "/taps");
        if (isSlow)
            await slowDown(page);
        const before = await house.primary.taps();
        await page.locator("#add").click(thrice);
        await message(page, `Tap ${before.length + 1} is added.`);
        assert.equal((await house.primary.taps()).length, before.length + 1);
        assert.equal(await page.locator("dialog[open]").count(), 0);
    });

    scene(`one beer is added, ${how}`, async () => {
        const page = await staff("editor", "/beers", phone);
        if (isSlow)
            await slowDown(page);
        const before = await house.primary.beers();
        const name = `Only once, ${how}`;
        await page.locator("#add").click(thrice);
        assert.equal(await page.locator("dialog[open]").count(), 1);
        await page.locator("#beer-Name").fill(name);
        await page.locator("dialog[open] [type=submit]").click(thrice);
        await message(page, `${name} is saved.`);
        assert.equal((await house.primary.beers()).length, before.length + 1);
        assert.equal(await page.locator("dialog[open]").count(), 0, "the list below is not touched");
    });

    scene(`one account is added, ${how}`, async () => {
        const page = await staff("admin", "/users");
        if (isSlow)
            await slowDown(page);
        let orders = 0;
        page.on("request", (one) => {
            if (one.method() === "POST" && one.url().endsWith("/api/users"))
                ++orders;
        });
        const name = `Once ${isSlow ? "slowly" : "quickly"}`;
        await page.locator("#add").click(thrice);
        assert.equal(await page.locator("dialog[open]").count(), 1);
        await page.getByLabel("User name").fill(name);
        await page.getByLabel("Password", {exact: true}).fill("correct horse");
        await page.getByLabel("The same password again").fill("correct horse");
        await page.locator("dialog[open] [type=submit]").click(thrice);
        await message(page, `The account ${name} is added.`);
        assert.equal(await page.locator("dialog[open]").count(), 0, "the dialog is closed");
        assert.equal(orders, 1);
    });

    scene(`a removed tap comes back once, ${how}`, async () => {
        const page = await staff("editor", "/taps");
        if (isSlow)
            await slowDown(page);
        const before = await house.primary.taps();
        await page.locator("#taps button").last().click();
        await page.getByRole("button", {name: "Remove tap"}).click();
        await page.locator("dialog.ask .danger").click(thrice);
        await message(page, "is removed.");
        assert.equal((await house.primary.taps()).length, before.length - 1);
        await page.locator(".messages").getByRole("button", {name: "Undo"}).click(thrice);
        await message(page, "is added.");
        assert.deepEqual(await house.primary.taps(), before);
    });
}
