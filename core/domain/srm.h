// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QtGlobal>

#include <optional>

namespace keg {

/// A colour as 0xRRGGBB.
using Rgb = quint32;

/// The colour of a beer in a glass; the common table of SRM 1 to 40 in whole steps, clamped.
/// No colour known: amber.
Rgb beerColor(const std::optional<double> &srm);

/// EBC = 1.97 SRM.
double ebcFromSrm(double srm);

} // namespace keg
