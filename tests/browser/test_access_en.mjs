// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pages in English before axe-core.

import {checkAccess} from "./access.mjs";

checkAccess("en-GB");
