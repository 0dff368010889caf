// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Everything by keys alone; after each dialog the focus is where it was.

import assert from "node:assert/strict";
import {desktop, house, message, newContext, nameOf, openHouse, Password, scene, shown, staff}
    from "./house.mjs";

openHouse("--demo");

/** Tab until an element that matches has the focus, as people do. */
async function tabTo(page, selector, key = "Tab") {
    for (let step = 0; step < 80; ++step) {
        await page.keyboard.press(key);
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector))
            return;
    }
    assert.fail(`no way to ${selector} by ${key}`);
}

/** Whether what has the focus shows it. */
function isFocusVisible(page) {
    return page.evaluate(() => {
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(document.activeElement);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
    });
}

function closed(page) {
    return page.waitForFunction(() => !document.querySelector("dialog"));
}

scene("logging in, and the way past the navigation", async () => {
    const page = await (await newContext(desktop)).newPage();
    await page.goto(`${house.primary.secure}/login`);
    await page.waitForFunction(() => document.activeElement.id === "username");
    assert.equal(await page.title(), `Log in – ${await page.locator("h1").innerText()}`);
    await page.keyboard.type(nameOf("editor"));
    await page.keyboard.press("Tab");
    await page.keyboard.type(Password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/taps");
    await shown(page);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")));
    assert.ok(await page.locator(".skip").isVisible());
    assert.ok(await isFocusVisible(page));
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "main");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("main")
        .contains(document.activeElement)));
});

scene("assigning a beer by arrows and Enter, and leaving by Esc", async () => {
    const page = await staff("editor", "/taps");
    const tap = '#taps li[data-key="4"] button';
    const isOpener = () => page.evaluate((wanted) => document.activeElement.matches(wanted), tap);
    await tabTo(page, tap);
    assert.ok(await isFocusVisible(page));
    const before = await house.primary.beerOn(4);
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await closed(page);
    assert.ok(await isOpener());
    assert.equal(await house.primary.beerOn(4), before);

    await page.keyboard.press("Space");
    await page.locator("dialog[open]").waitFor();
    await page.waitForFunction(() => document.activeElement.matches("[role=combobox]"));
    await page.keyboard.type("s");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    const chosen = await page.evaluate(() => {
        const id = document.activeElement.getAttribute("aria-activedescendant");
        return document.getElementById(id).querySelector(".option-name").textContent;
    });
    assert.equal(chosen, await page.locator(".option-name").nth(1).innerText());
    await page.keyboard.press("Enter");
    await message(page, `Tap 4 now pours ${chosen}.`);
    assert.equal(await house.primary.beerOn(4), chosen);
    assert.ok(await isOpener(), "the focus is back on the tap");
});

scene("adding a beer, with a fault beside its field first", async () => {
    const page = await staff("editor", "/beers");
    await tabTo(page, "#add");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "beer-Name");
    await page.keyboard.type("By Keys Alone");
    await tabTo(page, "#beer-ABV");
    await page.keyboard.type("strong");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "beer-ABV");
    const abv = page.locator("#beer-ABV");
    assert.equal(await abv.getAttribute("aria-invalid"), "true");
    const described = (await abv.getAttribute("aria-describedby")).split(" ")[0];
    assert.match(await page.locator(`#${described}`).innerText(), /That is no number/);
    assert.equal(await house.primary.beerNamed("By Keys Alone"), undefined);
    await page.keyboard.press("Control+A");
    await page.keyboard.type("150");
    await page.keyboard.press("Enter");
    await page.locator(`#${described}`).getByText("write a number from 0 to 100").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("5.5");
    assert.equal(await page.locator(`#${described}`).innerText(), "");
    await page.keyboard.press("Enter");
    await message(page, "By Keys Alone is saved.");
    assert.equal((await house.primary.beerNamed("By Keys Alone")).ABV, 5.5);

    // Discarding asks first; the focus goes back to what opened the form.
    const row = page.locator("#beers .beer", {hasText: "By Keys Alone"});
    await row.focus();
    await page.keyboard.press("Enter");
    await page.locator("#beer-form").waitFor();
    await tabTo(page, "#beer-IBU");
    await page.keyboard.type("33");
    await page.keyboard.press("Escape");
    await page.locator("dialog.ask").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.ask").waitFor({state: "detached"});
    assert.equal(await page.locator("#beer-IBU").inputValue(), "33");
    await page.keyboard.press("Escape");
    await page.locator("dialog.ask").waitFor();
    await tabTo(page, "dialog.ask .danger");
    await page.keyboard.press("Enter");
    await closed(page);
    assert.ok(await row.evaluate((button) => document.activeElement === button));
});

scene("every dialog gives the focus back to what opened it", async () => {
    const openers = {
        "/taps": ["#count"],
        "/beers": ["#add"],
        "/displays": ["#pair"],
        "/users": ["#add", "#invite", "#add-key"],
    };
    const page = await staff("admin");
    for (const [path, selectors] of Object.entries(openers)) {
        await page.goto(`${house.primary.secure}${path}`);
        await shown(page);
        for (const selector of selectors) {
            await tabTo(page, selector);
            await page.keyboard.press("Enter");
            await page.locator("dialog[open]").waitFor();
            assert.ok(await page.evaluate(() => document.querySelector("dialog")
                .contains(document.activeElement)), `${path} ${selector}: focus in the dialog`);
            // Tab stays in the dialog (or goes to the browser's own bar, which is the body).
            for (let step = 0; step < 25; ++step) {
                await page.keyboard.press("Tab");
                assert.ok(await page.evaluate(() => document.activeElement === document.body
                    || document.querySelector("dialog").contains(document.activeElement)));
            }
            await page.keyboard.press("Escape");
            await closed(page);
            assert.ok(await page.evaluate((wanted) => document.activeElement.matches(wanted),
                selector), `${path} ${selector}: focus is back`);
        }
    }
});
