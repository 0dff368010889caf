// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace keg {

/// Makes the files :/themes, :/fonts and :/samples known; needs no application object.
void registerBoardFiles();

/// Makes fonts, themes, samples and translations of the board known to the program. Call once,
/// after the QGuiApplication and before anything of the board.
void initBoardResources();

/// Speaks the language `code` ("de", "pt-BR") from now on: translator, numbers and dates, text
/// direction. Empty: the language of the system. A language without a translation keeps its
/// numbers, dates and direction, with English words. Errors: Usage, when there is no such language.
Result<void> installLanguage(const QString &code);

} // namespace keg
