// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/web/answer_bytes.h"
#include "core/web/connection.h"

#include <QHash>

#include <functional>
#include <memory>
#include <set>

namespace keg::web {

/// All clients that are here, and who of them gives way when places or memory are short. Lives in
/// the web thread.
class Crowd
{
public:
    using Complain = std::function<void(const QString &address, const QString &reason)>;

    Crowd(const Limits &limits, Complain complain);

    /// For one more client of that group: address_group.h. Who gives way is of those who are most:
    /// of the groups, and there of what they do; of equals first guests' streams, which come back
    /// by themselves, then who is idle, then who keeps others waiting. False: all are being
    /// answered.
    bool makeRoom(const QString &group);
    void add(const std::shared_ptr<Connection> &connection);
    /// It may have been forgotten already.
    void forget(Connection &connection);
    /// Bytes of request bodies; negative: shrank.
    void countBodies(qint64 growth);
    /// Until dropAnswer(): once for each client to whom it is being written.
    void holdAnswer(const QByteArray &bytes);
    void dropAnswer(const QByteArray &bytes) { m_answers.drop(bytes); }
    void closeAll();

private:
    using One = std::shared_ptr<Connection>;

    bool endOneOf(const QString &group);
    One leastMissedOf(const QString &group) const;
    void end(Connection &connection, const QString &reason);
    void close(Connection &connection);

    const Limits m_limits;
    const Complain m_complain;
    std::set<One> m_connections;
    QHash<QString, int> m_perGroup; ///< of m_connections
    qint64 m_bodies = 0; ///< bytes
    AnswerBytes m_answers;
};

} // namespace keg::web
