// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/service/beacon.h"
#include "core/service/link_adapters.h"
#include "core/service/machine_timer.h"
#include "core/sync/primary_machine.h"

namespace keg::service {

/// Runs a PrimaryMachine on port 5002. Lives in the net thread; speaks to the store by signals.
class PrimaryDriver final : public QObject, private sync::PrimaryStore
{
    Q_OBJECT

public:
    PrimaryDriver(sync::PrimaryMachine::Settings settings, const identity::Identity &identity,
                  const Clock &clock);

    /// Errors: as LinkServer::listen().
    Result<quint16> listen(const QString &address, quint16 port);
    void start(const sync::Head &head, const TrustList &trust);
    /// From now on others on the network hear these words.
    void announce(const wire::Announce &words);
    void stop();
    const sync::PrimaryMachine &machine() const { return m_machine; }

    void takeArrivedChanges(const sync::ChangeBatch &batch);
    void takeReadChanges(qint64 after, const Result<sync::ChangeBatch> &batch);
    void takeEpoch(const sync::Head &head);
    /// Who is revoked is cut off at once; whom this port welcomes port 5003 must know already.
    void takeTrust(const TrustList &trust);
    void takeSnapshotTrust(const TrustList &trust);
    void takeRefusal(quint64 peer, const Error &error);
    /// As PrimaryMachine::setWebPort().
    void setWebPort(quint16 port) { m_machine.setWebPort(port); }

signals:
    void changesAwaited(qint64 after);
    void changesWanted(qint64 after);
    void epochWanted(const QString &reason);
    void admissionWanted(quint64 peer, const keg::MachineId &machine, const QString &name,
                         const QByteArray &token, bool isOpen);
    void displaySeen(const keg::sync::PeerStatus &display);

private:
    void awaitChanges(qint64 after) override { emit changesAwaited(after); }
    void readChanges(qint64 after) override { emit changesWanted(after); }
    void startEpoch(const QString &reason) override { emit epochWanted(reason); }
    void admitDisplay(sync::PeerId peer, const MachineId &machine, const QString &name,
                      const QByteArray &token) override
    {
        emit admissionWanted(peer, machine, name, token, m_trust.isOpen());
    }
    void noteSeen(const sync::PeerStatus &display) override { emit displaySeen(display); }

    template<typename Event>
    void happen(Event event);

    net::LinkServer m_server;
    ServerLinks m_links{m_server};
    sync::PrimaryMachine m_machine;
    TrustList m_trust; ///< the newest
    TrustList m_snapshotTrust; ///< that port 5003 goes by
    MachineTimer m_timer;
    std::unique_ptr<Beacon> m_beacon;
    const Clock &m_clock;
    QString m_bindAddress;
};

} // namespace keg::service
