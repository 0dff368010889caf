// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/complaints.h"
#include "core/web/request.h"
#include "core/web/response.h"

namespace keg::web {

/// Keeps from whoever is not logged in what went wrong inside: that has paths and names of this
/// machine. Lives in the web thread.
class Discretion
{
public:
    /// It outlives this.
    explicit Discretion(const Clock &clock)
        : m_clock(clock)
    {}

    /// The answer itself; or one that only says that it did not work, and the log knows why.
    Response withoutDetail(const Request &request, Response response);

private:
    const Clock &m_clock;
    Complaints m_complaints{logWeb};
};

} // namespace keg::web
