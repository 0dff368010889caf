// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Numbers as people write them, in English and in German.

import assert from "node:assert/strict";
import {house, openHouse, scene, staff} from "./house.mjs";

openHouse("--demo");

/** By language: typed, and what is stored of it; null: refused with that sentence. */
const Typed = {
    "en-GB": {
        IBU: [["1000", 1000], ["42.5", 42.5], ["42,5", 42.5], ["0,125", 0.125], ["1.000", 1],
            ["1,000", null, "two ways: write 1000 or 1."],
            ["1,250", null, "two ways: write 1250 or 1.25."], ["1,000.5", null, "no number"]],
        ABV: [["5.5 %", 5.5], ["5,5%", 5.5], ["5 %%", null, "no number"], ["%5", null, "no number"]],
        OriginalGravity: [["1,050", 1.05], ["1.050", 1.05]],
    },
    "de-DE": {
        IBU: [["1000", 1000], ["42,5", 42.5], ["42.5", 42.5], ["1,000", 1],
            ["1.000", null, "zwei Arten lesen: bitte 1000 oder 1 schreiben."]],
        ABV: [["5,5 %", 5.5], ["5.5%", 5.5]],
        OriginalGravity: [["1.050", 1.05], ["1,050", 1.05]],
    },
};

/** By the browser's language: how a strength and a date are shown. */
const Shown = {
    "en-GB": ["6.5", /^3 Feb 2025$/],
    "en-US": ["6.5", /^Feb 3, 2025$/],
    "en-AU": ["6.5", /^3 Feb 2025$/],
    "de-DE": ["6,5", /^03\.02\.2025$/],
    "de-CH": ["6.5", /^03\.02\.2025$/],
    "fr-FR": ["6.5", /^Feb 3, 2025$/], // of a language that no page has: English, as it is by itself
};

scene("a beer's facts as the browser's region writes them", async () => {
    await house.primary.command(["beer", "add", "--name", "Far Travelled", "--abv", "6.5",
        "--brewed", "2025-02-03"]);
    for (const [locale, [strength, brewed]] of Object.entries(Shown)) {
        const page = await staff("viewer", "/beers", undefined, {locale});
        await page.locator("#beers .beer", {hasText: "Far Travelled"}).click();
        const facts = page.locator("dialog[open] dd");
        await facts.first().waitFor();
        assert.equal(await facts.nth(0).innerText(), strength, locale);
        assert.match(await facts.nth(1).innerText(), brewed, locale);
    }
});

for (const [locale, columns] of Object.entries(Typed)) {
    scene(`into a beer's form, ${locale}`, async () => {
        const page = await staff("editor", "/beers", undefined, {locale});
        for (const [column, rows] of Object.entries(columns)) {
            for (const [typed, stored, sentence] of rows) {
                await page.locator("#beers .beer", {hasText: "Sonnenwirt"}).click();
                await page.locator("#beer-FinalGravity").fill("");
                await page.locator(`#beer-${column}`).fill(typed);
                await page.locator("dialog[open] [type=submit]").click();
                if (stored === null) {
                    await page.locator(`#beer-${column}-error`, {hasText: sentence}).waitFor();
                    await page.locator("dialog[open] .dialog-foot button").nth(1).click();
                    await page.locator("dialog.ask .danger").click();
                }
                await page.locator("dialog").first().waitFor({state: "detached"});
                const beer = await house.primary.beerNamed("Sonnenwirt");
                assert[stored === null ? "notEqual" : "equal"](beer[column], stored, typed);
            }
        }
    });
}
