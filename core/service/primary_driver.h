// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/service/link_adapters.h"
#include "core/service/machine_timer.h"
#include "core/sync/primary_machine.h"

namespace keg::service {

/// Runs a PrimaryMachine on port 5002. Lives in the net thread; speaks to the store by signals.
class PrimaryDriver final : public QObject, private sync::PrimaryStore
{
    Q_OBJECT

public:
    PrimaryDriver(sync::PrimaryMachine::Settings settings, const Clock &clock);

    /// Errors: as LinkServer::listen().
    Result<quint16> listen(const QString &address, quint16 port);
    void start(const sync::Head &head);
    void stop();
    const sync::PrimaryMachine &machine() const { return m_machine; }

    void takeArrivedChanges(const sync::ChangeBatch &batch);
    void takeReadChanges(qint64 after, const Result<sync::ChangeBatch> &batch);
    void takeEpoch(const sync::Head &head);

signals:
    void changesAwaited(qint64 after);
    void changesWanted(qint64 after);
    void epochWanted(const QString &reason);

private:
    void awaitChanges(qint64 after) override { emit changesAwaited(after); }
    void readChanges(qint64 after) override { emit changesWanted(after); }
    void startEpoch(const QString &reason) override { emit epochWanted(reason); }

    template<typename Event>
    void happen(Event event);

    net::LinkServer m_server;
    ServerLinks m_links{m_server};
    sync::PrimaryMachine m_machine;
    MachineTimer m_timer;
};

} // namespace keg::service
