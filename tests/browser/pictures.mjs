// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pictures of the pages in docs/web.

import {execFileSync} from "node:child_process";
import {mkdirSync, statSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {house, keep, newContext, open, openHouse, scene, staff} from "./house.mjs";
import {startDisplay, startStranger} from "./machine.mjs";

const folder = fileURLToPath(new URL("../../docs/web/", import.meta.url));
const phone = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true,
    deviceScaleFactor: 2};
const desktop = {viewport: {width: 1280, height: 800}, deviceScaleFactor: 1};
const Largest = 150 * 1024; // bytes

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
});

for (const [deviceName, device] of Object.entries({phone, desktop})) {
    scene(`the pages, ${deviceName}`, async () => {
        const page = await staff("admin", "/taps", device);
        const take = (name) => picture(page, `${name}-${deviceName}`);
        await take("taps");
        await page.locator("#taps li button").nth(7).click();
        await page.locator("#picker-list [role=option]").first().waitFor();
        await take("picker");
        await open(page, "/beers");
        await take("beers");
        await page.locator("#beers .beer").nth(4).click();
        await page.locator("#beer-form").waitFor();
        await take("beer");
        await open(page, "/displays");
        await page.locator("#pending li").waitFor();
        await page.locator('#displays li:nth-child(2) [data-state="live"]').waitFor();
        await take("displays");
        await page.click("#pair");
        await page.locator("svg.qr").waitFor();
        await take("join");
        await open(page, "/dbmanage");
        await take("data");
        await open(page, "/users");
        await take("users");
        const guest = await (await newContext(device)).newPage();
        await guest.goto(`${house.primary.plain}/menu`);
        await guest.locator("#menu li").first().waitFor();
        await picture(guest, `menu-${deviceName}`);
        await guest.goto(`${house.primary.secure}/login`);
        await picture(guest, `login-${deviceName}`);
    });
}
