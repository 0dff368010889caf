// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pictures of the pages in docs/web.

import {execFileSync} from "node:child_process";
import {mkdirSync, statSync, writeFileSync} from "node:fs";
import {join as joined} from "node:path";
import {fileURLToPath} from "node:url";
import {house, keep, mayComplain, newContext, open, openHouse, scene, staff} from "./house.mjs";
import {startDisplay, startStranger} from "./machine.mjs";

const folder = fileURLToPath(new URL("../../docs/web/", import.meta.url));
const phone = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true,
    deviceScaleFactor: 2};
const desktop = {viewport: {width: 1280, height: 800}, deviceScaleFactor: 1};
const Largest = 150 * 1024; // bytes
const OnDesktop = ["menu", "taps", "beers", "conflict", "displays", "import", "users"];

openHouse("--demo", "--notify-port", "5002", "--snapshot-port", "5003");

async function picture(page, name) {
    await page.mouse.move(0, 0); // nothing is lit up
    await page.evaluate(() => Promise.all([document.fonts.ready,
        ...document.getAnimations().map((animation) => animation.finished)]));
    const path = `${folder}${name}.png`;
    await page.screenshot({path, caret: "hide"});
    execFileSync("convert", [path, "-strip", "+dither", "-colors", "256",
        "-define", "png:compression-level=9", `PNG8:${path}`]);
    const {size} = statSync(path);
    console.log(`${(size / 1024).toFixed(0).padStart(4)} KB ${name}`);
    if (size > Largest)
        throw new Error(`${name} is larger than ${Largest} bytes`);
}

/** A file of which one row is new, one changes a beer, and one is wrong. */
function csv() {
    const file = joined(process.env.KEG_BROWSER_FOLDER, "beers.csv");
    writeFileSync(file, [
        "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,Tapped,"
            + "Notes",
        "1,Kleine Freiheit,4.9,24,3,1.045,1.008,\"Pale, soft and clean, gone before you notice.\","
            + "2026-09-21 0:00:00,2026-10-26 0:00:00,2026-11-14 0:00:00,",
        ",Winter Warmer,7.2,28,18,,,,,,,",
        ",Far Too Strong,500,20,7,,,,,,,"].join("\n"));
    return file;
}

/** Saves a beer that somebody else has changed since its form was opened. */
async function conflict(page) {
    mayComplain(/status of 412/);
    const {idBeer, ABV} = await house.primary.beerNamed("Sonnenwirt");
    await page.locator("#beers .beer", {hasText: "Sonnenwirt"}).click();
    await page.fill("#beer-ABV", (ABV + 0.3).toFixed(1));
    await page.fill("#beer-Description", "Cloudy gold: banana, clove, and a long finish.");
    await house.primary.command(["beer", "set", String(idBeer), "--abv", (ABV + 0.1).toFixed(1),
        "--description", "Cloudy gold: banana and clove."]);
    await page.locator("#beer-form .notice p").waitFor();
    await page.locator("dialog[open] [type=submit]").last().click();
    await page.locator("#conflict").waitFor();
}

scene("a house with displays", async () => {
    mkdirSync(folder, {recursive: true});
    for (const name of ["Long bar", "Beer garden"]) {
        const {join} = await house.primary.json("pair", "--host", "192.0.2.10");
        keep(await startDisplay(house.primary, join, "--name", name));
    }
    keep(await startStranger(house.primary, "--primary-ip", "192.0.2.10",
        "--name", "Cellar door"));
    await house.primary.command(["user", "key", "add", "Stock count", "--role", "viewer"]);
    await house.primary.command(["tap", "set", "8", "--empty"]);
    await house.primary.command(["setting", "set", "house_name", "The Copper Heron"]);
});

for (const [deviceName, device] of Object.entries({phone, desktop})) {
    scene(`the pages, ${deviceName}`, async () => {
        const page = await staff("admin", "/taps", device);
        const isShown = (name) => deviceName === "phone" || OnDesktop.includes(name);
        const take = async (name, from = page) => {
            if (isShown(name))
                await picture(from, `${name}-${deviceName}`);
        };
        await take("taps");
        await page.locator("#taps li button").nth(7).click();
        await page.locator("#picker-list [role=option]").first().waitFor();
        await take("picker");
        await open(page, "/beers");
        await take("beers");
        await page.locator("#beers .beer").nth(4).click();
        await page.locator("#beer-form").waitFor();
        await take("beer");
        await open(page, "/beers");
        await conflict(page);
        await take("conflict");
        await open(page, "/displays");
        await page.locator("#pending li").waitFor();
        await page.locator('#displays li:nth-child(2) [data-state="live"]').waitFor();
        await take("displays");
        await page.click("#pair");
        await page.locator("svg.qr").waitFor();
        await take("join");
        await open(page, "/dbmanage");
        await take("data");
        await page.setInputFiles("#import-file", csv());
        await page.locator("#import-preview table").first().waitFor();
        await page.locator("#import-preview .actions").evaluate((button) =>
            button.scrollIntoView({block: "center"}));
        await take("import");
        await open(page, "/users");
        await take("users");
        const guest = await (await newContext(device)).newPage();
        await guest.goto(`${house.primary.plain}/menu`);
        await guest.locator("#menu li").first().waitFor();
        await take("menu", guest);
        await guest.goto(`${house.primary.secure}/login`);
        await take("login", guest);
        const link = await house.primary.command(["user", "setup-link", "--role", "editor",
            "--host", "127.0.0.1"]);
        await guest.goto(link.split("\n")[0]);
        await guest.locator("#setup-fields input").first().waitFor();
        await take("setup", guest);
        await open(page, "/account");
        await take("account");
    });
}
