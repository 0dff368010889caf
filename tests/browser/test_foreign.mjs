// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What people type is shown as text, whatever it looks like, in every field and on every page.

import assert from "node:assert/strict";
import {
    desktop, guest, house, keep, newContext, open, openHouse, phone, scene, staff,
} from "./house.mjs";
import {startDisplay, startStranger} from "./machine.mjs";

const Picture = "<img src=x onerror=\"alert('in')\">";
const Script = "</script><script>alert(1)</script>";
const Quotes = "\" onmouseover=\"alert(2)\" x='";
const Turned = "Right\u202Eot\u2066left";
const Template = "{{user}} ${alert(3)} %1 &lt;b&gt;";
const Nasty = [Picture, Script, Quotes, Turned, Template];
// Names of users and keys have no slash.
const Key = "<img src=x onerror=alert(5)> 'key'";
const User = "<img src=x onerror=\"alert(6)\">&'user'";
const House = `Tom & Jerry's <img src=x onerror=alert(4)> "</title>`;

openHouse("--demo", "--name", House);

function all(suffix) {
    return `${Nasty.join(" ")} ${suffix}`;
}

/** No element of the page was made by what people typed. */
async function assertOnlyText(page, where) {
    const made = await page.evaluate(() => [...document.querySelectorAll(
        "img[onerror], img[src=x], [onmouseover], script:not([src])")].map((one) => one.outerHTML));
    assert.deepEqual(made, [], where);
}

async function assertShows(page, words, where) {
    const text = await page.locator("body").evaluate((body) => body.textContent);
    assert.ok(text.replace(/\s+/g, " ").includes(words.replace(/\s+/g, " ")),
        `${where} lacks ${words}`);
    await assertOnlyText(page, where);
}

scene("it is stored as it was typed", async () => {
    const page = await staff("editor", "/beers", desktop);
    await page.click("#add");
    await page.fill("#beer-Name", all("name").slice(0, 200));
    for (const column of ["style", "brewery", "Description", "Notes"])
        await page.fill(`#beer-${column}`, all(column));
    await page.locator("dialog [type=submit]").click();
    await page.locator("dialog").waitFor({state: "detached"});
    const beer = await house.primary.beerNamed(all("name").slice(0, 200));
    for (const column of ["style", "brewery", "Description", "Notes"])
        assert.equal(beer[column], all(column));
    await house.primary.command(["tap", "set", "1", "--beer", String(beer.idBeer)]);
    await page.locator("#beers .beer", {hasText: "onmouseover"}).click();
    await page.locator("#beer-form").waitFor();
    assert.equal(await page.inputValue("#beer-Notes"), all("Notes"));
    await assertShows(page, all("style"), "the beers");
    await page.locator("dialog .danger").click();
    await page.locator("dialog.ask").waitFor();
    await assertShows(page, "onmouseover", "the question");
});

scene("taps and their dialogs", async () => {
    const page = await staff("admin", "/taps", phone);
    await assertShows(page, all("style"), "the taps");
    await assertShows(page, House, "the head");
    assert.ok((await page.title()).includes(House));
    await page.locator("#taps li button").first().click();
    await assertShows(page, "onmouseover", "the picker");
    await page.locator("[role=combobox]").fill(Picture);
    await page.locator("dialog .danger").click();
    await page.locator("dialog.ask").waitFor();
    await assertShows(page, "onmouseover", "the question");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({state: "detached"});
    await page.click("#count");
    await page.fill("#tap-count", "0");
    await page.fill("#tap-count", "1");
    const viewer = await staff("viewer", "/beers");
    await viewer.locator("#beers .beer", {hasText: "onmouseover"}).click();
    await viewer.locator("dialog").waitFor();
    await assertShows(viewer, all("Description"), "a viewer's look");
});

scene("what is searched for, and a link with a name", async () => {
    const page = await staff("editor", "/beers");
    await page.fill("#search", `${Picture}${Script}`);
    await page.locator("#not-found:not([hidden])").waitFor();
    await assertShows(page, `${Picture}${Script}`, "the search");
    await page.click("#add-named");
    assert.equal(await page.inputValue("#beer-Name"), `${Picture}${Script}`);
    await page.goto(`${house.primary.secure}/taps`);
    await page.goto(`${house.primary.secure}/beers#new=${encodeURIComponent(Picture)}`);
    await page.locator("#beer-form").waitFor();
    assert.equal(await page.inputValue("#beer-Name"), Picture);
    await page.goto(`${house.primary.secure}/account`);
    await page.goto(`${house.primary.secure}/beers#new=%E0%A4%A`); // no UTF-8
    await page.locator("#beer-form").waitFor();
    assert.equal(await page.inputValue("#beer-Name"), "\ufffd%A");
});

scene("displays, pending and known", async () => {
    const {join} = await house.primary.json("pair", "--host", "127.0.0.1");
    keep(await startDisplay(house.primary, join, "--name", `${Picture}${Quotes}`));
    keep(await startStranger(house.primary, "--name", `${Script}${Turned}`));
    const page = await staff("admin", "/displays", desktop);
    await page.locator("#pending li").waitFor();
    await page.locator("#displays li").waitFor();
    await assertShows(page, Script, "the pending");
    await assertShows(page, Picture, "the displays");
    await page.locator("#pending .main").click();
    await assertShows(page, Script, "comparing");
    await page.fill("#approve input", `${Script}${Picture}`);
    await page.locator("dialog [type=submit]").click();
    await page.locator("#displays li").nth(1).waitFor();
    await assertShows(page, `${Script}${Picture}`, "the message");
    await page.locator("#displays .danger").first().click();
    await page.locator("dialog.ask").waitFor();
    await assertOnlyText(page, "the question");
});

scene("users and keys", async () => {
    const page = await staff("admin", "/users", phone);
    const refusals = [];
    page.on("response", (response) => response.status() >= 400 && refusals.push(response.url()));
    await page.click("#add-key");
    await page.fill("dialog input", Key);
    await page.locator("dialog [type=submit]").click();
    await page.locator("dialog textarea").waitFor();
    await assertShows(page, Key, "the key");
    await page.keyboard.press("Escape");
    await page.locator("#keys li").waitFor();
    await page.click("#invite");
    await page.fill("dialog input", User);
    await page.locator("dialog [type=submit]").click();
    const link = await page.locator("dialog textarea").inputValue();
    assert.deepEqual(refusals, []);

    const newcomer = await (await newContext(desktop)).newPage();
    await newcomer.goto(`${house.primary.secure}/setup${new URL(link).hash}`);
    await newcomer.locator("#setup-fields input").nth(1).waitFor({state: "visible"});
    await assertShows(newcomer, User, "the welcome");
    await newcomer.locator("#setup-fields input").nth(1).fill("a password of theirs");
    await newcomer.locator("#setup-fields input").nth(2).fill("a password of theirs");
    await newcomer.click("#setup-form .main");
    await newcomer.waitForURL("**/taps");
    await assertShows(newcomer, User, "the head");
    await open(page, "/users");
    await assertShows(page, User, "the users");
    await page.locator("#users .danger").last().click();
    await page.locator("dialog.ask").waitFor();
    await assertOnlyText(page, "the question");
    await open(newcomer, "/account");
    await assertShows(newcomer, User, "the account");
});

scene("import, its file's name and its rows", async () => {
    const page = await staff("editor", "/dbmanage");
    const csv = (cells) => cells.map((cell) => `"${cell.replaceAll("\"", "\"\"")}"`).join(",");
    await page.setInputFiles("#import-file", {name: `${Picture.replaceAll("/", "")}.csv`,
        mimeType: "text/csv", buffer: Buffer.from([
            "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,"
            + "Tapped,Notes", csv(["", `${Picture} imported`, "5", ...Array(9).fill("")]),
            csv(["", Script, Picture, ...Array(9).fill("")])].join("\n"))});
    await page.locator("#import-preview tbody tr").nth(1).waitFor();
    await assertShows(page, `${Picture} imported`, "the preview");
    await page.locator("#import-preview .main").click();
    await page.locator("#import-preview .notice").waitFor();
    await assertOnlyText(page, "the result");
});

scene("the guests' menu", async () => {
    const page = await guest();
    await assertShows(page, all("Description"), "the menu");
    await assertShows(page, House, "the menu's head");
    assert.ok(!(await page.content()).includes("Notes"), "no notes");
    assert.ok((await page.title()).includes(House));
    // Letters that turn the line around turn only their own.
    const isolated = await page.locator("#menu li").first().locator("h2, p, span")
        .evaluateAll((nodes) => nodes.filter((node) => node.textContent.includes("\u202E")
            && node.children.length === 0)
            .every((node) => node.getAttribute("dir") === "auto"));
    assert.ok(isolated);
});
