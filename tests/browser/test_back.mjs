// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The browser's Back and Forward: what lies open is closed first, and nothing opens by itself.

import assert from "node:assert/strict";
import {house, open, openHouse, phone, scene, shown, staff} from "./house.mjs";

openHouse("--demo");

/** On the taps, having come from the beers. */
async function atTheTaps() {
    const page = await staff("admin", "/beers", phone);
    await open(page, "/taps");
    return page;
}

async function openTap(page, number) {
    await page.locator("#taps li").nth(number - 1).getByRole("button").click();
    await page.locator("dialog[open]").waitFor();
}

async function assertClosed(page) {
    await page.locator("dialog").first().waitFor({state: "detached"});
    assert.equal(new URL(page.url()).pathname, "/taps");
}

/** However a dialog was closed, the page stands where it stood in the history before. */
async function assertBackLeaves(page) {
    await page.waitForFunction(() => history.state === null);
    await page.goBack();
    await page.waitForURL("**/beers");
    await shown(page);
}

scene("Back closes what lies on top, and then leaves the page", async () => {
    const page = await atTheTaps();
    await openTap(page, 1);
    await page.goBack();
    await assertClosed(page);
    await openTap(page, 2);
    await page.goBack();
    await assertClosed(page);
    await assertBackLeaves(page);
});

scene("what was closed otherwise leaves nothing in Back's way", async () => {
    const page = await atTheTaps();
    await openTap(page, 1);
    await page.keyboard.press("Escape");
    await assertClosed(page);
    await openTap(page, 1);
    await page.getByRole("button", {name: "Close"}).click();
    await assertClosed(page);
    await openTap(page, 1);
    await page.getByRole("button", {name: "Remove tap"}).click(); // a dialog in place of another
    await page.locator("dialog.ask").waitFor();
    await page.goBack();
    await assertClosed(page);
    await openTap(page, 3); // at once, while the browser may still be on its way
    await page.getByRole("option").first().click();
    await page.locator(".message").waitFor();
    await assertClosed(page);
    await assertBackLeaves(page);
});

scene("Back closes the sheet behind More, which keeps nobody from going elsewhere", async () => {
    const page = await atTheTaps();
    const sheet = page.locator("#nav-more.open");
    await page.click("#nav-more-button");
    await sheet.waitFor();
    await page.goBack();
    await sheet.waitFor({state: "detached"});
    await assertClosed(page);
    await page.click("#nav-more-button");
    await page.click(".who"); // beside the sheet
    await page.waitForURL("**/account");
    await shown(page);
    await page.click("#nav-more-button");
    await sheet.getByRole("link").first().click();
    await page.waitForURL((url) => url.pathname !== "/account");
    await page.goBack();
    await page.waitForURL("**/account");
    await shown(page);
    await page.waitForFunction(() => history.state === null);
});

scene("Forward opens nothing, and what follows works as before", async () => {
    const page = await atTheTaps();
    await openTap(page, 1);
    await page.goBack();
    await assertClosed(page);
    await page.evaluate(() => history.forward());
    await page.waitForFunction(() => history.state === null);
    assert.equal(await page.locator("dialog[open]").count(), 0);
    await openTap(page, 1);
    await page.goBack();
    await assertClosed(page);
    await assertBackLeaves(page);
});

scene("a page that was loaded again or come back to has nothing in Back's way either", async () => {
    const page = await atTheTaps();
    await openTap(page, 1);
    await page.reload();
    await shown(page);
    await page.waitForFunction(() => history.state === null);
    await openTap(page, 1);
    await page.goto(`${house.primary.secure}/displays`);
    await shown(page);
    await page.goBack();
    await page.waitForURL("**/taps");
    await shown(page);
    await assertClosed(page);
    await assertBackLeaves(page);
});
