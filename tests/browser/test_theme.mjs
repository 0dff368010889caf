// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

// The pages follow the theme: with a light one they can be read as well as with the dark one.

import {checkTheme} from "./access.mjs";

checkTheme("light", "light", {
    background: "#f6f2e8",
    card: "#ffffff",
    cardTop: "#fffdf7",
    border: "#ddd5c4",
    well: "#e6dfd0",
    text: "#1b1a17",
    dim: "#4f4a40",
    accent: "#7a4600",
    glass: "#6b6558",
    foam: "#fff4dc",
});
