// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/request.h"
#include "core/web/response.h"

namespace keg::web {

/// What If-Match of a request says about what is to be changed: that it is still as the client saw
/// it. Looked at in the transaction that changes it.
class Condition
{
public:
    explicit Condition(const Request &request)
        : m_wanted(request.headers.value("If-Match"))
    {}

    /// `current` is the JSON of what is stored. Errors: Refused if it is not what was seen.
    Result<void> check(const QByteArray &current);
    /// The answer to what was not done: 412 with what is stored and its ETag, if that is why; else
    /// as failure().
    Response refusal(const Error &error) const;

private:
    const QByteArray m_wanted; ///< null: whatever it is
    QByteArray m_conflict; ///< JSON; empty: none
};

/// The answer to a GET with the If-None-Match `known`: 304 if that names the response's ETag, else
/// the response.
Response unlessKnown(const QByteArray &known, Response response);

} // namespace keg::web
