// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What stands where, from the narrowest phone to the widest screen.

import assert from "node:assert/strict";
import {guest, house, open, openHouse, phone, scene, staff} from "./house.mjs";

openHouse("--demo");

const narrow = {...phone, viewport: {width: 360, height: 740}, reducedMotion: "reduce"};

/** The words of that selector that are broken in two. */
function brokenWords(page, selector) {
    return page.evaluate((names) => [...document.querySelectorAll(names)].flatMap((name) => {
        const node = name.firstChild;
        return [...name.textContent.matchAll(/\S+/g)].filter(({0: word, index}) => {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            return range.getClientRects().length > 1;
        }).map(([word]) => word);
    }), selector);
}

for (const [width, height] of [[360, 740], [768, 1024], [1280, 800], [1920, 1080], [2560, 1440]]) {
    scene(`the names of the taps are whole at ${width} px`, async () => {
        const page = await staff("editor", "/taps", {viewport: {width, height}});
        assert.deepEqual(await brokenWords(page, ".tap-name"), []);
        const used = await page.locator("main").evaluate((main) =>
            main.getBoundingClientRect().right / innerWidth);
        assert.ok(used > 0.85, `the page ends at ${used} of the width`);
    });
}

scene("inputs side by side stand on one line", async () => {
    const page = await staff("editor", "/beers", narrow);
    await page.locator("#beers .beer").first().click();
    const place = (column) => page.locator(`#beer-${column}`).boundingBox();
    const [abv, ibu] = [await place("ABV"), await place("IBU")];
    assert.equal(abv.y, ibu.y);
    assert.ok(ibu.x > abv.x);
});

scene("on which taps a beer is does not squeeze the rest", async () => {
    const beer = await house.primary.beerNamed("Fog Over Elm Street");
    for (const tap of ["1", "3", "5", "12"])
        await house.primary.command(["tap", "set", tap, "--beer", String(beer.idBeer)]);
    const page = await staff("editor", "/beers", narrow, {locale: "de-DE"});
    const row = page.locator("#beers .beer", {hasText: beer.Name});
    const [whole, more] = await Promise.all([row, row.locator(".beer-more")]
        .map((one) => one.boundingBox()));
    assert.ok(more.width > whole.width * 0.75, `${more.width} of ${whole.width} px`);
    const chip = await row.locator(".chip").boundingBox();
    assert.ok(chip.height < 32, `the chip has ${chip.height} px: more than a line`);
});

/** The colour of what that selector finds: [of its letters, of its ground]. */
function colors(page, selector) {
    return page.locator(selector).first().evaluate((one) => {
        const {color, backgroundColor} = getComputedStyle(one);
        return [color, backgroundColor];
    });
}

scene("people stand in the order of their names", async () => {
    for (const name of ["Zoe", "ärger", "Otto 10", "Otto 9"])
        await house.primary.addUser(name, "viewer", "a password of one's own");
    const page = await staff("admin", "/users", narrow, {locale: "de-DE"});
    assert.deepEqual(await page.locator("#users .person-name span:first-child").allInnerTexts(),
        ["anna", "ärger", "edda", "Otto 9", "Otto 10", "vera", "Zoe"]);
});

scene("the number of taps is written as what else is filled in", async () => {
    const page = await staff("editor", "/taps", narrow);
    const sizeOf = (selector) => page.locator(selector).evaluate((input) => {
        const {fontSize, fontWeight} = getComputedStyle(input);
        return [fontSize, fontWeight];
    });
    await page.click("#count");
    const seen = await sizeOf("#tap-count");
    await open(page, "/beers");
    assert.deepEqual(seen, await sizeOf("#search"));
});

scene("what has happened is said above the navigation", async () => {
    for (const [path, act] of [["/taps", (page) => page.click("#add")],
        ["/beers", (page) => page.context().setOffline(true).then(() => page.click("#add"))]]) {
        const page = await staff("admin", path, narrow, {locale: "de-DE"});
        await act(page);
        const [said, nav] = [page.locator(".message").first(), page.locator(".nav")];
        await said.waitFor();
        const [top, bottom] = [await said.boundingBox(), await nav.boundingBox()];
        assert.ok(top.y + top.height <= bottom.y, `${path}: ${JSON.stringify([top, bottom])}`);
    }
});

scene("on paper everything is dark on white, without what one cannot press", async () => {
    const menu = await guest();
    const taps = await staff("editor", "/taps");
    for (const page of [menu, taps])
        await page.emulateMedia({media: "print"});
    assert.deepEqual(await colors(menu, "html"), ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    assert.deepEqual(await colors(taps, "html"), ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
    assert.ok(await menu.locator(".guests footer").isHidden());
    assert.ok(await taps.locator(".nav").isHidden());
});

scene("with a system's own colours one sees where one is", async () => {
    const page = await staff("editor", "/taps", narrow, {forcedColors: "active"});
    assert.notDeepEqual(await colors(page, ".nav a[aria-current]"),
        await colors(page, ".nav a:not([aria-current])"));
    const stroke = await page.locator(".glass-line").first().evaluate((line) =>
        getComputedStyle(line).stroke);
    assert.equal(stroke, (await colors(page, "h1"))[0]);
});

scene("a long style leaves room for the other taps", async () => {
    const {idBeer} = (await house.primary.taps()).find((tap) => tap.idBeer !== null);
    const words = "In barrels of the old brewery ".repeat(3).trim();
    await house.primary.command(["beer", "set", String(idBeer), "--style", words,
        "--brewery", words]);
    const page = await staff("editor", "/taps", narrow);
    const tap = await page.locator(".tap", {hasText: words}).first().boundingBox();
    assert.ok(tap.height < 200, `${tap.height} px`);
});
