// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of one's own account: its password.

import {byId, element, setText} from "./dom.js";
import {text} from "./words.js";
import {send} from "./api.js";
import {live} from "./live.js";
import {say, sayError} from "./messages.js";
import {field, newPasswordFields, passwordFaults, roleName, showFaults} from "./fields.js";

const {password, again} = newPasswordFields(text("newPassword"));
const current = field(text("presentPassword"),
    element("input", {type: "password", autocomplete: "current-password"}));
const fields = {current, password, again};

function faults() {
    return {...(current.input.value ? {} : {current: text("faultNoPresentPassword")}),
        ...passwordFaults(fields)};
}

byId("password-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (showFaults(fields, faults()))
        return;
    try {
        await send("POST", "/api/account/password",
            {current: current.input.value, new: password.input.value});
        event.target.reset();
        say(text("ownPasswordChanged"));
    } catch (error) {
        const key = {current: "current", new: "password"}[error.field];
        if (key)
            showFaults(fields, {[key]: error.message});
        else
            sayError(error);
    }
});

byId("password-fields").append(...Object.values(fields).map((one) => one.node));
setText(byId("who"), text("accountOf", document.body.dataset.user,
    roleName(document.body.dataset.role)));
live(async () => {});
