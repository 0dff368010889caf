// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A machine of the house: one kegdisplay with a database of its own, its commands, and where its
// pages are: `secure` and `plain`.

import {execFile, spawn} from "node:child_process";
import {mkdtempSync, readFileSync, openSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as pause} from "node:timers/promises";
import {promisify} from "node:util";

const run = promisify(execFile);
const Deadline = 60000; // ms; how long anything is waited for: it only bounds a failure
const Poll = 50; // ms

const folder = process.env.KEG_BROWSER_FOLDER;
const program = process.env.KEGDISPLAY_PROGRAM;

/** Asks until the answer is neither false nor nothing, and returns it. */
export async function until(condition, what) {
    const end = Date.now() + Deadline;
    for (;;) {
        const value = await condition();
        if (value)
            return value;
        if (Date.now() > end)
            throw new Error(`waited ${Deadline / 1000} s in vain: ${what}`);
        await pause(Poll);
    }
}

export class Machine {
    /** `options`: as on the command line. */
    constructor(...options) {
        this.options = options;
        this.folder = mkdtempSync(join(folder, "machine-"));
        this.database = join(this.folder, "beer.db");
        this.log = join(this.folder, "log");
        this.process = null;
        this.port = "0"; // of the pages; any free one
    }

    /** Starts it; returns once it answers. Started again, its pages have the address they had. */
    async start() {
        const log = openSync(this.log, "a");
        this.process = spawn("setpriv", ["--pdeathsig", "KILL", program, "--headless",
            "--db-path", this.database, "--web-port", this.port, ...this.options],
        {env: this.environment(), stdio: ["ignore", log, log]});
        const child = this.process;
        this.ended = new Promise((resolve) => child.once("exit", resolve));
        const status = await until(async () => {
            if (child.exitCode !== null)
                throw new Error(`kegdisplay has ended: ${this.logText()}`);
            const now = await this.status().catch(() => null);
            return now?.running && now.pid === child.pid && now.listen.web && now;
        }, "the program to answer");
        this.port = String(status.listen.web);
        this.secure = `https://127.0.0.1:${this.port}`;
        this.plain = `http://127.0.0.1:${this.port}`;
        return this;
    }

    environment() {
        const own = Object.entries(process.env)
            .filter(([name]) => !/^(KEGDISPLAY_|PRIMARY_IP|XDG_)/.test(name));
        return {...Object.fromEntries(own), HOME: this.folder, QT_QPA_PLATFORM: "offscreen"};
    }

    /** What the command prints; `input` is its standard input. */
    async command(args, input = "") {
        const running = run(program, ["--db-path", this.database, ...args],
            {env: this.environment(), encoding: "utf8", maxBuffer: 1 << 26});
        running.child.stdin.on("error", () => {}); // it may end without having read
        running.child.stdin.end(input);
        return (await running).stdout;
    }

    async json(...args) {
        return JSON.parse(await this.command([...args, "--json"]));
    }

    status() {
        return this.json("status");
    }

    async taps() {
        return this.json("tap", "list");
    }

    async beers() {
        return this.json("beer", "list");
    }

    async beerNamed(name) {
        return (await this.beers()).find((beer) => beer.Name === name);
    }

    /** The name of the beer on a tap; null: none. */
    async beerOn(idTap) {
        const tap = (await this.taps()).find((one) => one.idTap === idTap);
        const beer = (await this.beers()).find((one) => one.idBeer === tap?.idBeer);
        return beer?.Name ?? null;
    }

    addUser(name, role, password) {
        return this.command(["user", "add", name, "--role", role, "--password-stdin"],
            `${password}\n`);
    }

    logText() {
        return readFileSync(this.log, "utf8");
    }

    end(signal = "SIGTERM") {
        this.process?.kill(signal);
        return this.ended;
    }
}

const Usual = {"--mode": "primary", "--name": "The Snug", "--notify-port": "0",
    "--snapshot-port": "0"};

export function startPrimary(...options) {
    const usual = Object.entries(Usual).filter(([name]) => !options.includes(name)).flat();
    const primary = new Machine(...usual, ...options);
    primary.port = process.env.KEG_BROWSER_PORT ?? primary.port;
    return primary.start();
}

/** A display that knows only the primary's address, and waits to be let in. */
export async function startStranger(primary, ...options) {
    const {listen} = await primary.status();
    const place = options.includes("--primary-ip") ? [] : ["--primary-ip", "127.0.0.1"];
    return new Machine(...place, "--notify-port", String(listen.notify),
        "--snapshot-port", String(listen.snapshot), ...options).start();
}

/** A display that has joined and follows. */
export async function startDisplay(primary, joinString, ...options) {
    const display = new Machine(...options);
    await display.command(["join", joinString]);
    await display.start();
    await until(async () => (await display.status()).upstream?.state === "live",
        "the display to be in step");
    return display;
}
