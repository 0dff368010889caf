// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What is for the whole house, the number of its taps and its settings, while others change it.

import assert from "node:assert/strict";
import {house, mayComplain, message, openHouse, phone, scene, staff} from "./house.mjs";
import {until} from "./machine.mjs";

openHouse("--demo");

const refused = /status of 412/;

function taps() {
    return house.primary.taps();
}

function save(page) {
    return page.locator("dialog[open] [type=submit]").last().click();
}

scene("taps are filled and added while somebody lowers their number", async () => {
    const {length} = await taps();
    const page = await staff("editor", "/taps", phone);
    await page.click("#count");
    const input = page.locator("#tap-count");
    await house.primary.command(["tap", "add"]);
    await until(async () => await input.inputValue() === String(length + 1),
        "the untouched number to follow");
    await input.fill(String(length - 1));
    const losing = page.locator("dialog .losing li");
    assert.deepEqual(await losing.allInnerTexts(),
        [`Tap ${length}: ${await house.primary.beerOn(length)}`, `Tap ${length + 1}: nothing`]);
    await house.primary.command(["tap", "set", String(length), "--beer", "1"]);
    await losing.getByText(`Tap ${length}: Kleine Freiheit`).waitFor();
    assert.equal(await input.inputValue(), String(length - 1));
    await save(page);
    await page.locator(".messages").getByText(`${length} and ${length + 1}`).waitFor();
    assert.equal((await taps()).length, length - 1);
});

scene("no tap goes that was filled just before", async () => {
    mayComplain(refused);
    const {length} = await taps();
    const page = await staff("editor", "/taps");
    // A page that hears nothing of what others do.
    await page.route("**/api/events", (route) => route.abort());
    await page.reload();
    mayComplain(/ERR_FAILED/);
    await page.locator("#taps li").first().waitFor();
    await page.click("#count");
    await page.locator("#tap-count").fill(String(length - 1));
    await house.primary.command(["tap", "set", String(length), "--beer", "1"]);
    await save(page);
    const dialog = page.locator("dialog[open]");
    await dialog.getByText("somebody else has just changed the taps").waitFor();
    await dialog.getByText(`Tap ${length}: Kleine Freiheit`).waitFor();
    assert.equal((await taps()).length, length);
    await save(page);
    await dialog.waitFor({state: "detached"});
    assert.equal((await taps()).length, length - 1);
});

const Said = {
    "en-GB": {one: ["Remove this tap", "Tap # is removed."], range: "from 1 to 1,000",
        most: "1,000", two: ["Remove these taps", "Taps # and # are removed."]},
    "de-DE": {one: ["Diesen Hahn entfernen", "Hahn # ist entfernt."], range: "von 1 bis 1.000",
        most: "1.000", two: ["Diese Hähne entfernen", "Die Hähne # und # sind entfernt."]},
};

for (const [locale, {one, two, range, most}] of Object.entries(Said)) {
    scene(`the number of taps is said and read well, ${locale}`, async () => {
        const page = await staff("editor", "/taps", phone, {locale});
        for (const [fewer, [action, done]] of [[1, one], [2, two]]) {
            const {length} = await taps();
            await page.click("#count");
            await page.fill("#tap-count", "1001");
            await page.locator("#tap-count-error").getByText(range).waitFor();
            await page.fill("#tap-count", most);
            assert.equal(await page.locator("#tap-count-error").innerText(), "");
            await page.fill("#tap-count", String(length - fewer));
            await page.getByRole("button", {name: action}).click();
            let number = length - fewer;
            await message(page, done.replaceAll("#", () => ++number));
            assert.equal((await taps()).length, length - fewer);
        }
    });
}

for (const choice of ["mine", "theirs"]) {
    scene(`two set the menu's address, and the second keeps ${choice}`, async () => {
        mayComplain(refused);
        const urls = {mine: `http://mine-${choice}.example/`,
            theirs: `http://theirs-${choice}.example/`};
        const page = await staff("admin", "/dbmanage");
        await page.fill("#menu-url", urls.mine);
        await house.primary.command(["setting", "set", "menu_url", urls.theirs]);
        await page.locator("#menu-state").getByText(urls.theirs).waitFor();
        assert.equal(await page.inputValue("#menu-url"), urls.mine);
        await page.click("#menu-on");
        const conflict = page.locator("#conflict");
        await conflict.waitFor();
        assert.deepEqual(await conflict.locator(".value").allInnerTexts(),
            [urls.theirs, urls.mine]);
        await conflict.locator(`input[value=${choice}]`).check();
        await save(page);
        await conflict.waitFor({state: "detached"});
        await page.locator("#menu-state").getByText(urls[choice]).waitFor();
        assert.equal(await page.inputValue("#menu-url"), urls[choice]);
        const {value} = (await house.primary.json("setting", "list"))
            .find((setting) => setting.key === "menu_url");
        assert.equal(value, urls[choice]);
    });
}
