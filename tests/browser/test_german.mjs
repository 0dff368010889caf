// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Whatever goes wrong, people with a German browser read German, and what they typed stays.

import assert from "node:assert/strict";
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {
    desktop, house, mayComplain, nameOf, newContext, open, openHouse, Password, phone, scene,
    staff,
} from "./house.mjs";
import {until} from "./machine.mjs";

openHouse("--demo");
const german = {locale: "de-DE"};
const Header = "idBeer,Name,ABV,IBU,Color,OriginalGravity,FinalGravity,Description,Brewed,Kegged,"
    + "Tapped,Notes";

/** Somebody of the staff, and every English sentence that the server says to them. */
async function listener(role, path, device = desktop) {
    const english = [];
    const page = await staff(role, path, device, german);
    page.on("response", async (response) => {
        if (!(response.headers()["content-type"] ?? "").includes("json"))
            return;
        const {error, errors = [], rows = []} = await response.json().catch(() => ({}));
        english.push(...[error, ...errors, ...rows.flatMap((row) => row.reasons)].filter(Boolean));
    });
    return {page, english};
}

/** `count` sentences at least were said in English, and the page shows none of them. */
async function expectGerman(page, english, count) {
    await until(async () => english.length >= count, `${count} sentences instead of ${english}`);
    const shown = await page.locator("body").innerText();
    for (const sentence of english)
        assert.ok(!shown.includes(sentence), `${sentence} in: ${shown}`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
}

function fileOf(...lines) {
    const file = join(process.env.KEG_BROWSER_FOLDER, "german.csv");
    writeFileSync(file, [Header, ...lines].join("\r\n"));
    return file;
}

scene("names that are taken", async () => {
    mayComplain(/status of 400/);
    const {page, english} = await listener("admin", "/users", phone);
    await page.click("#add");
    const inputs = page.locator("#user-form input");
    await inputs.nth(0).fill(nameOf("viewer"));
    await inputs.nth(1).fill(Password);
    await inputs.nth(2).fill(Password);
    await page.locator("dialog [type=submit]").click();
    await page.getByText(`Das Konto ${nameOf("viewer")} gibt es schon`).waitFor();
    await inputs.nth(0).fill("a/b");
    await page.locator("dialog [type=submit]").click();
    await page.getByText("keinen Schrägstrich").waitFor();
    await inputs.nth(0).fill("berta");
    await inputs.nth(1).fill("b".repeat(300));
    await inputs.nth(2).fill("b".repeat(300));
    await page.locator("dialog [type=submit]").click();
    await page.getByText("8 bis 256 Zeichen").waitFor();
    await expectGerman(page, english, 3);
});

scene("an import with bad rows", async () => {
    const {page, english} = await listener("editor", "/dbmanage");
    const [{idBeer, Name: name}] = await house.primary.beers();
    await page.setInputFiles("#import-file", fileOf(",Gut,5,,,,,,,,,", ",Stark,viel,,,,,,,,,",
        ",Zu stark,500,,,,,,,,,", `${idBeer},Anders,5,,,,,,,,,`, ",Krumm,5", ",,5,,,,,,,,,",
        ",Alt,5,,,,,,gestern,,,"));
    const preview = page.locator("#import-preview");
    await preview.getByText("„viel“ ist keine Zahl").waitFor();
    const expectReasons = async () => {
        const text = await preview.innerText();
        for (const words of ["Zahl von 0 bis 100", `ist hier „${name}“, nicht „Anders“`,
            "3 Felder, die erste 12", "hat keinen Namen", "„gestern“ ist kein Datum",
            "Alkohol"])
            assert.ok(text.includes(words), `${words} in: ${text}`);
    };
    await expectReasons();
    await expectGerman(page, english, 6);
    await preview.locator(".main").click();
    await preview.getByText("6 Zeilen wurden ausgelassen").waitFor();
    await expectReasons();
    await expectGerman(page, english, 12);
});

scene("what is no list of beers, and no address of a menu", async () => {
    mayComplain(/status of 400/);
    const {page, english} = await listener("admin", "/dbmanage");
    await page.setInputFiles("#import-file", {name: "kurz.csv", mimeType: "text/csv",
        buffer: Buffer.from("Name,ABV\nPils,5\n")});
    await page.locator("#import-error").getByText("fehlen diese Spalten: idBeer").waitFor();
    await page.fill("#menu-url", "http://wirt@192.168.1.20:8080/");
    await page.click("#menu-on");
    await page.locator("#menu-error").getByText("Benutzername").waitFor();
    await page.fill("#menu-url", `http://192.168.1.20/${"x".repeat(200)}`);
    await page.click("#menu-on");
    await page.locator("#menu-error").getByText("höchstens 200 Zeichen").waitFor();
    await expectGerman(page, english, 3);
});

scene("a wrong password, and the name that was typed stays", async () => {
    mayComplain(/status of 401/);
    const page = await (await newContext(phone, german)).newPage();
    await page.goto(`${house.primary.secure}/login`);
    await page.fill("#username", 'Vera "V" <b>');
    await page.fill("#password", "not this one");
    await page.click("form .main");
    await page.getByText("passen nicht zusammen").waitFor();
    assert.equal(await page.inputValue("#username"), 'Vera "V" <b>');
    assert.equal(await page.inputValue("#password"), "");
    assert.equal(await page.locator("#password:focus").count(), 1);
});

scene("a set-up link that was used", async () => {
    mayComplain(/status of 400/);
    const page = await (await newContext(phone, german)).newPage();
    await page.goto(`${house.primary.secure}/setup#MFRGG`);
    await page.getByText("Dieser Link funktioniert nicht").waitFor();
    await page.getByText("kegdisplay user setup-link").waitFor();
    assert.equal(await page.getByRole("link", {name: "Anmelden"}).getAttribute("href"), "/login");
});

/** In place of a page: German, with a way on. */
async function expectErrorPage(page, path, status, words, ways = []) {
    const answer = await page.goto(house.primary.secure + path);
    assert.equal(answer.status(), status);
    assert.match(answer.headers()["content-type"], /text\/html/);
    await page.getByText(words).waitFor();
    assert.equal(await page.locator("h1").innerText(), "Das hat nicht geklappt");
    assert.deepEqual(await page.locator("a:visible").allInnerTexts(), ["Zur Startseite", ...ways]);
    await page.locator('a[href="/"]').click();
    await page.waitForURL(/\/(taps|)$/);
}

scene("pages that are not there, or not for everybody", async () => {
    mayComplain(/status of 40[345]/);
    const page = await staff("viewer", "/taps", phone, german);
    await expectErrorPage(page, "/users", 403, "Das dürfen nur Verwalter",
        ["Als jemand anderes anmelden"]);
    await expectErrorPage(page, "/taps/", 404, "Diese Seite gibt es nicht");
    await expectErrorPage(page, "/tapps", 404, "Diese Seite gibt es nicht");
    await expectErrorPage(page, "/assets/nothing.js", 404, "Diese Seite gibt es nicht");
    await page.evaluate(() => {
        const form = Object.assign(document.createElement("form"), {method: "post", action: "/taps"});
        document.body.append(form);
        form.submit();
    });
    await page.getByText("Das geht unter dieser Adresse nicht").waitFor();
    for (const path of ["/api/nothing", "/api/users"]) {
        const answer = await page.goto(house.primary.secure + path);
        assert.match(answer.headers()["content-type"], /application\/json/);
    }
});

scene("a damaged file of the accounts", async () => {
    mayComplain(/status of 500/);
    const page = await staff("viewer", "/taps", desktop, german);
    const {folder} = house.primary;
    const name = readdirSync(folder, {recursive: true}).find((one) => one.endsWith("users.json"));
    const accounts = join(folder, name);
    const before = readFileSync(accounts);
    writeFileSync(accounts, "{");
    try {
        const answer = await page.goto(`${house.primary.secure}/beers`);
        assert.equal(answer.status(), 500);
        await page.getByText("Eine Datei auf dem Primärrechner ist beschädigt").waitFor();
    } finally {
        writeFileSync(accounts, before);
    }
    await open(page, "/beers");
});
