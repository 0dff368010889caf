// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Bringing data in, and keeping it safe: the page of the data.

import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {
    desktop, guest, house, keep, mayComplain, message, openHouse, phone, scene, staff,
} from "./house.mjs";
import {startDisplay} from "./machine.mjs";

openHouse("--demo");

const Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,"
    + "Tapped,Notes";

function fileOf(name, text) {
    const file = join(process.env.KEG_BROWSER_FOLDER, name);
    writeFileSync(file, text);
    return file;
}

async function download(page, selector) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
    const path = join(process.env.KEG_BROWSER_FOLDER, file.suggestedFilename());
    await file.saveAs(path);
    return path;
}

for (const [role, device] of [["editor", phone], ["admin", desktop]]) {
    scene(`importing shows first what would happen, ${role}`, async () => {
        const {primary} = house;
        const page = await staff(role, "/dbmanage", device);
        const before = await primary.beers();
        const known = before[role === "editor" ? 0 : 1];
        await page.setInputFiles("#import-file", fileOf("beers.csv", [Header,
            `${known.idBeer},"${known.Name}",9.9,,,,,,,,,`,
            `,Imported by ${role},5.5,30,8,,,"with, comma",,,,`,
            ",Far too strong,500,,,,,,,,,",
            ",,5,,,,,,,,,"].join("\r\n")));
        const rows = page.locator("#import-preview tbody tr");
        await rows.first().waitFor();
        assert.equal(await rows.count(), 4);
        assert.match(await rows.nth(0).innerText(), /4[\s\S]*Far too strong/);
        assert.match(await rows.nth(1).innerText(), /5/);
        const changes = await rows.nth(2).locator("p").allInnerTexts();
        assert.equal(changes[0], `Alcohol, % by volume: ${known.ABV} → 9.9`);
        assert.equal(changes[1], `Bitterness, IBU: ${known.IBU} → nothing`);
        assert.match(changes.find((one) => one.startsWith("Brewed")),
            /^Brewed: .*\b20\d\d → nothing$/);
        assert.match(await page.locator("#import-preview").innerText(), /2 rows are left out/);
        assert.deepEqual(await primary.beers(), before, "a preview changes nothing");
        await page.locator("#import-preview .main").click();
        await message(page, "2 beers are imported.");
        assert.equal(await page.locator("#import-preview .plain-list li").count(), 2);
        const made = await primary.beerNamed(`Imported by ${role}`);
        assert.deepEqual([made.ABV, made.Description], [5.5, "with, comma"]);
        assert.equal((await primary.beerNamed(known.Name)).ABV, 9.9);
        assert.equal((await primary.beers()).length, before.length + 1);
    });
}

scene("an import of what has changed since its preview shows another one, and why", async () => {
    mayComplain(/status of 412/);
    const {primary} = house;
    const page = await staff("editor", "/dbmanage", phone);
    const known = (await primary.beers())[2];
    const row = `${known.idBeer},"${known.Name}",8.8,,,,,,,,,`;
    await page.setInputFiles("#import-file", fileOf("late.csv", `${Header}\r\n${row}`));
    await page.getByRole("button", {name: "Import 1 beer"}).waitFor();
    await primary.command(["beer", "set", String(known.idBeer), "--abv", "8.8", "--ibu", "77"]);
    await page.getByRole("button", {name: "Import 1 beer"}).click();
    await page.locator("#import-preview .notice").getByText("changed beers meanwhile").waitFor();
    assert.equal((await primary.beerNamed(known.Name)).IBU, 77, "nothing was overwritten");
    await page.getByRole("button", {name: "Import 1 beer"}).click();
    await message(page, "1 beer is imported.");
    assert.notEqual((await primary.beerNamed(known.Name)).IBU, 77);
});

/** As people choose a file: with a click, and in the browser's own dialog. */
async function choose(page, file) {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"),
        page.click("label[for=import-file]")]);
    assert.equal(await page.inputValue("#import-file"), "", "the same file would be no change");
    await chooser.setFiles(file);
}

scene("what was previewed is imported, although the file has changed on disk", async () => {
    const {primary} = house;
    const page = await staff("editor", "/dbmanage");
    const run = page.getByRole("button", {name: "Import 1 beer"});
    const done = page.locator("#import-preview").getByText("1 beer is imported.");
    const write = (name) => fileOf("corrected.csv", `${Header}\r\n,${name},5,,,,,,,,,`);
    await choose(page, write("Misspelt Poter"));
    await run.waitFor();
    write("Well Spelt Porter");
    await run.click();
    await done.waitFor();
    assert.ok(await primary.beerNamed("Misspelt Poter"));

    await choose(page, write("Nut Brwn Ale"));
    await page.locator("#import-preview").getByText("Nut Brwn Ale").waitFor();
    await choose(page, write("Nut Brown Ale"));
    await page.locator("#import-preview").getByText("Nut Brown Ale").waitFor();
    await run.click();
    await done.waitFor();
    assert.ok(await primary.beerNamed("Nut Brown Ale"));
});

scene("a late answer about an earlier file changes nothing", async () => {
    mayComplain(/status of 400/);
    const page = await staff("editor", "/dbmanage");
    let answerEarlier = null;
    const asked = new Promise((resolve) => {
        page.route("**/api/beers/import/preview", (route) => {
            answerEarlier = () => route.continue();
            resolve();
        }, {times: 1});
    });
    await page.setInputFiles("#import-file", fileOf("earlier.csv", "Name,ABV\nPorter,5\n"));
    await asked;
    await page.setInputFiles("#import-file", fileOf("later.csv", `${Header}\r\n,Later,5,,,,,,,,,`));
    await page.locator("#import-preview").getByText("Later").waitFor();
    const late = page.waitForResponse((response) => response.status() === 400);
    await answerEarlier();
    await (await late).finished();
    await page.evaluate(() => fetch("/healthz")); // by then the page has read the answer
    assert.match(await page.locator("#import-preview").innerText(), /Later/);
    assert.equal(await page.locator("#import-error").innerText(), "");
});

scene("what is no list of beers is refused with a sentence", async () => {
    mayComplain(/status of 400/);
    const page = await staff("editor", "/dbmanage");
    const error = page.locator("#import-error");
    await page.setInputFiles("#import-file", fileOf("beers.txt", Header));
    await error.getByText(".csv").waitFor();
    const match = page.locator("#import-match");
    await page.setInputFiles("#import-file", fileOf("one.csv", `${Header}\n,Porter,5,,,,,,,,,`));
    await match.waitFor();
    await page.setInputFiles("#import-file", fileOf("short.csv", "Name,ABV\nPorter,5\n"));
    await error.getByText("lacks").waitFor();
    assert.ok(await match.isHidden(), "there is nothing to be met");
    await page.setInputFiles("#import-file", fileOf("binary.csv", Buffer.from([0, 255, 254, 0])));
    await page.waitForFunction(() => {
        const text = document.getElementById("import-error").textContent;
        return text !== "" && !text.includes("lacks");
    });
    assert.equal(await page.locator("#import-preview").innerText(), "");
});

scene("both backups", async () => {
    const {primary} = house;
    const page = await staff("admin", "/dbmanage", phone);
    const csv = await download(page, 'a[href="/api/beers/backup"]');
    const exported = join(primary.folder, "exported.csv");
    await primary.command(["export", exported]);
    assert.equal(readFileSync(csv, "utf8"), readFileSync(exported, "utf8"));

    const whole = await download(page, 'a[href="/api/backup"]');
    const sql = (words) => execFileSync("sqlite3", [whole, words], {encoding: "utf8"}).trim();
    assert.equal(sql("PRAGMA integrity_check"), "ok");
    assert.equal(sql("SELECT COUNT(*) FROM beers"), String((await primary.beers()).length));
    assert.equal(sql("SELECT COUNT(*) FROM taps"), String((await primary.taps()).length));
});

scene("the guests' menu as a QR code on the boards", async () => {
    const {primary} = house;
    const page = await staff("admin", "/dbmanage");
    const settings = async () => JSON.stringify(await primary.json("setting", "list"));
    // Who works on the primary itself is offered what phones find: where displays do.
    mayComplain(/status of 40[04]/);
    const {hosts = []} = await page.evaluate(() =>
        fetch("/api/pair", {method: "POST", body: "{}"}).then((answer) => answer.json()));
    const likely = hosts.map((host) => `http://${host.includes(":") ? `[${host}]` : host}`)[0];
    assert.equal(await page.inputValue("#menu-url"), likely ? `${likely}:${primary.port}/` : "");
    await page.fill("#menu-url", "somewhere");
    await page.click("#menu-on");
    await page.locator("#menu-error").getByText("no address of a page").waitFor();
    await page.fill("#menu-url", `${primary.plain}/`);
    await page.click("#menu-on");
    await page.locator("#menu-error").getByText("every phone looks for the menu on itself").waitFor();
    assert.doesNotMatch(await settings(), /127/);
    await page.fill("#menu-url", "http://192.168.1.20:8080/");
    await page.click("#menu-on");
    await message(page, "The boards show the code now.");
    assert.match(await settings(), /192\.168\.1\.20:8080/);
    await page.locator("#menu-state").getByText("192.168.1.20").waitFor();
    await page.click("#menu-off");
    await message(page, "no longer show the code");
    assert.doesNotMatch(await settings(), /192\.168/);

    // Changed elsewhere: it is shown, but not while somebody types here.
    await page.fill("#menu-url", "http://being.typed/");
    await primary.command(["setting", "set", "menu_url", "http://192.168.1.21:8080/"]);
    await page.locator("#menu-state").getByText("192.168.1.21").waitFor();
    assert.equal(await page.inputValue("#menu-url"), "http://being.typed/");
});

scene("guests read the house's name, here and on a display", async () => {
    const {primary} = house;
    const {join: joinString} = await primary.json("pair", "--host", "127.0.0.1");
    const display = keep(await startDisplay(primary, joinString, "--name", "Long bar"));
    const page = await staff("admin", "/dbmanage", phone);
    const tables = [await guest(), await guest(display)];
    const reads = (table, name) => Promise.all([
        table.locator("h1", {hasText: name}).waitFor(),
        table.waitForFunction((title) => document.title.startsWith(title), name)]);
    const all = (names) => Promise.all(tables.map((table, i) => reads(table, names[i])));
    await all(["The Snug", "Long bar"]);
    const name = "Zum <b>Anker</b>";
    await page.fill("#house-name", ` ${name} `);
    await page.click("#house-form .main");
    await message(page, "The name of the house is saved.");
    await all([name, name]);
    const later = await guest();
    assert.match(await (await later.request.get(`${primary.plain}/menu`)).text(),
        /<title>Zum &lt;b&gt;Anker&lt;\/b&gt; – /);

    // Changed elsewhere: it is shown, but not while somebody types here.
    await primary.command(["setting", "set", "house_name", "Zur Post"]);
    await page.waitForFunction(() => document.getElementById("house-name").value === "Zur Post");
    await page.fill("#house-name", "Being typed");
    await primary.command(["setting", "clear", "house_name"]);
    await all(["The Snug", "Long bar"]);
    assert.equal(await page.inputValue("#house-name"), "Being typed");

    mayComplain(/status of 400/);
    await primary.command(["setting", "set", "house_name", "Zur Post"]);
    await page.fill("#house-name", "Zur \u202eDirection");
    await page.click("#house-form .main");
    await page.locator("#house-error").getByText("nobody can see").waitFor();
});

scene("deleting all takes the word, a question, and empties the menu", async () => {
    const {primary} = house;
    const page = await staff("admin", "/dbmanage", phone);
    const table = await guest();
    await page.fill("#clear-word", "confirm");
    await page.click("#clear-form .danger");
    await page.locator("#clear-error").getByText("CONFIRM in capitals").waitFor();
    await page.fill("#clear-word", "CONFIRM");
    await page.click("#clear-form .danger");
    await page.locator("dialog.ask button", {hasText: "Cancel"}).click();
    assert.notEqual((await primary.beers()).length, 0);
    await page.click("#clear-form .danger");
    await page.locator("dialog.ask .danger").click();
    await message(page, "All beers are deleted.");
    assert.deepEqual(await primary.beers(), []);
    assert.ok((await primary.taps()).every((tap) => tap.idBeer === null));
    await table.locator("#nothing").waitFor();
});
