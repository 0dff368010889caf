// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Displays that really ask to be let in, on the page of the displays.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {join} from "node:path";
import {desktop, devices, house, keep, message, openHouse, scene, staff} from "./house.mjs";
import {startDisplay, startStranger, until} from "./machine.mjs";

openHouse("--demo");

const thrice = {clickCount: 3, delay: 5};

function cardOf(page, name) {
    return page.locator("#displays li", {hasText: name});
}

async function upstream(display) {
    return (await display.status()).upstream;
}

for (const [deviceName, device] of Object.entries(devices)) {
    scene(`a stranger is compared, approved, and shut out, ${deviceName}`, async () => {
        const page = await staff("admin", "/displays", device);
        const stranger = keep(await startStranger(house.primary, "--name", `At ${deviceName}`));
        const pending = page.locator("#pending li", {hasText: `At ${deviceName}`});
        await pending.waitFor();
        const words = await until(async () => (await upstream(stranger)).words, "words to compare");
        const shownWords = pending.locator(".pairing-words span");
        assert.equal((await shownWords.allInnerTexts()).join(" "), words);
        assert.equal(words.split(" ").length, 3);

        await pending.locator(".main").click();
        const asked = page.locator("#approve .pairing-words span");
        assert.equal((await asked.allInnerTexts()).join(" "), words);
        await page.getByLabel("What the display is called").fill(`Named by ${deviceName}`);
        await page.getByRole("button", {name: "They match"}).click();
        await message(page, `Named by ${deviceName} is approved.`);
        const card = cardOf(page, `Named by ${deviceName}`);
        await card.locator('.chip[data-state="live"]').waitFor();
        await until(async () => (await upstream(stranger)).state === "live", "it to be in step");
        assert.equal(await stranger.beerOn(1), await house.primary.beerOn(1));

        const standby = card.getByRole("switch");
        assert.ok(!await standby.isChecked());
        await standby.check();
        await message(page, "may take over if the primary fails");
        const listed = async () => (await house.primary.json("displays"))
            .find((one) => one.name === `Named by ${deviceName}`);
        assert.equal((await listed()).may_promote, true);
        await standby.uncheck();
        await message(page, "may no longer take over");
        assert.equal((await listed()).may_promote, false);

        await card.locator(".danger").click();
        await page.locator("dialog.ask .danger").click();
        await message(page, "is shut out");
        await card.locator('.chip[data-state="revoked"]').waitFor();
        await until(async () => (await upstream(stranger)).state === "refused",
            "it to be cut off");
        const before = await stranger.beers();
        await house.primary.command(["beer", "add", "--name", `Unseen by ${deviceName}`]);
        assert.deepEqual(await stranger.beers(), before);

        await card.getByRole("button", {name: "Let in again"}).click();
        await page.locator("dialog.ask", {hasText: "no words are compared"}).locator(".main").click();
        await message(page, "is let in again");
        await card.locator('.chip[data-state="live"]').waitFor({timeout: 60000});
        await until(async () => (await stranger.beers()).length === before.length + 1,
            "it to be in step");
        const web = await until(async () => (await upstream(stranger)).web, "the primary's heartbeat");
        assert.match(web.host, /^(?!fe80|169\.254)[0-9a-f.:]+$/,
            "also if it came back by an address of one link");
        await stranger.end();
        await card.locator('.chip[data-state="offline"]').waitFor();
        for (const fact of ["seen", "address", "version"]) {
            assert.doesNotMatch(await card.locator(`[data-part="${fact}"]`).innerText(),
                /never|unknown|now/);
        }
    });
}

scene("the join string is in the QR code, and a display joins by it", async () => {
    const page = await staff("admin", "/displays", desktop);
    await page.click("#pair");
    const string = await page.locator("dialog textarea").inputValue();
    assert.match(string, /^kegdisplay-join:1:/);
    const picture = join(process.env.KEG_BROWSER_FOLDER, "join.png");
    await page.locator("svg.qr").scrollIntoViewIfNeeded();
    await page.locator("svg.qr").screenshot({path: picture});
    const read = execFileSync("zbarimg", ["--quiet", "--raw", picture],
        {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
    assert.equal(read.trim(), string);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", {name: "Copy"}).click();
    await message(page, "Copied.");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), string);

    const display = keep(await startDisplay(house.primary, string, "--name", "By string"));
    await page.keyboard.press("Escape");
    await cardOf(page, "By string").locator('.chip[data-state="live"]').waitFor();
    await display.end("SIGKILL");
    await cardOf(page, "By string").locator('.chip[data-state="offline"]').waitFor();
});

scene("whoever is being compared and goes away is not approved", async () => {
    const page = await staff("admin", "/displays", devices.phone);
    const stranger = keep(await startStranger(house.primary, "--name", "Hasty"));
    await page.locator("#pending li", {hasText: "Hasty"}).locator(".main").click();
    await page.locator("#approve").waitFor();
    await stranger.end();
    await message(page, "That display is gone");
    await page.locator("#approve").waitFor({state: "detached"});
    assert.equal((await house.primary.json("displays")).some((one) => one.name === "Hasty"
        && one.approved), false);
});

scene("a stranger is refused", async () => {
    const page = await staff("admin", "/displays", desktop);
    const stranger = keep(await startStranger(house.primary, "--name", "Unwanted"));
    const pending = page.locator("#pending li", {hasText: "Unwanted"});
    await pending.locator(".danger").click();
    await page.locator("dialog.ask .danger").click();
    await message(page, "is shut out");
    await until(async () => (await upstream(stranger)).state === "refused", "it to be refused");
    await pending.waitFor({state: "detached"});
});

scene("a display is renamed, and every dialog calls it so at once", async () => {
    const page = await staff("admin", "/displays", desktop);
    const {join: string} = await house.primary.json("pair", "--host", "127.0.0.1");
    const display = keep(await startDisplay(house.primary, string, "--name", "Old name"));
    const card = cardOf(page, "Old name");
    await card.getByRole("button", {name: "Rename"}).click(thrice);
    assert.equal(await page.locator("dialog").count(), 1);
    const name = page.getByLabel("What the display is called");
    await name.fill(" ");
    await page.locator("dialog .main").click();
    await page.getByText("Enter a name for the display.").waitFor();
    await name.fill("New name");
    await page.locator("dialog .main").click(thrice);
    await message(page, "The display is called New name now.");
    const renamed = cardOf(page, "New name");
    await renamed.getByRole("button", {name: "Shut out"}).click();
    await page.getByRole("heading", {name: "Shut New name out?"}).waitFor();
    await page.keyboard.press("Escape");
    assert.equal((await house.primary.json("displays")).some((one) => one.name === "Old name"), false);
    await display.end();
});
