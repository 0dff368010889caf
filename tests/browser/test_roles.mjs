// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Nobody sees a button that would be refused.

import assert from "node:assert/strict";
import {
    desktop, house, keep, mayComplain, nameOf, newContext, open, openHouse, Password, phone, scene,
    staff,
} from "./house.mjs";
import {startDisplay} from "./machine.mjs";

openHouse("--demo");

scene("a house with a display", async () => {
    const {join} = await house.primary.json("pair", "--host", "127.0.0.1");
    keep(await startDisplay(house.primary, join, "--name", "Wall"));
});

/** By page: what only editors and admins, and what only admins have. */
const Tools = {
    "/taps": {editors: ["#count", "#add", "#taps button"]},
    "/beers": {editors: ["#add"]},
    "/displays": {admins: ["#pair", "#displays .switch", "#displays .danger"]},
    "/dbmanage": {editors: ["label[for=import-file]"],
        admins: ["#menu-form", "#clear-form", 'a[href="/api/backup"]']},
    "/account": {},
};

for (const role of ["viewer", "editor", "admin"]) {
    scene(`what ${role} sees`, async () => {
        const page = await staff(role, "/taps", role === "editor" ? phone : desktop);
        const users = page.locator('.nav a[href="/users"]');
        if (role === "editor")
            await page.click("#nav-more-button");
        assert.equal(await users.isVisible(), role === "admin");
        for (const [path, {editors = [], admins = []}] of Object.entries(Tools)) {
            await open(page, path);
            const expectSeen = async (selector, isSeen) => assert.equal(
                await page.locator(selector).first().isVisible(), isSeen, `${path} ${selector}`);
            for (const selector of editors)
                await expectSeen(selector, role !== "viewer");
            for (const selector of admins)
                await expectSeen(selector, role === "admin");
            // What writes is there for nobody else, whatever it is called.
            const writing = await page.locator("main .writes:visible").count();
            if (role === "viewer" && path !== "/account")
                assert.equal(writing, 0, path);
        }
        await open(page, "/dbmanage");
        const says = async (words) => (await page.locator("main").innerText()).includes(words);
        assert.equal(await says("Bring beers in,"), role !== "viewer");
        assert.equal(await says("Editors bring beers in, too."), role === "viewer");
        assert.equal(await says("Only admins change that."), role !== "admin");
        await open(page, "/beers");
        await page.locator("#beers .beer").first().click();
        await page.locator("dialog[open]").waitFor();
        assert.equal(await page.locator("dialog .writes").count() > 0, role !== "viewer");
    });
}

scene("the users' page is the admins' only", async () => {
    mayComplain(/status of 403/);
    for (const role of ["viewer", "editor"]) {
        const page = await staff(role);
        const answer = await page.goto(`${house.primary.secure}/users`);
        assert.equal(answer.status(), 403);
        assert.equal(await page.locator("#users li").count(), 0);
        assert.match(await page.locator("body").innerText(), /admin/i, "says what to do");
        await page.getByRole("link", {name: "Log in as somebody else"}).click();
        await page.fill("#username", nameOf("admin"));
        await page.fill("#password", Password);
        await page.click("form .main");
        await page.waitForURL("**/users");
        assert.equal(await page.getAttribute("body", "data-user"), nameOf("admin"));
    }
});

scene("whoever is not logged in gets to the log-in, and from there to the menu", async () => {
    const page = await (await newContext(phone)).newPage();
    for (const path of [...Object.keys(Tools), "/users"]) {
        await page.goto(`${house.primary.secure}${path}`);
        assert.equal(new URL(page.url()).pathname, "/login", path);
    }
    await page.getByRole("link", {name: "Guest menu"}).click();
    await page.locator("#menu li").first().waitFor();
    assert.deepEqual(await page.context().cookies(), [], "guests get no cookie");
});

scene("everybody changes the own password, and other sessions of the account end", async () => {
    mayComplain(/status of 40[01]/);
    const page = await staff("viewer", "/account", phone);
    const other = await staff("viewer", "/taps");
    const fields = page.locator("#password-fields input");
    await fields.nth(0).fill("not the present one");
    await fields.nth(1).fill("an entirely new one");
    await fields.nth(2).fill("an entirely new one");
    await page.click("#password-form .main");
    await page.locator("#password-fields [aria-invalid=true]").waitFor();
    await fields.nth(0).fill(Password);
    await page.click("#password-form .main");
    await page.locator(".message").waitFor();
    await other.reload();
    await other.waitForURL("**/login?next=/taps");
    await page.reload();
    assert.equal(new URL(page.url()).pathname, "/account", "the own session stays");
});
