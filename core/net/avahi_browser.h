// SPDX-FileCopyrightText: 2026 the KegDisplay authors
// SPDX-License-Identifier: MIT

#pragma once

#include "core/net/avahi_bus.h"
#include "core/net/found_primaries.h"

#include <QTimer>

namespace keg::net {

/// Finds primaries that are published by DNS-SD, with the help of Avahi where it runs. What it
/// finds are hints for PrimaryFinder::hear(). Lives in the thread of its owner.
class AvahiBrowser final : public QObject
{
    Q_OBJECT

public:
    explicit AvahiBrowser(QObject *parent = nullptr);

    static constexpr int ServiceLimit = 256;

    void start();

signals:
    /// When a service appears, and every half minute as long as it is there.
    void found(const keg::net::FoundPrimary &primary);

private slots:
    void addService(int interface, int protocol, const QString &name, const QString &type,
                    const QString &domain);
    void removeService(int interface, int protocol, const QString &name, const QString &type,
                       const QString &domain);

private:
    struct Service
    {
        int interface = 0;
        int protocol = 0;
        QString name;
        QString type;
        QString domain;

        bool operator==(const Service &) const = default;
    };

    void browse();
    void resolve(const Service &service);
    void take(const QDBusMessage &resolved);

    AvahiBus m_bus;
    QList<Service> m_services; ///< a bounded number
    QTimer m_repetition;
};

} // namespace keg::net
