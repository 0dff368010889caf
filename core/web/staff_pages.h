// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/router.h"

#include <QUrlQuery>

#include <span>

namespace keg::web {

/// A page of those who work here.
struct StaffPage
{
    QLatin1String name; ///< of its file and its path
    Access access;
};

/// All of them.
std::span<const StaffPage> staffPages();

/// The path of the page that `query` wants to be shown `next`, after logging in. "/" for whatever
/// is no such page: nobody is led elsewhere.
QString pageAfterLogIn(const QUrlQuery &query);

} // namespace keg::web
