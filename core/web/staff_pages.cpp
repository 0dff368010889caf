// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/staff_pages.h"

#include <algorithm>

namespace keg::web {

namespace {

using namespace Qt::StringLiterals;

constexpr StaffPage Pages[] = {
    {"login"_L1, Access::Newcomer},  {"setup"_L1, Access::Newcomer},
    {"taps"_L1, Access::Viewer},     {"beers"_L1, Access::Viewer},
    {"displays"_L1, Access::Viewer}, {"dbmanage"_L1, Access::Viewer},
    {"account"_L1, Access::Viewer},  {"users"_L1, Access::Admin},
};

} // namespace

std::span<const StaffPage> staffPages()
{
    return Pages;
}

QString pageAfterLogIn(const QUrlQuery &query)
{
    const QString next = query.queryItemValue(u"next"_s, QUrl::FullyDecoded);
    const bool isOurs = std::ranges::any_of(Pages, [&](const StaffPage &page) {
        return page.access != Access::Newcomer && next == u'/' + page.name;
    });
    return isOurs ? next : u"/"_s;
}

} // namespace keg::web
