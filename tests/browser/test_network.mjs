// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The network is cut, the program is killed: the pages say so, keep what is typed, and come back by
// themselves.

import assert from "node:assert/strict";
import {
    devices, guest, house, logIn, mayComplain, message, nameOf, newContext, openHouse, Password,
    phone, scene, staff,
} from "./house.mjs";
import {until} from "./machine.mjs";

openHouse("--demo");

const noNetwork = /net::ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|FAILED)/;
const noProgram = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE|SOCKET)/;

async function isWhole(page) {
    // Every picture is there without a network, too.
    return page.evaluate(() => [...document.querySelectorAll("svg use")].every((one) => {
        const {width} = one.closest("svg").getBoundingClientRect();
        return width === 0 || one.getBBox().width > 0;
    }));
}

for (const [deviceName, device] of Object.entries(devices)) {
    scene(`the network is cut and comes back, ${deviceName}`, async () => {
        mayComplain(noNetwork);
        const page = await staff("editor", "/beers", device);
        await page.locator("#beers .beer", {hasText: "Sonnenwirt"}).click();
        await page.locator("#beer-Notes").fill(`typed on a ${deviceName}`);
        await page.context().setOffline(true);
        const banner = page.locator("dialog[open] .banner");
        await banner.getByText("Not connected").waitFor();
        assert.ok(await isWhole(page));
        await page.locator("dialog[open] [type=submit]").click();
        // As the page knows already, or finds by trying, if its stream of events lives on.
        await message(page, /no connection to the primary|may be done or not/);
        const beer = await house.primary.beerNamed("Sonnenwirt");
        assert.notEqual(beer.Notes, `typed on a ${deviceName}`);
        await house.primary.command(["beer", "add", "--name", `Meanwhile ${deviceName}`]);

        await page.context().setOffline(false);
        await banner.waitFor({state: "hidden"});
        await message(page, "Connected again.");
        await page.locator("#beers .beer", {hasText: `Meanwhile ${deviceName}`})
            .waitFor({state: "attached"});
        assert.equal(await page.locator("#beer-Notes").inputValue(), `typed on a ${deviceName}`);
        await page.locator("dialog[open] [type=submit]").click();
        await message(page, "Sonnenwirt is saved.");
        assert.equal((await house.primary.beerNamed("Sonnenwirt")).Notes,
            `typed on a ${deviceName}`);
    });
}

scene("the program is killed and started again", async () => {
    mayComplain(noProgram, /status of 401/);
    const {primary} = house;
    const page = await staff("editor", "/beers", phone);
    const table = await guest();
    await page.locator("#beers .beer", {hasText: "Kleine Freiheit"}).click();
    await page.locator("#beer-Notes").fill("typed before the crash");

    await primary.end("SIGKILL");
    await page.locator(".banner").getByText("Not connected").waitFor();
    await table.locator(".banner").getByText("Not connected").waitFor();
    await page.locator("#beer-Notes").fill("typed before and after the crash");
    const first = table.locator("#menu li").first();
    const nameBefore = await first.locator("h2").innerText();
    await primary.command(["tap", "set", "1", "--beer", "5"]);
    const nameAfter = await primary.beerOn(1);
    assert.notEqual(nameAfter, nameBefore);

    await primary.start();
    await table.locator(".banner").waitFor({state: "hidden"});
    await first.getByText(nameAfter).waitFor();

    // The session went with the program; what is typed stays.
    const banner = page.locator(".banner");
    await banner.getByText("You are logged out").waitFor();
    assert.deepEqual(await page.locator(".message").allInnerTexts(), []);
    await banner.getByRole("link", {name: "Log in"}).click();
    await page.waitForURL("**/login?next=/beers");
    await page.fill("#username", nameOf("editor"));
    await page.fill("#password", Password);
    await page.click("form .main");
    await page.waitForURL("**/beers");
    await page.locator("#beer-form .notice").getByText("not saved yet").waitFor();
    await page.locator("dialog[open] [type=submit]").click();
    await message(page, "Kleine Freiheit is saved.");
    assert.equal((await primary.beerNamed("Kleine Freiheit")).Notes,
        "typed before and after the crash");
});

scene("a session that ended elsewhere says so when something is to be changed", async () => {
    mayComplain(/status of 401/);
    const page = await staff("editor", "/taps?lang=en");
    const other = await page.context().newPage();
    await other.goto(`${house.primary.secure}/logout`);
    await other.waitForURL("**/login");
    await page.locator("#taps li").first().getByRole("button").click();
    await page.getByRole("option").first().click();
    await page.locator(".banner").getByText("You are logged out").waitFor();
    assert.equal(await page.locator(".banner a").getAttribute("href"),
        "/login?next=/taps&lang=en");
});

scene("a role that was changed says so", async () => {
    mayComplain(/status of 403/);
    await house.primary.addUser("rolf", "editor", "rolf's own password");
    const page = await (await newContext()).newPage();
    await logIn(page, "rolf", "rolf's own password");
    await house.primary.command(["user", "role", "rolf", "viewer"]);
    const before = await house.primary.beerOn(2);
    await page.locator("#taps li").nth(1).getByRole("button").click();
    await page.getByRole("option").first().click();
    await until(async () => await page.locator(".banner:visible").count() > 0, "a banner");
    assert.equal(await house.primary.beerOn(2), before);
});
