// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/result.h"

#include <QLatin1String>
#include <QString>

#include <span>

namespace keg {

/// What a house decides once for all of its displays: a row of the table `settings`.
struct Setting
{
    QString key;
    QString value; ///< empty: not set

    bool operator==(const Setting &) const = default;
};

/// A setting that this program knows.
struct SettingSpec
{
    QLatin1String key;
    QLatin1String help; ///< what it is for, in a few English words
    /// Whether it may have that value, which is not empty. Errors: Refused.
    Result<void> (*validate)(const QString &value) = nullptr;
};

namespace settings {
/// What guests read above the menu; not set: what the machine is called that shows it.
constexpr QLatin1String HouseName("house_name");
/// Where guests find the menu: what the boards show as a QR code.
constexpr QLatin1String MenuUrl("menu_url");
} // namespace settings

/// The one list of them, by key.
std::span<const SettingSpec> knownSettings();

/// Whether the setting may be written. Errors: Refused if nobody knows the key, or the value is not
/// one for it; says what would be.
Result<void> validate(const Setting &setting);

} // namespace keg
