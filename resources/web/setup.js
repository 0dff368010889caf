// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A newcomer with a set-up link: name, password, and in. The token is in the URL's fragment, which
// no server log ever sees.

import {byId, element, icon, setText} from "./dom.js";
import {text} from "./words.js";
import {ApiError, send} from "./api.js";
import {field, newPasswordFields, passwordFaults, roleName, showFaults} from "./fields.js";

const token = location.hash.slice(1);
const name = field(text("userName"), element("input", {type: "text", autocomplete: "username",
    autocapitalize: "none", maxlength: 200, dir: "auto"}), {hint: text("setupNameHint")});
const fields = {name, ...newPasswordFields()};
let isNameFixed = false;

async function check() {
    try {
        if (!token)
            throw new ApiError(400, text("error_link_worthless"), {field: "token"});
        show(await send("POST", "/api/setup/check", {token}));
    } catch (error) {
        showError(error);
        setText(byId("setup-hint"), "");
    }
}

function show(invitation) {
    isNameFixed = invitation.name !== "";
    const role = roleName(invitation.role);
    setText(byId("setup-hint"), isNameFixed ? text("setupWelcomeName", invitation.name, role)
        : text("setupWelcome", role));
    if (isNameFixed) {
        name.input.value = invitation.name;
        name.input.readOnly = true;
        name.node.hidden = true;
    }
    byId("setup-form").hidden = false;
    (isNameFixed ? fields.password : name).input.focus();
}

function showError(error) {
    byId("setup-error").replaceChildren(icon("warning"), element("p", {}, error.message),
        ...(error.status === 0 ? [element("button", {type: "button",
            onclick: () => location.reload()}, text("loadAgain"))] : []));
    if (error.field === "token") {
        byId("setup-form").hidden = true;
        byId("setup-instead").hidden = false;
    }
}

function faults() {
    return {
        ...(name.input.value.trim() ? {} : {name: text("error_name_missing")}),
        ...passwordFaults(fields),
    };
}

byId("setup-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    byId("setup-error").replaceChildren();
    if (showFaults(fields, faults()))
        return;
    try {
        await send("POST", "/api/setup", {token, password: fields.password.input.value,
            ...(!isNameFixed && {name: name.input.value.trim()})});
        location.replace("/taps");
    } catch (error) {
        if (fields[error.field])
            showFaults(fields, {[error.field]: error.message});
        else
            showError(error);
    }
});

byId("setup-fields").append(...Object.values(fields).map((one) => one.node));
check();
