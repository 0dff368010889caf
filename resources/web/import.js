// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// Importing beers from a CSV file: first what it would do, row by row, then doing it.

import {byId, element, icon} from "./dom.js";
import {plural, said, text} from "./words.js";
import {etagOf, sendForm} from "./api.js";
import {say} from "./messages.js";
import {fieldOf} from "./beer_fields.js";

const Largest = 8 * 1024 * 1024; // bytes
const MostOpen = 30; // rows that are shown without a touch

const Actions = [
    {action: "refuse", title: "importRefused", look: "bad", picture: "blocked"},
    {action: "change", title: "importChanged", look: "warn", picture: "sync"},
    {action: "add", title: "importAdded", look: "good", picture: "plus"},
    {action: "keep", title: "importKept", look: "", picture: "check"},
];

let latest = 0;

export function startImport() {
    byId("import-form").addEventListener("change", () => preview());
    byId("import-form").addEventListener("submit", (event) => event.preventDefault());
}

function chosenForm() {
    const file = byId("import-file").files[0];
    const form = new FormData();
    form.append("match", new FormData(byId("import-form")).get("match"));
    form.append("file", file);
    return {file, form};
}

function faultOf(file) {
    if (!/\.csv$/i.test(file.name))
        return text("error_csv_name");
    return file.size > Largest ? text("faultCsvSize") : "";
}

function showFault(fault) {
    byId("import-error").textContent = fault;
    byId("import-file").setAttribute("aria-invalid", String(fault !== ""));
}

/** `reason`: why it is shown again, unless somebody chose something. */
async function preview(reason = "") {
    const place = byId("import-preview");
    const {file, form} = chosenForm();
    const turn = ++latest;
    byId("import-name").textContent = file?.name ?? "";
    showFault(file ? faultOf(file) : "");
    if (!file || faultOf(file)) {
        place.replaceChildren();
        return;
    }
    try {
        const plan = await sendForm("/api/beers/import/preview", form);
        if (turn !== latest)
            return;
        byId("import-match").hidden = false;
        showPlan(place, plan, reason);
    } catch (error) {
        place.replaceChildren();
        showFault(error.message);
    }
}

function showPlan(place, plan, reason) {
    const {rows, counts} = plan;
    const count = counts.add + counts.change;
    place.replaceChildren(
        element("p", {class: "notice", role: "alert"}, reason),
        ...Actions.filter(({action}) => counts[action] > 0).map((one) => makeGroup(one,
            rows.filter((row) => row.action === one.action))),
        count > 0
            ? element("div", {class: "actions"}, element("button", {type: "button",
                class: "main writes", onclick: (event) => run(event.currentTarget, plan)},
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
        return row.changes.map(labelOf).join(", ");
    return text(row.action === "add" ? "importNewBeer" : "importSameBeer");
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
async function run(button, plan) {
    const place = byId("import-preview");
    button.disabled = true;
    try {
        const result = await sendForm("/api/beers/import", chosenForm().form, etagOf(plan));
        ++latest;
        byId("import-form").reset();
        byId("import-name").textContent = "";
        byId("import-match").hidden = true;
        showResult(place, result);
    } catch (error) {
        if (error.status === 412) {
            await preview(text("importAnew"));
            return;
        }
        button.disabled = false;
        showFault(error.message);
    }
}

function showResult(place, {imported_count: count, refused = []}) {
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
