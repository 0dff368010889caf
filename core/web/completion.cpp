// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#include "core/web/completion.h"

namespace keg::web {

class Completion::State
{
public:
    explicit State(Receiver receiver)
        : m_receiver(std::move(receiver))
    {}
    ~State()
    {
        if (m_isAnswered)
            return;
        answer(Response::error(500,
                               QStringLiteral("nothing answered this request; try again, and "
                                              "report it if this goes on"),
                               Reason{"failed"}));
    }
    State(const State &) = delete;
    State &operator=(const State &) = delete;

    void answer(Response response)
    {
        if (!m_isAnswered.exchange(true))
            m_receiver(std::move(response));
    }

private:
    const Receiver m_receiver;
    std::atomic<bool> m_isAnswered = false;
};

Completion::Completion(Receiver receiver, Awaited awaited)
    : m_state(std::make_shared<State>(std::move(receiver)))
    , m_awaited(std::move(awaited))
{}

void Completion::answer(Response response) const
{
    m_state->answer(std::move(response));
}

} // namespace keg::web
