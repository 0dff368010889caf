// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/domain/srm.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace keg {

namespace {

// SRM 1 to 40, the table that brewing software has in common.
constexpr std::array<Rgb, 40> Colors{
    0xFFE699, 0xFFD878, 0xFFCA5A, 0xFFBF42, 0xFBB123, 0xF8A600, 0xF39C00, 0xEA8F00,
    0xE58500, 0xDE7C00, 0xD77200, 0xCF6900, 0xCB6200, 0xC35900, 0xBB5100, 0xB54C00,
    0xB04500, 0xA63E00, 0xA13700, 0x9B3200, 0x952D00, 0x8E2900, 0x882300, 0x821E00,
    0x7B1A00, 0x771900, 0x701400, 0x6A0E00, 0x660D00, 0x5E0B00, 0x5A0A02, 0x560A05,
    0x520907, 0x4C0505, 0x470606, 0x440607, 0x3F0708, 0x3B0607, 0x3A070B, 0x36080A};

constexpr Rgb Amber = 0xDE7C00; // what "a beer" looks like: SRM 10

} // namespace

Rgb beerColor(const std::optional<double> &srm)
{
    if (!srm || !std::isfinite(*srm))
        return Amber;
    const double step = std::clamp(std::round(*srm), 1.0, double(Colors.size()));
    return Colors[std::size_t(step) - 1];
}

double ebcFromSrm(double srm)
{
    return 1.97 * srm;
}

} // namespace keg
