// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/clock.h"
#include "core/identity/users.h"

#include <QHash>

#include <optional>

namespace keg::web {

/// Who is logged in: in memory only, so that a restart logs everybody out. Ids are secrets of 256
/// bits, of which only hashes are kept. Lives in the web thread.
class Sessions
{
public:
    /// Of all and of one account; among them the one that was idle the longest gives way.
    static constexpr qsizetype Most = 256;
    static constexpr qsizetype MostOfOne = 16;
    static constexpr std::chrono::hours IdleTime{24 * 7};
    static constexpr std::chrono::hours Lifetime{24 * 30};

    explicit Sessions(const Clock &clock)
        : m_clock(clock)
    {}

    /// The id of a new session; none that somebody brought along is ever used.
    QByteArray begin(const identity::LogIn &logIn);
    /// Whose it is, and notes that it is used. Absent: nobody's, or too old.
    std::optional<identity::LogIn> find(const QByteArray &id);
    void end(const QByteArray &id);

private:
    struct Session
    {
        identity::LogIn logIn;
        milliseconds since{0}; ///< monotonic
        milliseconds used{0};
    };

    bool isOver(const Session &session) const;
    void makeRoom(const QString &account);
    template<typename Matches>
    void keepBelow(qsizetype most, Matches matches);

    const Clock &m_clock;
    QHash<QByteArray, Session> m_sessions; ///< by the hash of the id
};

} // namespace keg::web
