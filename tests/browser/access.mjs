// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Every page and dialog before axe-core, which looks for what WCAG 2.2 AA forbids, and on the
// narrowest screen and enlarged, where nothing may need scrolling sideways.

import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {
    axeSource, devices, house, keep, mayComplain, nameOf, newContext, open, openHouse, scene,
    staff,
} from "./house.mjs";
import {startDisplay, startStranger, until} from "./machine.mjs";

const Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Until nothing moves any more: what fades in has other colours meanwhile. */
async function settled(page) {
    await page.evaluate(() => Promise.all(document.getAnimations()
        .map((animation) => animation.finished.catch(() => {}))));
}

/** What axe-core objects to, one line each. */
async function objections(page, where) {
    await settled(page);
    if (!await page.evaluate(() => "axe" in window))
        await page.evaluate(axeSource);
    // The page behind a dialog has been looked at without it.
    const violations = await page.evaluate((tags) => window.axe.run(
        [...document.querySelectorAll("dialog[open]")].pop() ?? document,
        {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]})
        .then((result) => result.violations), Tags);
    return violations.map(({id, nodes}) => `${where}: ${id}: ${
        nodes.map((node) => `${node.target.join(" ")} (${node.failureSummary})`).join("; ")}`);
}

/** Whether something is wider than the screen; "": nothing. */
async function tooWide(page, where) {
    await settled(page);
    const sizes = await page.evaluate(() => {
        const scrolling = [document.documentElement, ...document.querySelectorAll(
            "dialog[open], dialog[open] .dialog-body")];
        return scrolling.map((one) => [one.tagName, one.scrollWidth, one.clientWidth])
            .filter(([, content, room]) => content > room);
    });
    return sizes.length ? [`${where}: wider than the screen: ${JSON.stringify(sizes)}`] : [];
}

function top(page) {
    return page.locator("dialog[open]").last();
}

/** By the cross; what was typed is discarded. */
async function closeAll(page) {
    const count = () => page.locator("dialog").count();
    for (let before = await count(); before > 0; before = await count()) {
        await top(page).locator(".dialog-head button").click();
        await page.waitForFunction((number) =>
            document.querySelectorAll("dialog").length !== number, before);
        if (await count() > before) {
            await page.locator("dialog.ask .danger").click();
            await page.waitForFunction(() => !document.querySelector("dialog"));
        }
    }
}

function csv() {
    const file = join(process.env.KEG_BROWSER_FOLDER, "beers.csv");
    writeFileSync(file, "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,"
        + "Kegged,Tapped,Notes\n1,Kleine Freiheit,4.9,22,3,,,Pale,,,,\n,New One,5,20,7,,,,,,,\n"
        + ",Bad One,500,20,7,,,,,,,\n");
    return file;
}

/** What people come by: [name, path, how to get there]; nothing here depends on the language. */
const Stops = [
    ["taps", "/taps"],
    ["tap picker", "/taps", async (page) => {
        await page.locator("#taps li button").nth(2).click();
        await page.locator(".picker-list [role=option]").first().waitFor();
    }],
    ["tap picker, searched", "/taps", async (page) => {
        await page.locator("#taps li button").nth(2).click();
        await page.locator("[role=combobox]").fill("e");
        await page.locator("#picker-list .active").waitFor();
    }],
    ["tap picker, nothing found", "/taps", async (page) => {
        await page.locator("#taps li button").nth(2).click();
        await page.locator("[role=combobox]").fill("zzz");
        await top(page).locator(".empty").waitFor();
    }],
    ["number of taps", "/taps", async (page) => {
        await page.click("#count");
        await page.fill("#tap-count", "2");
        await top(page).locator(".losing").waitFor();
    }],
    ["number of taps, no number", "/taps", async (page) => {
        await page.click("#count");
        await page.fill("#tap-count", "many");
    }],
    ["removing a tap", "/taps", async (page) => {
        await page.locator("#taps li button").nth(2).click();
        await top(page).locator(".danger").click();
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["a tap has another beer", "/taps", async (page) => {
        await page.locator("#taps li button").nth(11).click();
        await page.locator("#picker-list [role=option]").first().click();
        await page.locator(".message").waitFor();
    }],
    ["more", "/taps", async (page, isPhone) => {
        if (isPhone)
            await page.click("#nav-more-button");
    }],
    ["beers", "/beers"],
    ["beers, nothing found", "/beers", async (page) => {
        await page.fill("#search", "zzz");
        await page.locator("#not-found:not([hidden])").waitFor();
    }],
    ["a beer", "/beers", async (page) => {
        await page.locator("#beers .beer").first().click();
        await page.locator("#beer-form").waitFor();
    }],
    ["a beer with faults", "/beers", async (page) => {
        await page.click("#add");
        await page.fill("#beer-ABV", "much");
        await page.fill("#beer-OriginalGravity", "3");
        await top(page).locator("[type=submit]").click();
        await page.locator("#beer-ABV[aria-invalid=true]").waitFor();
    }],
    ["discarding", "/beers", async (page) => {
        await page.click("#add");
        await page.fill("#beer-Name", "Not to stay");
        await page.keyboard.press("Escape");
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["deleting a beer", "/beers", async (page) => {
        await page.locator("#beers .beer").first().click();
        await top(page).locator(".danger").click();
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["a conflict", "/beers", async (page) => {
        mayComplain(/status of 412/);
        await page.locator("#beers .beer", {hasText: "Sonnenwirt"}).click();
        await page.fill("#beer-ABV", "6.6");
        const {idBeer, ABV} = await house.primary.beerNamed("Sonnenwirt");
        await house.primary.command(["beer", "set", String(idBeer), "--abv",
            ABV > 5 ? "4.9" : "5.4"]);
        await page.locator("#beer-form .notice p").waitFor();
        await top(page).locator("[type=submit]").click();
        await page.locator("#conflict").waitFor();
    }],
    ["displays", "/displays"],
    ["approving", "/displays", async (page) => {
        await page.locator("#pending .main").click();
        await page.locator("#approve").waitFor();
    }],
    ["shutting out", "/displays", async (page) => {
        await page.locator("#displays .danger").first().click();
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["join string", "/displays", async (page) => {
        await page.click("#pair");
        await page.locator("svg.qr").waitFor();
    }],
    ["data", "/dbmanage"],
    ["import preview", "/dbmanage", async (page) => {
        await page.setInputFiles("#import-file", csv());
        await page.locator("#import-preview table").first().waitFor();
    }],
    ["data with faults", "/dbmanage", async (page) => {
        await page.fill("#menu-url", "here");
        await page.click("#menu-on");
        await page.locator("#menu-url[aria-invalid=true]").waitFor();
        await page.fill("#clear-word", "confirm");
        await page.click("#clear-form .danger");
        await page.locator("#clear-word[aria-invalid=true]").waitFor();
    }],
    ["deleting all", "/dbmanage", async (page) => {
        await page.fill("#clear-word", "CONFIRM");
        await page.click("#clear-form .danger");
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["users", "/users"],
    ["adding an account", "/users", async (page) => {
        await page.click("#add");
        await top(page).locator("[type=submit]").click();
        await top(page).locator("[aria-invalid=true]").first().waitFor();
    }],
    ["inviting", "/users", async (page) => {
        await page.click("#invite");
        await page.locator("#user-form").waitFor();
    }],
    ["invitation", "/users", async (page) => {
        await page.click("#invite");
        await top(page).locator("[type=submit]").click();
        await page.locator("svg.qr").waitFor();
    }],
    ["adding a key", "/users", async (page) => {
        await page.click("#add-key");
        await page.locator("#user-form").waitFor();
    }],
    ["removing an account", "/users", async (page) => {
        await page.locator("#users .danger").first().click();
        await page.locator("dialog.ask[open]").waitFor();
    }],
    ["account", "/account"],
    ["account with faults", "/account", async (page) => {
        await page.click("#password-form .main");
        await page.locator("[aria-invalid=true]").first().waitFor();
    }],
    ["guest menu", "/menu"],
    ["guest menu without a network", "/menu", goOffline],
    ["taps without a network", "/taps", goOffline],
];

async function goOffline(page) {
    mayComplain(/net::ERR_INTERNET_DISCONNECTED/);
    await page.context().setOffline(true);
    await page.locator(".banner:visible").waitFor();
}

/** What one comes by without being logged in. */
const DoorStops = [
    ["login", async (page) => {
        await page.goto(`${house.primary.secure}/login`);
    }],
    ["login with a wrong password", async (page) => {
        mayComplain(/status of 401/);
        await page.goto(`${house.primary.secure}/login`);
        await page.fill("#username", nameOf("viewer"));
        await page.fill("#password", "not this one");
        await page.click("form .main");
        await page.locator(".notice:not(:empty)").waitFor();
    }],
    ["a page that is not there", async (page) => {
        mayComplain(/status of 404/);
        await page.goto(`${house.primary.secure}/taps/`);
        await page.locator(".notice").waitFor();
    }],
    ["setup", async (page) => {
        const link = await house.primary.command(["user", "setup-link", "--role", "editor",
            "--host", "127.0.0.1"]);
        await page.goto(link.split("\n")[0]);
        await page.locator("#setup-fields input").first().waitFor();
        await page.click("#setup-form .main");
        await page.locator("[aria-invalid=true]").first().waitFor();
    }],
    ["setup with a damaged link", async (page) => {
        mayComplain(/status of 400/);
        await page.goto("about:blank");
        await page.goto(`${house.primary.secure}/setup#%E0%A4%A`);
        await page.locator("#setup-error p").waitFor();
    }],
];

/** Comes by all of them; `look(page, where)` returns what is wrong there. */
async function comeBy(page, isPhone, stops, look) {
    const wrong = [];
    let path = null;
    for (const [name, at, enter] of stops) {
        if (at !== path)
            await open(page, at);
        await enter?.(page, isPhone);
        wrong.push(...await look(page, name));
        await page.context().setOffline(false);
        // Without a dialog, what was filled in would stay on the page.
        path = !enter || await page.locator("dialog").count() > 0 ? at : null;
        await closeAll(page);
    }
    return wrong;
}

async function fillHouse() {
    const {primary} = house;
    const {join: joinString} = await primary.json("pair", "--host", "127.0.0.1");
    keep(await startDisplay(primary, joinString, "--name", "Long bar"));
    const {join: second} = await primary.json("pair", "--host", "127.0.0.1");
    const revoked = await startDisplay(primary, second, "--name", "Cellar");
    await primary.command(["revoke", (await revoked.status()).id]);
    await revoked.end();
    keep(await startStranger(primary, "--name", "Window"));
    await primary.command(["user", "key", "add", "Stock count", "--role", "viewer"]);
    await until(async () => {
        const states = (await primary.json("displays")).map((one) => one.state).sort();
        return states.join() === "live,pending,revoked";
    }, "a live, a pending and a revoked display");
}

/** The tests of one language. */
export function checkAccess(locale) {
    openHouse("--demo");
    const calm = {locale, reducedMotion: "reduce"};

    scene(`a house with everything in it, ${locale}`, fillHouse);

    for (const [deviceName, device] of Object.entries(devices)) {
        const isPhone = deviceName === "phone";
        scene(`axe-core finds nothing, ${locale}, ${deviceName}`, async () => {
            const page = await staff("admin", "/taps", device, calm);
            assert.equal(await page.evaluate(() => document.documentElement.lang),
                locale.slice(0, 2));
            const wrong = await comeBy(page, isPhone, Stops, objections);
            const door = await (await newContext(device, calm)).newPage();
            for (const [name, enter] of DoorStops) {
                await enter(door);
                wrong.push(...await objections(door, name));
            }
            const viewer = await staff("viewer", "/beers", device, calm);
            await viewer.locator("#beers .beer").first().click();
            await top(viewer).waitFor();
            wrong.push(...await objections(viewer, "a viewer looks at a beer"));
            assert.deepEqual(wrong, []);
        });
    }

    scene(`nothing moves for whoever does not want it, ${locale}`, async () => {
        const page = await staff("editor", "/taps", devices.phone, calm);
        await page.locator("#taps li button").first().click();
        await top(page).waitFor();
        assert.ok(await page.evaluate(() => document.getAnimations().every((animation) =>
            animation.effect.getComputedTiming().duration < 1)));
    });
}

/** The same pages in other colours. `theme`: as in resources/themes. */
export function checkTheme(name, scheme, theme) {
    openHouse("--demo");
    scene(`a house with everything in it, ${name}`, fillHouse);
    scene(`axe-core finds nothing, ${name}`, async () => {
        const calm = {reducedMotion: "reduce"};
        const page = await staff("admin", "/taps", devices.phone, calm);
        const door = await (await newContext(devices.phone, calm)).newPage();
        for (const one of [page, door])
            await paint(one, scheme, theme);
        const wrong = await comeBy(page, true, Stops, objections);
        assert.equal(await page.evaluate(() =>
            getComputedStyle(document.documentElement).backgroundColor), rgb(theme.background));
        for (const [stop, enter] of DoorStops) {
            await enter(door);
            wrong.push(...await objections(door, stop));
        }
        assert.deepEqual(wrong, []);
    });
}

/** What is opened from now on has these colours. */
function paint(page, scheme, theme) {
    const colors = Object.entries(theme).map(([key, color]) =>
        `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${color};`);
    return page.route("**/assets/palette.css", async (route) => {
        const palette = await (await route.fetch()).text();
        await route.fulfill({contentType: "text/css",
            body: `${palette}:root { color-scheme: ${scheme}; ${colors.join(" ")} }`});
    });
}

function rgb(color) {
    const [red, green, blue] = color.match(/[0-9a-f]{2}/gi).map((one) => parseInt(one, 16));
    return `rgb(${red}, ${green}, ${blue})`;
}

/** Nothing needs scrolling sideways on a screen of that width. */
export function checkWidth(locale, width) {
    openHouse("--demo");
    scene(`a house with everything in it, ${locale}`, fillHouse);
    scene(`nothing needs scrolling sideways at ${width} px, ${locale}`, async () => {
        const isPhone = width < 500;
        const device = {viewport: {width, height: 640}, deviceScaleFactor: 2, isMobile: isPhone,
            hasTouch: isPhone};
        const calm = {locale, reducedMotion: "reduce"};
        const page = await staff("admin", "/taps", device, calm);
        const wrong = await comeBy(page, isPhone, Stops, tooWide);
        const door = await (await newContext(device, calm)).newPage();
        for (const [name, enter] of DoorStops) {
            await enter(door);
            wrong.push(...await tooWide(door, name));
        }
        assert.deepEqual(wrong, []);
    });
}
