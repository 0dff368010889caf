// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The page of the log-in, which works without this, too: once a name has been refused with its
// password, the password is what one types anew.

import {byId} from "./dom.js";

if (byId("message").textContent && byId("username").value)
    byId("password").focus();
