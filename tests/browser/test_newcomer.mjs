// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// From the set-up link to a changed board, and from an invitation, too.

import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {
    devices, guest, house, keep, mayComplain, message, newContext, open, openHouse, scene, shown,
    staff,
} from "./house.mjs";
import {startDisplay, startPrimary, until} from "./machine.mjs";

openHouse("--demo");

async function boardPicture(machine) {
    const file = join(machine.folder, "board.png");
    await machine.command(["board", file, "--force", "--size", "640x360"]);
    return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** In front of the taps, having followed a new set-up link. */
async function setUp(primary, device, name) {
    const link = (await primary.command(["user", "setup-link", "--role", "admin",
        "--host", "127.0.0.1"])).split("\n")[0];
    const page = await (await newContext(device)).newPage();
    await page.goto(link);
    await page.getByLabel("User name").fill(name);
    await page.getByLabel("Password", {exact: true}).fill("a new keg every week");
    await page.getByLabel("The same password again").fill("a new keg every week");
    await page.locator("#setup-form .main").click();
    await page.waitForURL(`${primary.secure}/taps`);
    return {link, page};
}

let number = 0;

for (const [deviceName, device] of Object.entries(devices)) {
    scene(`from the set-up link to a changed board, ${deviceName}`, async () => {
        const {primary} = house;
        const {join: joinString} = await primary.json("pair", "--host", "127.0.0.1");
        const wall = keep(await startDisplay(primary, joinString, "--name", "Wall"));
        const pictureBefore = await boardPicture(wall);
        const table = await guest();
        await table.evaluate(() => {
            window.isSamePage = true;
        });
        const wanted = ["Salt & Signal", "Kleine Freiheit"][number];
        assert.notEqual(await wall.beerOn(3), wanted);

        const {link, page} = await setUp(primary, device, `Newcomer ${++number}`);

        await page.locator("#taps li").nth(2).getByRole("button").click();
        await page.getByRole("combobox").fill(wanted.slice(0, 6));
        await page.getByRole("option", {name: wanted}).click();
        await message(page, `Tap 3 now pours ${wanted}.`);
        await page.locator("#taps li").nth(2).getByText(wanted).waitFor();

        await table.locator("#menu li").nth(2).getByText(wanted).waitFor();
        assert.ok(await table.evaluate(() => window.isSamePage), "the menu was loaded again");
        await until(async () => await wall.beerOn(3) === wanted, "the display to have the beer");
        assert.notEqual(await boardPicture(wall), pictureBefore);

        // Once is once.
        mayComplain(/status of 400.*setup\/check/);
        const second = await (await newContext(device)).newPage();
        await second.goto(link);
        await second.locator("#setup-error p").waitFor();
        assert.ok(await second.locator("#setup-form").isHidden());
        await second.getByText("kegdisplay user setup-link").waitFor();
        await second.getByRole("link", {name: "Log in"}).click();
        await second.waitForURL("**/login");
        await wall.end();
    });
}

for (const [deviceName, device] of Object.entries(devices)) {
    scene(`from a house without a beer to one that pours, ${deviceName}`, async () => {
        const primary = keep(await startPrimary());
        const {page} = await setUp(primary, device, "Newcomer");
        await page.locator("#count-first").click();
        await page.getByRole("dialog").getByRole("button", {name: "Save"}).click();
        const second = page.locator("#taps li").nth(1);
        const pictureBefore = await boardPicture(primary);
        await second.getByRole("button").click();
        await page.getByRole("dialog").getByRole("link", {name: "Add a beer"}).click();
        await page.locator("#beer-Name").fill("First & Foremost");
        await page.reload(); // somebody looked at something else meanwhile
        await page.getByRole("dialog").getByRole("button", {name: "Save"}).click();
        await page.waitForURL(`${primary.secure}/taps`);
        await message(page, "First & Foremost is saved. Tap 2 now pours First & Foremost.");
        await second.getByText("First & Foremost").waitFor();
        assert.equal(await primary.beerOn(2), "First & Foremost");
        assert.notEqual(await boardPicture(primary), pictureBefore);
        await page.reload();
        await shown(page);
        assert.equal(await page.locator(".message").count(), 0, "once is once");
    });
}

scene("a beer added for a tap does not push off what somebody else put there", async () => {
    mayComplain(/status of 412/);
    const {primary} = house;
    const page = await staff("editor", "/taps");
    await page.locator("#taps li").nth(3).getByRole("button").click();
    await page.getByRole("combobox").fill("Late & Lost");
    await page.getByRole("link", {name: "Late & Lost"}).click();
    await page.locator("#beer-form").waitFor();
    const {idBeer} = (await primary.beers()).at(-1);
    await primary.command(["tap", "set", "4", "--beer", String(idBeer)]);
    await page.getByRole("dialog").getByRole("button", {name: "Save"}).click();
    await page.locator("#conflict").getByLabel("Late & Lost").waitFor();
    await page.locator("#conflict [value=theirs]").check();
    await page.locator("dialog[open] [type=submit]").click();
    await page.waitForURL("**/taps");
    await message(page, /^Late & Lost is saved\.$/);
    assert.equal((await primary.taps())[3].idBeer, idBeer);
});

scene("a display has the menu too, and leads staff to the primary", async () => {
    const {primary} = house;
    const {join: joinString} = await primary.json("pair", "--host", "127.0.0.1");
    const wall = keep(await startDisplay(primary, joinString, "--name", "Wall"));
    await until(async () => (await wall.status()).upstream.web, "it to know where staff goes");
    const table = await guest(wall);
    await primary.command(["beer", "add", "--name", "Far Away"]);
    const {idBeer} = await primary.beerNamed("Far Away");
    await primary.command(["tap", "set", "2", "--beer", String(idBeer)]);
    await table.locator("#menu li").nth(1).getByText("Far Away").waitFor();
    const way = await table.getByRole("link", {name: "staff"}).getAttribute("href");
    const answer = await table.context().request.get(new URL(way, wall.plain).href,
        {maxRedirects: 0});
    assert.equal(answer.status(), 302);
    const goal = new URL(answer.headers().location);
    assert.notEqual(primary.port, wall.port);
    assert.deepEqual([goal.protocol, goal.hostname, goal.port, goal.pathname],
        ["https:", "127.0.0.1", String(primary.port), "/login"]);
});

scene("an admin invites somebody, who chooses a password and is an editor", async () => {
    const admin = await staff("admin", "/users");
    await admin.getByRole("button", {name: "Invite"}).click();
    await admin.getByRole("dialog").getByLabel("User name").fill("Ignaz");
    await admin.getByRole("dialog").locator(".main").click();
    const link = await admin.getByRole("dialog").locator("textarea").inputValue();
    assert.match(link, /^https:\/\/[^/]+\/setup#\w+$/);

    const page = await (await newContext(devices.phone)).newPage();
    await page.goto(`${house.primary.secure}/setup${new URL(link).hash}`);
    await page.getByText("Ignaz").waitFor();
    await page.getByLabel("Password", {exact: true}).fill("short");
    await page.locator("#setup-form .main").click();
    await page.getByText("That is too short").waitFor();
    await page.getByLabel("Password", {exact: true}).fill("long enough now");
    await page.getByLabel("The same password again").fill("long enough, too");
    await page.locator("#setup-form .main").click();
    await page.getByText("The two passwords differ").waitFor();
    await page.getByLabel("The same password again").fill("long enough now");
    await page.locator("#setup-form .main").click();
    await page.waitForURL("**/taps");
    assert.equal(await page.getAttribute("body", "data-role"), "editor");
    await open(page, "/beers");
    await page.locator("#add").waitFor();
    await open(admin, "/users");
    await admin.getByText("Ignaz").waitFor();
});
