// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/response.h"

#include <functional>
#include <memory>

namespace keg::web {

/// How a handler answers, now or later, in any thread. Copies speak of the same request: the first
/// answer counts; when the last copy goes without one, the client gets a 500.
class Completion
{
public:
    using Receiver = std::function<void(Response)>;

    /// `receiver` is called once, in the thread that answers; it must not throw.
    explicit Completion(Receiver receiver);

    void answer(Response response) const;

private:
    class State;
    std::shared_ptr<State> m_state;
};

} // namespace keg::web
