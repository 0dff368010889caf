// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include <QThread>

namespace keg::service {

/// An instance's threads beside the main one. Each owns its objects alone.
class Threads
{
public:
    Threads()
    {
        store.setObjectName(QStringLiteral("store"));
        net.setObjectName(QStringLiteral("net"));
        snapshot.setObjectName(QStringLiteral("snapshot"));
    }

    void start()
    {
        for (QThread *thread : {&store, &net, &snapshot})
            thread->start();
    }

    /// Does what they were asked before.
    void end()
    {
        for (QThread *thread : {&net, &snapshot, &store}) {
            thread->quit();
            thread->wait();
        }
    }

    QThread store; ///< the database's one writing connection
    QThread net; ///< port 5002
    QThread snapshot; ///< port 5003, and what reads the whole file
};

} // namespace keg::service
