// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/avahi_bus.h"
#include "core/wire/announcement.h"

namespace keg::net {

/// Has Avahi, where it runs, publish a primary by DNS-SD: again when Avahi was restarted, and under
/// another name when the network has that one already. Lives in the thread of its owner.
class AvahiService final : public QObject
{
    Q_OBJECT

public:
    /// `bindAddress` as for LinkServer::listen().
    explicit AvahiService(QString bindAddress, QObject *parent = nullptr);

    /// Begins; once.
    void publish(const wire::Announce &words);

private slots:
    void takeServerState(int state);
    void takeGroupState(int state, const QString &reason, const QDBusMessage &message);

private:
    void createGroup();
    void addService();
    void takeAdded(const QDBusMessage &reply);
    void rename();
    void callGroup(const char *method, const QVariantList &arguments = {},
                   const AvahiBus::Answer &answer = {});

    const QString m_bindAddress;
    wire::Announce m_words;
    QString m_serviceName; ///< in use, or tried
    AvahiBus m_bus;
    QString m_group; ///< Avahi's object that holds our service; empty: none
};

} // namespace keg::net
