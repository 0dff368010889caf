// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the users: accounts, invitations by link, and keys for programs.

import {byId, element, icon, onlyOnce, part, patchList, setText} from "./dom.js";
import {compareTexts, number, text} from "./words.js";
import {get, send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {confirmed, openDialog} from "./dialogs.js";
import {copyField, qrPicture} from "./copying.js";
import {
    field, newPasswordFields, passwordFaults, roleName, roleSelect, showFaults,
} from "./fields.js";

const Often = 5000; // ms; accounts change without an event, as when somebody follows a link

const self = document.body.dataset.user;
const byName = (one, other) => compareTexts(one.name, other.name);

async function refresh() {
    const {users, keys} = await get("/api/users");
    patchList(byId("users"), [...users].sort(byName), (user) => user.name, makeUser, updateUser);
    patchList(byId("keys"), [...keys].sort(byName), (key) => key.name, makeKey, updateKey);
    byId("no-keys").hidden = keys.length > 0;
}

function makeUser({name, role}) {
    const isSelf = name === self;
    return element("li", {class: "card person"},
        element("span", {class: "person-name"}, element("span", {dir: "auto"}, name),
            isSelf && element("span", {class: "chip"}, text("you"))),
        isSelf ? element("span", {class: "dim", "data-part": "role"})
            : makeRoleChoice(name, role),
        isSelf ? element("a", {class: "button", href: "/account"}, text("account"))
            : [
                onlyOnce(element("button", {type: "button", class: "writes",
                    "aria-label": text("newPasswordOf", name)}, text("newPassword")),
                () => changePassword(name)),
                makeRemoval(name, () => removeUser(name)),
            ]);
}

function makeRemoval(name, action) {
    return onlyOnce(element("button", {type: "button", class: "danger writes",
        "aria-label": text("removeOf", name)}, icon("trash"), text("remove")), action);
}

function makeRoleChoice(name, role) {
    const choice = roleSelect(role);
    choice.classList.add("writes");
    choice.dataset.part = "choice";
    choice.dataset.role = role;
    choice.setAttribute("aria-label", text("roleOf", name));
    choice.addEventListener("change", async () => {
        try {
            await send("PUT", pathOf(name), {role: choice.value});
            choice.dataset.role = choice.value;
            say(text("roleSet", name, roleName(choice.value)));
        } catch (error) {
            choice.value = choice.dataset.role;
            sayError(error);
        }
    });
    return choice;
}

function updateUser(item, {role}) {
    const own = part(item, "role");
    if (own)
        setText(own, roleName(role));
    const choice = part(item, "choice");
    if (choice && choice.dataset.role !== role && choice !== document.activeElement) {
        choice.value = role;
        choice.dataset.role = role;
    }
}

function pathOf(name) {
    return `/api/users/${encodeURIComponent(name)}`;
}

function makeKey({name}) {
    return element("li", {class: "card person"},
        element("span", {class: "person-name"}, icon("key"), element("span", {dir: "auto"}, name)),
        element("span", {class: "chip", "data-part": "role"}),
        makeRemoval(name, () => removeKey(name)));
}

function updateKey(item, {role}) {
    setText(part(item, "role"), roleName(role));
}

/**
 * A dialog with a form; `fields`: what field() makes, by the keys that the server names faults by.
 * `faultsOf` looks before `store` sends; `store` gets the dialog.
 */
function openForm({title, explanation, fields, action, faultsOf, store}) {
    const error = element("div", {class: "notice bad", role: "alert"});
    const form = element("form", {id: "user-form", class: "stack", novalidate: true},
        explanation && element("p", {class: "dim"}, explanation),
        Object.values(fields).map((one) => one.node), error);
    const dialog = openDialog({title, body: form, foot: [
        element("button", {type: "button", onclick: () => dialog.close()}, text("cancel")),
        element("button", {type: "submit", form: "user-form", class: "main writes"}, action)]});
    onlyOnce(form, async () => {
        error.replaceChildren();
        if (showFaults(fields, faultsOf()))
            return;
        try {
            await store(dialog);
            refresh().catch(() => {});
        } catch (failure) {
            if (fields[failure.field])
                showFaults(fields, {[failure.field]: failure.message});
            else
                error.replaceChildren(icon("warning"), element("p", {}, failure.message));
        }
    });
    Object.values(fields)[0].input.focus();
}

function nameField(label, hint = "") {
    return field(label, element("input", {type: "text", autocomplete: "off", maxlength: 200,
        dir: "auto"}), {hint});
}

function nameFaults({name}) {
    return name.input.value.trim() ? {} : {name: text("error_name_missing")};
}

function addUser() {
    const fields = {name: nameField(text("userName")),
        role: field(text("role"), roleSelect("editor")), ...newPasswordFields()};
    openForm({
        title: text("userAdd"),
        explanation: text("userAddHint"),
        fields,
        action: text("userAdd"),
        faultsOf: () => ({...passwordFaults(fields), ...nameFaults(fields)}),
        store: async (dialog) => {
            const name = fields.name.input.value.trim();
            await send("POST", "/api/users", {name, role: fields.role.input.value,
                password: fields.password.input.value});
            dialog.close();
            say(text("userAdded", name));
        },
    });
}

function invite() {
    const fields = {name: nameField(text("userName"), text("inviteNameHint")),
        role: field(text("role"), roleSelect("editor"))};
    openForm({
        title: text("inviteTitle"),
        explanation: text("inviteHint"),
        fields,
        action: text("inviteMake"),
        faultsOf: () => ({}),
        store: async (dialog) => {
            const name = fields.name.input.value.trim();
            const made = await send("POST", "/api/users/links",
                {...(name && {name}), role: fields.role.input.value});
            dialog.close();
            showLink(made);
        },
    });
}

function showLink({link, qr, valid_minutes: minutes}) {
    openDialog({title: text("inviteReady"), body: [
        element("p", {}, text("inviteGive", number(minutes))),
        copyField(text("inviteLink"), link),
        qrPicture(qr, text("inviteQr")),
    ]});
}

function changePassword(name) {
    const fields = newPasswordFields(text("newPassword"));
    openForm({
        title: text("newPasswordOf", name),
        explanation: text("newPasswordHint"),
        fields,
        action: text("save"),
        faultsOf: () => passwordFaults(fields),
        store: async (dialog) => {
            await send("PUT", pathOf(name), {password: fields.password.input.value});
            dialog.close();
            say(text("newPasswordSet", name));
        },
    });
}

function addKey() {
    const fields = {name: nameField(text("keyName"), text("keyNameHint")),
        role: field(text("role"), roleSelect("viewer"))};
    openForm({
        title: text("keyAdd"),
        explanation: "",
        fields,
        action: text("keyAdd"),
        faultsOf: () => nameFaults(fields),
        store: async (dialog) => {
            const made = await send("POST", "/api/keys",
                {name: fields.name.input.value.trim(), role: fields.role.input.value});
            dialog.close();
            openDialog({title: text("keyReady", made.name), body: [
                element("p", {}, text("keyOnce")), copyField(text("keyLabel"), made.key)]});
        },
    });
}

async function remove(path, title, question, done) {
    if (!await confirmed({title, question, action: text("remove"), isDanger: true}))
        return;
    try {
        await send("DELETE", path);
        await refresh();
        say(done);
    } catch (error) {
        sayError(error);
    }
}

function removeUser(name) {
    return remove(pathOf(name), text("userRemoveTitle", name), text("userRemoveQuestion"),
        text("removed", name));
}

function removeKey(name) {
    return remove(`/api/keys/${encodeURIComponent(name)}`, text("keyRemoveTitle", name),
        text("keyRemoveQuestion"), text("removed", name));
}

onlyOnce(byId("add"), addUser);
onlyOnce(byId("invite"), invite);
onlyOnce(byId("add-key"), addKey);
live(refresh, {often: Often});
