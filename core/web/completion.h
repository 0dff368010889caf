// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/response.h"

#include <atomic>
#include <functional>
#include <memory>

namespace keg::web {

/// How a handler answers, now or later, in any thread. Copies speak of the same request: the first
/// answer counts; when the last copy goes without one, the client gets a 500.
class Completion
{
public:
    using Receiver = std::function<void(Response)>;
    /// Whether somebody waits for the answer still.
    using Awaited = std::shared_ptr<const std::atomic<bool>>;

    /// `receiver` is called once, in the thread that answers; it must not throw.
    explicit Completion(Receiver receiver,
                        Awaited awaited = std::make_shared<std::atomic<bool>>(true));

    void answer(Response response) const;
    /// Else what has not begun is not to be done: the client was told so.
    bool isAwaited() const { return *m_awaited; }

private:
    class State;
    std::shared_ptr<State> m_state;
    Awaited m_awaited;
};

} // namespace keg::web
