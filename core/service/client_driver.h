// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/net/network_watcher.h"
#include "core/service/link_adapters.h"
#include "core/service/machine_timer.h"
#include "core/sync/client_machine.h"

#include <QHash>

namespace keg::service {

/// Runs a ClientMachine against port 5002 of a primary. Lives in the net thread; speaks to the
/// store and to the snapshot fetcher by signals.
class ClientDriver final : public QObject, private sync::ReplicaStore
{
    Q_OBJECT

public:
    /// `folder` takes large deltas while they arrive.
    ClientDriver(sync::ClientMachine::Settings settings, const QString &host, quint16 port,
                 const QString &folder, const Clock &clock);

    void start(const Position &position);
    void stop();
    const sync::ClientStatus &status() const { return m_machine.status(); }

    void takeApplied(const Position &position);
    void takeApplyFailure(const Error &error);
    void takeMerged(const Position &position);
    void takeSnapshotFailure(const Error &error);
    void takeDifference(const QString &reason);

signals:
    void deltaCollected(const keg::Position &from, const keg::Position &to,
                        const keg::SharedPayload &payload);
    void snapshotWanted(const keg::Position &position);
    void snapshotUnwanted();
    void primaryNamed(const QString &name);
    /// Its state is another, or it became so known.
    void stateChanged(const keg::sync::ClientStatus &status);

private:
    Result<void> collect(const QByteArray &bytes) override;
    void discard() override;
    void apply(const Position &from, const Position &to) override;
    void fetchSnapshot() override;
    void cancelSnapshot() override { emit snapshotUnwanted(); }

    template<typename Event>
    void happen(Event event);
    void report();

    const QString m_host;
    const QString m_folder;
    net::ClientLink m_link;
    ServerConnection m_connection{m_link};
    net::NetworkWatcher m_network;
    std::unique_ptr<Spool> m_spool;
    sync::ClientMachine m_machine;
    MachineTimer m_timer;
    std::optional<sync::ClientState> m_knownState;
    QString m_knownName;
    QHash<sync::ClientState, QString> m_reported; ///< since it was live, with the reason
};

} // namespace keg::service
