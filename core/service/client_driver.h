// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/base/payload.h"
#include "core/identity/trusted_primary.h"
#include "core/net/client_link.h"
#include "core/net/network_watcher.h"
#include "core/service/machine_timer.h"
#include "core/service/primary_places.h"
#include "core/service/primary_search.h"
#include "core/service/web_place.h"
#include "core/sync/client_machine.h"

#include <QHash>

namespace keg::service {

/// Runs a ClientMachine against port 5002 of a primary. Lives in the net thread; speaks to the
/// store and to the snapshot fetcher by signals.
class ClientDriver final : public QObject, private sync::ReplicaStore, private sync::ServerLink
{
    Q_OBJECT

public:
    /// `told` is where people say that the primary is; without a host: they do not. `folder` is the
    /// machine's local one: takes large deltas while they arrive, and keeps whom this machine
    /// trusts.
    ClientDriver(sync::ClientMachine::Settings settings, const identity::Identity &identity,
                 identity::TrustedPrimary primary, const Place &told, QString folder,
                 const Clock &clock);

    void start(const Position &position);
    /// Also looks for primaries on the network, from now on.
    void search();
    void stop();
    /// Where the primary's web interface is; port 0: that is not known.
    const WebPlace &primaryWeb() const { return m_primaryWeb; }
    const sync::ClientStatus &status() const { return m_machine.status(); }
    /// Where it is connected, or was last tried; without a host: nowhere yet.
    const Place &place() const { return m_place; }
    /// Whom people can choose, while nobody is trusted.
    QList<net::FoundPrimary> choice() const;

    void takeApplied(const Position &position);
    void takeApplyFailure(const Error &error);
    void takeMerged(const Position &position);
    void takeSnapshotFailure(const Error &error);
    void takeDifference(const QString &reason);

signals:
    void deltaCollected(const keg::Position &from, const keg::Position &to,
                        const keg::SharedPayload &payload);
    /// From the primary, which is at that place.
    void snapshotWanted(const keg::Position &position, const keg::MachineId &primary,
                        const keg::service::Place &place);
    void snapshotUnwanted();
    void primaryNamed(const QString &name);
    void primaryWebChanged(const keg::service::WebPlace &place);
    /// Its state is another, or it became so known.
    void stateChanged(const keg::sync::ClientStatus &status);
    /// Primaries that were found, by name and address, while nobody is trusted.
    void choiceChanged(const QStringList &primaries);

private:
    Result<void> collect(const QByteArray &bytes) override;
    void discard() override;
    void apply(const Position &from, const Position &to) override;
    void fetchSnapshot() override;
    void cancelSnapshot() override { emit snapshotUnwanted(); }

    void open() override;
    void send(const QByteArray &frame) override { m_link.send(frame); }
    void close(const QString & /*reason*/) override { m_link.close(); }

    template<typename Event>
    void happen(Event event);
    void report();
    void rememberPrimary();
    void followWeb();
    void takeHint(const Place &place);
    void tellChoice();
    void meet(const MachineId &server);
    sync::AddressSource sourceOf(const Place &place) const;

    identity::TrustedPrimary m_primary; ///< as it is in the folder, or should be
    PrimaryPlaces m_places;
    Place m_place; ///< of this connection, or the last one
    const QString m_folder;
    net::ClientLink m_link;
    net::NetworkWatcher m_network;
    PrimarySearch m_search;
    std::unique_ptr<Spool> m_spool;
    sync::ClientMachine m_machine;
    MachineTimer m_timer;
    std::optional<sync::ClientState> m_knownState;
    QString m_knownName;
    QString m_webHost; ///< where browsers may find the primary
    WebPlace m_primaryWeb;
    QHash<sync::ClientState, QString> m_reported; ///< since it was live, with the reason
};

} // namespace keg::service
