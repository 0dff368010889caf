// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Importing beers from a CSV file: first what it would do, row by row, then doing it.

import {byId, element, icon} from "./dom.js";
import {plural, said, text} from "./words.js";
import {etagOf, sendForm} from "./api.js";
import {say} from "./messages.js";
import {fieldOf, shown} from "./beer_fields.js";

const Largest = 8 * 1024 * 1024; // bytes
const MostOpen = 30; // rows that are shown without a touch

const Actions = [
    {action: "refuse", title: "importRefused", look: "bad", picture: "blocked"},
    {action: "change", title: "importChanged", look: "warn", picture: "sync"},
    {action: "add", title: "importAdded", look: "good", picture: "plus"},
    {action: "keep", title: "importKept", look: "", picture: "check"},
];

let latest = 0;
let chosen = null; // the file, as it was when it was chosen

export function startImport() {
    const input = byId("import-file");
    // A file that was corrected meanwhile can be chosen again: only another name is a change.
    input.addEventListener("click", () => {
        input.value = "";
    });
    input.addEventListener("change", () => choose(input.files[0]));
    byId("import-match").addEventListener("change", () => preview());
    byId("import-form").addEventListener("submit", (event) => event.preventDefault());
}

/** Keeps what is in the file now: once it is changed on disk, browsers send nothing of it. */
async function choose(file) {
    const turn = ++latest;
    byId("import-name").textContent = file.name;
    const fault = faultOf(file);
    const content = fault ? null : await file.arrayBuffer().catch(() => null);
    if (turn !== latest)
        return;
    if (!content) {
        refuse(fault || text("faultFileUnreadable"));
        return;
    }
    chosen = new File([content], file.name);
    await preview();
}

function faultOf(file) {
    if (!/\.csv$/i.test(file.name))
        return text("error_csv_name");
    return file.size > Largest ? text("faultCsvSize") : "";
}

/** Nothing of the file can be imported. */
function refuse(fault) {
    byId("import-match").hidden = true;
    byId("import-preview").replaceChildren();
    showFault(fault);
}

function showFault(fault) {
    byId("import-error").textContent = fault;
    byId("import-file").setAttribute("aria-invalid", String(fault !== ""));
}

/** `reason`: why it is shown again, unless somebody chose something. */
async function preview(reason = "") {
    const turn = ++latest;
    const form = new FormData(byId("import-form")); // the choice of the match
    form.set("file", chosen);
    showFault("");
    try {
        const plan = await sendForm("/api/beers/import/preview", form);
        if (turn !== latest)
            return;
        byId("import-match").hidden = false;
        showPlan(plan, form, reason);
    } catch (error) {
        if (turn === latest)
            refuse(error.message);
    }
}

/** `form`: what was sent for it. */
function showPlan(plan, form, reason) {
    const {rows, counts} = plan;
    const count = counts.add + counts.change;
    byId("import-preview").replaceChildren(
        element("p", {class: "notice", role: "alert"}, reason),
        ...Actions.filter(({action}) => counts[action] > 0).map((one) => makeGroup(one,
            rows.filter((row) => row.action === one.action))),
        count > 0
            ? element("div", {class: "actions"}, element("button", {type: "button",
                class: "main writes", onclick: (event) => run(event.currentTarget, plan, form)},
            icon("upload"), plural("importRun", count)))
            : element("p", {class: "notice"}, text("importNothing")));
}

function makeGroup({action, title, look, picture}, rows) {
    const isOpen = ["refuse", "change"].includes(action) || rows.length <= MostOpen;
    return element("details", {class: "import-rows", open: isOpen && action !== "keep"},
        element("summary", {}, element("span", {class: `chip ${look}`}, icon(picture),
            plural(title, rows.length))),
        element("table", {},
            element("thead", {}, element("tr", {},
                ["importLine", "fieldName", "importWhat"].map((key) =>
                    element("th", {scope: "col"}, text(key))))),
            element("tbody", {}, rows.map((row) => element("tr", {},
                element("td", {}, String(row.line)),
                element("td", {dir: "auto"}, row.name ?? ""),
                element("td", {}, whatOf(row)))))));
}

function whatOf(row) {
    if (row.action === "refuse")
        return faultsOf(row);
    if (row.action === "change")
        return row.changes.map((column) => changeOf(column, row));
    return text(row.action === "add" ? "importNewBeer" : "importSameBeer");
}

/** "Style: Pils → Helles" */
function changeOf(column, {before, after}) {
    const value = (values) => element("bdi", {},
        shown(fieldOf(column), values[column]) || text("nothing"));
    return element("p", {}, `${labelOf(column)}: `, value(before), " → ", value(after));
}

function labelOf(column) {
    return fieldOf(column) ? text(fieldOf(column).label) : column;
}

/** Why the row is left out. */
function faultsOf({faults}) {
    return faults.map((one) => (one.field ? `${labelOf(one.field)}: ${said(one)}` : said(one)))
        .join(" ");
}

/** Does what the plan says, unless the beers have changed since. */
async function run(button, plan, form) {
    button.disabled = true;
    try {
        const result = await sendForm("/api/beers/import", form, etagOf(plan));
        ++latest;
        byId("import-form").reset();
        byId("import-name").textContent = "";
        byId("import-match").hidden = true;
        showResult(result);
    } catch (error) {
        if (error.status === 412) {
            await preview(text("importAnew"));
            return;
        }
        button.disabled = false;
        showFault(error.message);
    }
}

function showResult({imported_count: count, refused = []}) {
    const place = byId("import-preview");
    const words = plural("importDone", count);
    place.replaceChildren(element("div", {class: "notice good"}, icon("check"),
        element("p", {}, words), element("a", {class: "button", href: "/beers"}, text("beers"))));
    if (refused.length) {
        place.append(element("p", {}, plural("importSkipped", refused.length)),
            element("ul", {class: "plain-list"}, refused.map((row) => element("li", {},
                `${text("importLine")} ${row.line}: ${faultsOf(row)}`))));
    }
    place.firstElementChild.scrollIntoView({block: "center"});
    say(words);
}
