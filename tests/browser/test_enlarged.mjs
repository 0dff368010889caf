// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// A screen of 1440 px at 200 %.

import {checkWidth} from "./access.mjs";

checkWidth("en-GB", 720);
