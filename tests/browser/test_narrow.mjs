// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The narrowest phone, which is also 1280 px at 400 %, as WCAG has it. In German, whose words are
// longer.

import {checkWidth} from "./access.mjs";

checkWidth("de-DE", 320);
