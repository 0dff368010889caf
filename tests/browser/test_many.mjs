// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A house with very many beers: all of them can be chosen.

import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {desktop, house, message, openHouse, phone, scene, staff} from "./house.mjs";
import {until} from "./machine.mjs";

const Most = 10000;

openHouse();

function nameOfBeer(number) {
    return `Beer ${String(number).padStart(5, "0")}`;
}

scene("a house with many beers", async () => {
    const {primary} = house;
    const header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,"
        + "Kegged,Tapped,Notes";
    const file = join(process.env.KEG_BROWSER_FOLDER, "many.csv");
    const rows = Array.from({length: Most}, (_, i) =>
        `,${nameOfBeer(i + 1)},${(i % 90) / 10},${i % 100},${i % 40},,,A beer,,,,`);
    writeFileSync(file, [header, ...rows].join("\n"));
    await primary.command(["import", file]);
    await primary.command(["tap", "count", "2"]);
});

function options(page) {
    return page.locator("#picker-list [role=option]");
}

for (const [name, device] of Object.entries({phone, desktop})) {
    scene(`the list of a tap grows to its end, ${name}`, async () => {
        const page = await staff("editor", "/taps", device);
        await page.locator("#taps button").first().click();
        const shown = await options(page).count();
        assert.ok(shown >= 50 && shown < 500, String(shown));
        for (let number = 1; number < 1000;) {
            await options(page).last().scrollIntoViewIfNeeded();
            const before = number;
            number = await until(async () => {
                const now = await options(page).count();
                return now > before && now;
            }, "more beers");
        }
        const names = await page.locator("#picker-list .option-name").allInnerTexts();
        assert.deepEqual(names, names.map((_, i) => nameOfBeer(i + 1)), "none is left out");
        await page.getByText(`${Most.toLocaleString("en")} beers found`).waitFor({state: "attached"});
    });
}

scene("one types fast, and has it", async () => {
    const page = await staff("editor", "/taps", desktop);
    await page.locator("#taps button").first().click();
    await page.keyboard.type(nameOfBeer(9876), {delay: 30});
    await options(page).first().waitFor();
    assert.equal(await options(page).count(), 1);
    await page.keyboard.press("Enter");
    await message(page, `Tap 1 now pours ${nameOfBeer(9876)}.`);
    assert.equal(await house.primary.beerOn(1), nameOfBeer(9876));
});
