// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <span>

namespace keg::web {

/// One text of the web interface: what pages and scripts call it, and how it reads in English.
/// Translated in the context "web".
struct Word
{
    const char *key;
    const char *text;
};

/// All texts of resources/web.
std::span<const Word> words();

} // namespace keg::web
