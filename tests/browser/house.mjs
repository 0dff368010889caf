// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// What every test has: a primary, a browser, and people with phones and computers in front of its
// pages. Whatever a page complains about fails the test, unless the test says that it must.

import assert from "node:assert/strict";
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {startPrimary} from "./machine.mjs";

const require = createRequire(join(process.env.KEG_BROWSER_MODULES, "package.json"));
const {chromium} = require("playwright-core");
const Patience = 30000; // ms; far above what any step takes, on a busy machine, too

export const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
export const Password = "three kegs of porter";
export const desktop = {viewport: {width: 1440, height: 900}};
export const phone = {viewport: {width: 390, height: 844}, isMobile: true, hasTouch: true,
    deviceScaleFactor: 2};
export const devices = {phone, desktop};

/** What the house of this file's tests has; filled before the first of them. */
export const house = {primary: null, browser: null};

const machines = [];
const contexts = [];
let complaints = [];
let expected = [];

/** Call it once in a file. `options`: the primary's. */
export function openHouse(...options) {
    before(async () => {
        house.browser = await chromium.launch({
            executablePath: "/usr/bin/chromium",
            // No name leads anywhere: the pages must do without.
            args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                ...(process.getuid() === 0 ? ["--no-sandbox"] : [])],
        });
        house.primary = keep(await startPrimary(...options));
        await Promise.all(["viewer", "editor", "admin"].map((role) =>
            house.primary.addUser(nameOf(role), role, Password)));
    });
    after(async () => {
        await house.browser?.close();
        await Promise.all(machines.map((machine) => machine.end()));
    });
}

/** Ends the machine when the tests of this file are through. */
export function keep(machine) {
    machines.push(machine);
    return machine;
}

export function nameOf(role) {
    return {viewer: "vera", editor: "edda", admin: "anna"}[role];
}

/** A test; whatever its pages complain about fails it. */
export function scene(name, play) {
    test(name, async (context) => {
        complaints = [];
        expected = [];
        try {
            await play(context);
            assert.deepEqual(complaints, []);
        } catch (error) {
            await tell(context);
            throw error;
        } finally {
            await Promise.all(contexts.splice(0).map((one) => one.close()));
        }
    });
}

/** What the pages show, for whoever reads that a test has failed. */
async function tell(context) {
    for (const page of contexts.flatMap((one) => one.pages())) {
        const text = await page.locator("body").innerText({timeout: 5000}).catch(String);
        context.diagnostic(`${page.url()} shows:\n${text.replace(/\n+/g, "\n")}`);
    }
    complaints.forEach((one) => context.diagnostic(one));
    context.diagnostic(`the program's log:\n${house.primary.logText().slice(-2000)}`);
}

/** The pages may complain like this in the present test: a browser reports each refused request. */
export function mayComplain(...patterns) {
    expected.push(...patterns);
}

function complain(words) {
    if (!expected.some((pattern) => pattern.test(words)))
        complaints.push(words);
}

/** A browser of one person; `device` as in `devices`, `more` as Playwright has it. */
export async function newContext(device = desktop, more = {}) {
    const context = await house.browser.newContext({ignoreHTTPSErrors: true, locale: "en-GB",
        ...device, ...more});
    contexts.push(context);
    context.setDefaultTimeout(Patience);
    context.on("console", (message) => {
        if (message.type() === "error")
            complain(`console: ${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => complain(`error: ${error.error()?.stack}`));
    context.on("dialog", (dialog) => {
        if (dialog.type() !== "beforeunload")
            complain(`dialog: ${dialog.message()}`);
        return dialog.dismiss();
    });
    context.on("request", (request) => {
        const {origin} = new URL(request.url());
        if (!machines.some((machine) => [machine.secure, machine.plain].includes(origin)))
            complain(`request to elsewhere: ${request.url()}`);
    });
    return context;
}

/** Somebody who has just logged in, in front of that page. */
export async function staff(role, path = "/taps", device = desktop, more = {}) {
    const page = await (await newContext(device, more)).newPage();
    await logIn(page, nameOf(role), Password);
    if (path !== "/taps")
        await open(page, path);
    return page;
}

export async function logIn(page, name, password) {
    await page.goto(`${house.primary.secure}/login`);
    await page.fill("#username", name);
    await page.fill("#password", password);
    await page.click("form .main");
    await page.waitForURL("**/taps");
    await shown(page);
}

/** Goes to a page of the staff; returns once it has its content. */
export async function open(page, path) {
    await page.goto(`${house.primary.secure}${path}`);
    await shown(page);
}

const Contents = {
    "/taps": "#taps li, #no-taps:not([hidden])",
    "/beers": "#beers li, #no-beers:not([hidden])",
    "/displays": "#displays li, #pending li, #no-displays:not([hidden])",
    "/dbmanage": "#menu-state:not(:empty)",
    "/users": "#users li",
    "/account": "#password-fields input",
    "/menu": "#menu li, #nothing:not([hidden])",
};

/** Until the page has its content. */
export function shown(page) {
    const content = Contents[new URL(page.url()).pathname];
    return page.locator(content).first().waitFor({state: "visible"});
}

/** A guest in front of a machine's menu, without HTTPS. */
export async function guest(machine = house.primary) {
    const page = await (await newContext(phone)).newPage();
    await page.goto(`${machine.plain}/menu`);
    await shown(page);
    return page;
}

/** The line that says what has happened. */
export function message(page, words) {
    return page.locator(".messages").getByText(words).waitFor();
}
