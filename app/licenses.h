// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QString>

namespace keg::app {

/// One line for everything that is in the program or that it is linked with: what, licence, whose.
QString licenseList();

/// The texts of the licences of what is in the program.
QString licenseTexts();

} // namespace keg::app
