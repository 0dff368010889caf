// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What was typed survives whatever takes people from a page; and they get where they wanted to go.

import assert from "node:assert/strict";
import {
    desktop, house, logIn, mayComplain, message, nameOf, newContext, open, openHouse, Password,
    phone, scene, shown, staff,
} from "./house.mjs";

openHouse("--demo");

async function openBeer(page, name) {
    await page.locator("#beers .beer", {hasText: name}).click();
    await page.locator("#beer-form").waitFor();
}

function input(page, column) {
    return page.locator(`#beer-${column}`);
}

function save(page) {
    return page.locator("dialog[open] [type=submit]").click();
}

/** Fills the page where one logs in, which is shown. */
async function enter(page, role) {
    await page.fill("#username", nameOf(role));
    await page.fill("#password", Password);
    await page.click("form .main");
}

scene("Back asks before it closes a form, and what was typed is there again later", async () => {
    const page = await staff("editor", "/beers", phone);
    await openBeer(page, "Sonnenwirt");
    await input(page, "ABV").fill("5,");
    await input(page, "Notes").fill("typed before Back");
    for (let i = 0; i < 2; ++i) { // as often as somebody wants out
        await page.goBack();
        await page.locator("dialog.ask").waitFor();
        await page.goBack(); // closes the question
        await page.locator("dialog.ask").waitFor({state: "detached"});
        assert.equal(await input(page, "Notes").inputValue(), "typed before Back");
    }
    await open(page, "/taps");
    await house.primary.command(["beer", "set", "1", "--style", "Helles"]); // another one
    await open(page, "/beers");
    await page.locator("#beer-form .notice").getByText("not saved yet").waitFor();
    assert.equal(await input(page, "ABV").inputValue(), "5,");
    assert.equal(await input(page, "Notes").inputValue(), "typed before Back");
    await input(page, "ABV").fill("5.4");
    await save(page);
    await message(page, "Sonnenwirt is saved.");
    const {ABV: strength, Notes: notes} = await house.primary.beerNamed("Sonnenwirt");
    assert.deepEqual([strength, notes], [5.4, "typed before Back"]);
    await page.reload();
    await shown(page);
    assert.equal(await page.locator("dialog[open]").count(), 0, "what is saved is no draft");
});

scene("a new beer's form survives loading the page again, and is forgotten when asked", async () => {
    const page = await staff("editor", "/beers", desktop);
    await page.click("#add");
    await input(page, "Name").fill("Half a beer");
    await page.reload();
    await page.locator("#beer-form").waitFor();
    assert.equal(await input(page, "Name").inputValue(), "Half a beer");
    for (let i = 0; i < 4; ++i) // asks as often as somebody wants out
        await page.keyboard.press("Escape");
    assert.equal(await input(page, "Name").inputValue(), "Half a beer");
    await page.keyboard.press("Escape");
    await page.getByRole("button", {name: "Discard"}).click();
    await page.locator("dialog").first().waitFor({state: "detached"});
    await page.reload();
    await shown(page);
    assert.equal(await page.locator("dialog[open]").count(), 0);
});

scene("nobody else who logs in here sees it", async () => {
    mayComplain(/status of 401/); // the page that is left hears first that it is logged out
    const page = await staff("editor", "/beers");
    await openBeer(page, "Sonnenwirt");
    await input(page, "Notes").fill("nobody else's business");
    await open(page, "/account");
    await page.goto(`${house.primary.secure}/logout`);
    await logIn(page, nameOf("admin"), Password);
    await open(page, "/beers");
    assert.equal(await page.locator("dialog[open]").count(), 0);
});

scene("somebody logs in again beside a form, which goes on", async () => {
    mayComplain(/status of 401/);
    const page = await staff("editor", "/beers");
    await openBeer(page, "Kleine Freiheit");
    await input(page, "Notes").fill("typed by a stranger");
    const other = await page.context().newPage();
    await other.goto(`${house.primary.secure}/logout`);
    await save(page);
    const banner = page.locator(".banner");
    await banner.getByText("You are logged out").waitFor();
    await enter(other, "editor");
    await other.waitForURL("**/taps");
    // What a browser says when somebody comes back to the tab.
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await banner.waitFor({state: "hidden"});
    await save(page);
    await message(page, "Kleine Freiheit is saved.");
    assert.equal((await house.primary.beerNamed("Kleine Freiheit")).Notes, "typed by a stranger");
});

scene("logging in leads to the page that was asked for", async () => {
    mayComplain(/status of 401/);
    const page = await (await newContext(phone, {locale: "en-GB"})).newPage();
    await page.goto(`${house.primary.secure}/displays`);
    assert.equal(new URL(page.url()).pathname, "/login");
    await page.fill("#username", nameOf("admin"));
    await page.fill("#password", "not that one");
    await page.click("form .main");
    await page.getByText("do not belong together").waitFor();
    await enter(page, "admin");
    await page.waitForURL("**/displays");
    await page.goto(`${house.primary.secure}/logout`);
    await page.goto(`${house.primary.secure}/login?next=//evil.example/`);
    await enter(page, "admin");
    await page.waitForURL("**/taps");
});

scene("a guest's choice of a language stays until somebody has logged in", async () => {
    mayComplain(/status of 401/);
    const page = await (await newContext(phone)).newPage();
    await page.goto(`${house.primary.secure}/menu?lang=de`);
    await shown(page);
    await page.locator("footer a").click();
    await page.waitForURL("**/login?lang=de");
    await page.getByText("Passwort vergessen?").waitFor();
    await page.fill("#username", "nobody");
    await page.fill("#password", "not that one");
    await page.click("form .main");
    await page.locator(".notice.bad:not(:empty)").waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    await page.locator('a[href^="/menu"]').click();
    await page.waitForURL("**/menu?lang=de");
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
});
