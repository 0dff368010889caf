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
