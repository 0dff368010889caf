// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Two people change the same thing: nobody's typing is disturbed, nothing is lost silently.

import assert from "node:assert/strict";
import {
    desktop, house, mayComplain, message, openHouse, phone, scene, staff,
} from "./house.mjs";
import {until} from "./machine.mjs";

openHouse("--demo");

/** Opens the form of that beer. */
async function openBeer(page, name) {
    await page.locator("#beers .beer", {hasText: name}).click();
    await page.locator("#beer-form").waitFor();
}

function input(page, column) {
    return page.locator(`#beer-${column}`);
}

function save(page) {
    return page.locator("dialog[open] .dialog-foot button[type=submit]").last().click();
}

/** A phone and a computer with the form of the same beer. */
async function both(name) {
    const pages = [await staff("editor", "/beers", phone), await staff("admin", "/beers", desktop)];
    for (const page of pages)
        await openBeer(page, name);
    return pages;
}

async function stored(name) {
    return house.primary.beerNamed(name);
}

const refused = /status of 412/;

for (const choice of ["mine", "theirs"]) {
    scene(`two edit one beer, and the second keeps ${choice}`, async () => {
        mayComplain(refused);
        const name = {mine: "Harbour Pilsner", theirs: "Kleine Freiheit"}[choice];
        const [first, second] = await both(name);
        await input(first, "ABV").fill("6.1");
        await input(second, "ABV").fill("7.2");
        await input(second, "Notes").fill("only the second wrote this");
        await save(first);
        await message(first, `${name} is saved.`);
        assert.equal((await stored(name)).ABV, 6.1);

        // The other's form says so and keeps what is typed.
        await second.locator("#beer-form .notice").getByText("on saving, both").waitFor();
        assert.equal(await input(second, "ABV").inputValue(), "7.2");
        await save(second);
        const conflict = second.locator("#conflict");
        await conflict.waitFor();
        assert.equal((await stored(name)).ABV, 6.1, "nothing is overwritten before the choice");
        assert.deepEqual(await conflict.locator("legend").allInnerTexts(),
            ["Alcohol, % by volume", "Notes"]);
        const values = await conflict.locator("fieldset").first().locator(".value").allInnerTexts();
        assert.deepEqual(values, ["6.1", "7.2"]);
        await conflict.locator(`input[name=ABV][value=${choice}]`).check();
        await save(second);
        await message(second, `${name} is saved.`);
        const now = await stored(name);
        assert.equal(now.ABV, choice === "mine" ? 7.2 : 6.1);
        assert.equal(now.Notes, "only the second wrote this");
    });
}

scene("what is typed, its caret and its selection stay while others change the beer", async () => {
    const name = "Sonnenwirt";
    const page = await staff("editor", "/beers");
    await openBeer(page, name);
    const field = input(page, "Description");
    await field.fill("Half a sentence that is still being");
    await field.evaluate((area) => area.setSelectionRange(5, 9));
    const before = await stored(name);
    await house.primary.command(["beer", "set", String(before.idBeer), "--style", "Helles",
        "--description", "Written at the other end"]);
    await page.locator("#beer-form .notice p").waitFor();
    assert.equal(await field.inputValue(), "Half a sentence that is still being");
    assert.deepEqual(await field.evaluate((area) => [document.activeElement === area,
        area.selectionStart, area.selectionEnd]), [true, 5, 9]);

    // Untouched forms follow by themselves.
    const reader = await staff("admin", "/beers");
    await openBeer(reader, name);
    await house.primary.command(["beer", "set", String(before.idBeer), "--style", "Export"]);
    await reader.locator("#beer-form .notice p").waitFor();
    await until(async () => await input(reader, "style").inputValue() === "Export",
        "the untouched form to follow");
});

scene("searching goes on while the list changes", async () => {
    const page = await staff("editor", "/beers", phone);
    await page.locator("#search").fill("pil");
    await page.locator("#summary").getByText("found").waitFor();
    const before = await page.locator("#beers .beer").count();
    await house.primary.command(["beer", "add", "--name", "Another Pilsner"]);
    await page.locator("#beers .beer", {hasText: "Another Pilsner"}).waitFor();
    assert.equal(await page.locator("#beers .beer").count(), before + 1);
    assert.equal(await page.locator("#search").inputValue(), "pil");
    assert.ok(await page.evaluate(() => document.activeElement.id === "search"));
});

scene("a beer is deleted elsewhere while its form is open", async () => {
    mayComplain(/status of 4(04|12)/);
    await house.primary.command(["beer", "add", "--name", "Short Life", "--abv", "4"]);
    const [first, second] = await both("Short Life");
    await input(second, "ABV").fill("4.4");
    await first.locator("dialog .danger").click();
    await first.locator("dialog.ask .danger").click();
    await message(first, "Short Life is deleted.");
    const notice = second.locator("#beer-form .notice");
    await notice.getByText("Somebody else has deleted this beer").waitFor();
    assert.equal(await input(second, "ABV").inputValue(), "4.4");
    await save(second); // does not pretend to have saved it
    await notice.getByText("Somebody else has deleted this beer").waitFor();
    assert.equal(await stored("Short Life"), undefined);
    await notice.getByRole("button", {name: "Save as a new beer"}).click();
    await message(second, "Short Life is saved.");
    assert.equal((await stored("Short Life")).ABV, 4.4);
});

for (const choice of ["mine", "theirs"]) {
    scene(`two change one tap, and the second keeps ${choice}`, async () => {
        mayComplain(refused);
        const idTap = {mine: 5, theirs: 6}[choice];
        const page = await staff("editor", "/taps", phone);
        await page.locator("#taps li").nth(idTap - 1).getByRole("button").click();
        await house.primary.command(["tap", "set", String(idTap), "--beer", "1"]);
        await page.getByRole("option", {name: "Salt & Signal"}).last().click();
        const conflict = page.locator("#conflict");
        await conflict.waitFor();
        assert.deepEqual(await conflict.locator(".value").allInnerTexts(),
            [(await house.primary.beers()).find((beer) => beer.idBeer === 1).Name,
                "Salt & Signal"]);
        await conflict.locator(`input[value=${choice}]`).check();
        await save(page);
        await conflict.waitFor({state: "detached"});
        const wanted = {mine: "Salt & Signal", theirs: "Kleine Freiheit"}[choice];
        await page.locator("#taps li").nth(idTap - 1).getByText(wanted).waitFor();
        assert.equal(await house.primary.beerOn(idTap), wanted);
    });
}
