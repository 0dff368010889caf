// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/avahi_browser.h"
#include "core/net/primary_finder.h"
#include "core/service/primary_places.h"

#include <QStringList>
#include <QTimer>

namespace keg::service {

/// Looks for a client's primary on the network. Of a client that trusts a machine, only for that
/// one; else the only one that there is, and if there are several, people choose. What it finds are
/// hints. Lives in the net thread.
class PrimarySearch final : public QObject
{
    Q_OBJECT

public:
    PrimarySearch(const Clock &clock, QObject *parent);

    void start();
    /// Nobody else is looked for any more. Null: nobody is trusted yet.
    void setTrusted(const MachineId &machine);
    /// Whether a place is wanted at the moment.
    void setLooking(bool isLooking);
    /// Whoever was heard of lately, each once.
    QList<net::FoundPrimary> found() const;

signals:
    void placeFound(const keg::service::Place &place);
    /// found() is another list, and nobody is trusted yet.
    void choiceChanged();

private:
    void take(const net::FoundPrimary &primary);
    void choose();

    net::PrimaryFinder m_finder;
    net::AvahiBrowser m_avahi;
    MachineId m_trusted;
    bool m_isStarted = false;
    QStringList m_namedChoice; ///< as the log has it
    QTimer m_grace; ///< for others to be heard of, too
};

} // namespace keg::service
